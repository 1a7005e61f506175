using System.Text.Json;
using System.Text.Json.Serialization;
using Rtx.Model;

namespace Rtx.Storage.Rows;

/// <summary>A <see cref="MarginPosition"/> as it is stored. The names are in rows that are never written again: one may be added, none renamed or reused.</summary>
internal sealed record StoredMarginPosition(
    [property: JsonPropertyName("instrumentId")] int InstrumentId,
    [property: JsonPropertyName("lots")] long Lots,
    [property: JsonPropertyName("markTicks")] long MarkTicks,
    [property: JsonPropertyName("unrealizedPnl")] decimal UnrealizedPnl,
    [property: JsonPropertyName("isStale")] bool IsStale)
{
    public static string Write(IReadOnlyList<MarginPosition> positions) => JsonSerializer.Serialize(
        positions.Select(position => new StoredMarginPosition(position.InstrumentId.Value, position.Lots, position.MarkPrice.Ticks, position.UnrealizedPnl, position.IsStale)).ToArray(),
        StoredMarginContext.Default.StoredMarginPositionArray);

    public static IReadOnlyList<MarginPosition> Read(string json) =>
    [
        .. JsonSerializer.Deserialize(json, StoredMarginContext.Default.StoredMarginPositionArray)!
            .Select(stored => new MarginPosition(new InstrumentId(stored.InstrumentId), stored.Lots, new Price(stored.MarkTicks), stored.UnrealizedPnl, stored.IsStale)),
    ];
}

[JsonSerializable(typeof(StoredMarginPosition[]))]
internal sealed partial class StoredMarginContext : JsonSerializerContext;
