using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rtx.Replays.Reporting;

/// <summary>Writes a share of a whole as a JSON number: unlike a price, it needs no exact decimal.</summary>
internal sealed class ShareConverter : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
