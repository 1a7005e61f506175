using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;
using MessagePack.Formatters;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Rtx.ClientApi.LiveData;

/// <summary>
/// A quote that is serialized once per wire format, however many connections it goes to: each connection gets a different selection of
/// quotes, and formatting the numbers costs more than everything else.
/// </summary>
[JsonConverter(typeof(EncodedQuoteJson)), MessagePackFormatter(typeof(EncodedQuoteMessagePack))]
internal sealed class EncodedQuote(Client.Quote quote)
{
    // Two senders may set it concurrently: both write the same value.
    private byte[]? _json;
    private byte[]? _messagePack;
    private SerializedHubMessage? _alone;

    public Client.Quote Quote { get; } = quote;

    /// <summary>The message with only this quote, also serialized once: after a pause most connections get this one.</summary>
    public SerializedHubMessage Alone =>
        _alone ??= new SerializedHubMessage(new InvocationMessage(nameof(Client.ITradingHubClient.Quotes), [new[] { this }]));

    public byte[] ToJson(JsonSerializerOptions options) => _json ??= JsonSerializer.SerializeToUtf8Bytes(Quote, options);

    public byte[] ToMessagePack(MessagePackSerializerOptions options) => _messagePack ??= MessagePackSerializer.Serialize(Quote, options);
}

/// <summary>Writes the JSON form of a quote.</summary>
internal sealed class EncodedQuoteJson : JsonConverter<EncodedQuote>
{
    public override EncodedQuote Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Quotes are only sent.");

    public override void Write(Utf8JsonWriter writer, EncodedQuote value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.ToJson(options), skipInputValidation: true);
}

/// <summary>Writes the MessagePack form of a quote.</summary>
internal sealed class EncodedQuoteMessagePack : IMessagePackFormatter<EncodedQuote?>
{
    public EncodedQuote Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        throw new NotSupportedException("Quotes are only sent.");

    public void Serialize(ref MessagePackWriter writer, EncodedQuote? value, MessagePackSerializerOptions options)
    {
        if (value is null) writer.WriteNil();
        else writer.WriteRaw(value.ToMessagePack(options));
    }
}
