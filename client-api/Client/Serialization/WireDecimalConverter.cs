using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>
/// Writes a decimal as text, because many languages read JSON numbers as binary floating point; reads text and numbers in the form of
/// <see cref="WireDecimal"/>.
/// </summary>
public sealed class WireDecimalConverter : JsonConverter<decimal>
{
    private const int MaxEscapedLength = 256;

    /// <inheritdoc />
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number && TryRead(ref reader, out var value)) return value;
        throw new JsonException(
            "A number is digits, with a minus before and a point with digits behind them where they are needed, "
                + "e.g. \"0.25\", and at most 28 digits in all.");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[MaxEscapedLength];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    private static bool TryRead(ref Utf8JsonReader reader, out decimal value)
    {
        value = 0m;
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > MaxEscapedLength) return false;
        if (!reader.HasValueSequence && !reader.ValueIsEscaped) return WireDecimal.TryParse(reader.ValueSpan, out value);
        Span<byte> text = stackalloc byte[MaxEscapedLength];
        if (reader.TokenType == JsonTokenType.String) return WireDecimal.TryParse(text[..reader.CopyString(text)], out value);
        reader.ValueSequence.CopyTo(text);
        return WireDecimal.TryParse(text[..(int)length], out value);
    }
}
