using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rtx.Replays.Reporting;

/// <summary>Writes a share of a whole as a number: unlike a price it loses nothing as one.</summary>
internal sealed class ShareConverter : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
