using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Writes an instant as ISO 8601 in UTC with six decimals, e.g. <c>2026-01-02T03:04:05.000006Z</c>; reads any ISO 8601 instant that has an offset.</summary>
public sealed class WireTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>The text of an instant, also for query strings.</summary>
    public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // Without an offset the reader would assume the machine's time zone; DateTime keeps the difference visible.
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTime(out var time) || time.Kind == DateTimeKind.Unspecified)
            throw new JsonException("A time is an ISO 8601 text with an offset, e.g. 2026-01-02T03:04:05.000006Z.");
        return new DateTimeOffset(time).ToUniversalTime();
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(ToText(value));
    }
}
