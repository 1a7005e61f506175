using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>
/// Writes an instant as ISO 8601 in UTC with six decimals, e.g. <c>2026-01-02T03:04:05.000006Z</c>; reads one with at most six decimals and
/// <c>Z</c> or an offset such as <c>+02:00</c>.
/// </summary>
public sealed class WireTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const int MaxLength = 32;
    private const int MaxEscapedLength = 256;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz"];

    /// <summary>The text of an instant, also for query strings.</summary>
    public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads the text of an instant; false when it has another form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        // Exact parsing is lenient about the digits of an offset and about a point without decimals, so their positions are checked first.
        if (text.Length is < 20 or > MaxLength || text[10] != 'T') return false;
        var zone = text[^1] == 'Z' ? text.Length - 1 : text.Length - 6;
        if (zone < 19 || (zone > 19 && (text[19] != '.' || zone is 20 or > 26))) return false;
        if (text[^1] == 'Z')
        {
            Span<char> withOffset = stackalloc char[MaxLength + 6];
            text[..zone].CopyTo(withOffset);
            "+00:00".CopyTo(withOffset[zone..]);
            return DateTimeOffset.TryParseExact(
                withOffset[..(zone + 6)], Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
        }

        return text[zone] is '+' or '-'
            && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <inheritdoc />
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String
            && (reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length) <= MaxEscapedLength)
        {
            Span<char> text = stackalloc char[MaxEscapedLength];
            if (TryParse(text[..reader.CopyString(text)], out var time)) return time;
        }

        throw new JsonException("A time is an ISO 8601 text with an offset and at most six decimals, e.g. 2026-01-02T03:04:05.000006Z.");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(ToText(value));
    }
}
