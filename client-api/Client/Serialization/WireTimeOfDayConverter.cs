using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Writes a time of day in whole seconds as <c>09:00</c> or <c>09:00:30</c>, and reads both.</summary>
public sealed class WireTimeOfDayConverter : JsonConverter<TimeOnly>
{
    private const string Minutes = "HH:mm";
    private const string Seconds = "HH:mm:ss";

    private static readonly string[] Formats = [Minutes, Seconds];

    /// <summary>The text of a time of day.</summary>
    public static string ToText(TimeOnly time) => time.ToString(time.Second == 0 ? Minutes : Seconds, CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            && TimeOnly.TryParseExact(reader.GetString(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw new JsonException("A time of day is a text such as 09:00 or 09:00:30.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(ToText(value));
    }
}
