using System.Text.Json;
using System.Text.Json.Serialization;
using Rtx.Model;

namespace Rtx.Storage.Rows;

/// <summary>
/// <see cref="OrderInstructions"/> as they are stored: an object of short names, members that ask for nothing left out. The names are in rows that are never written
/// again: one may be added, none renamed or reused. Prices and quantities in ticks and lots, times in microseconds since 1970, enumerations as their numbers.
/// </summary>
internal sealed record StoredInstructions
{
    [JsonPropertyName("stop")]
    public long? StopTicks { get; init; }

    [JsonPropertyName("src")]
    public int TriggerSource { get; init; }

    [JsonPropertyName("trail")]
    public long? TrailTicks { get; init; }

    [JsonPropertyName("trailBp")]
    public long? TrailBasisPoints { get; init; }

    [JsonPropertyName("disp")]
    public long? DisplayLots { get; init; }

    [JsonPropertyName("min")]
    public long? MinLots { get; init; }

    [JsonPropertyName("post")]
    public int PostOnly { get; init; }

    [JsonPropertyName("reduce")]
    public bool ReduceOnly { get; init; }

    [JsonPropertyName("exp")]
    public long? ExpireMicroseconds { get; init; }

    [JsonPropertyName("stp")]
    public int SelfTradePrevention { get; init; }

    [JsonPropertyName("group")]
    public long TradeGroup { get; init; }

    // Of a tag that is a number: older silos read no other.
    [JsonPropertyName("tag")]
    public int TagNumber { get; init; }

    [JsonPropertyName("label")]
    public string? TagText { get; init; }

    [JsonPropertyName("conn")]
    public long ConnectionId { get; init; }

    [JsonPropertyName("list")]
    public long ListId { get; init; }

    [JsonPropertyName("role")]
    public int ListRole { get; init; }

    [JsonPropertyName("idx")]
    public int ListIndex { get; init; }

    /// <summary>The stored text.</summary>
    public static string Write(OrderInstructions instructions) => JsonSerializer.Serialize(From(instructions), StoredInstructionsContext.Default.StoredInstructions);

    /// <summary>Reads a stored text.</summary>
    public static OrderInstructions Read(string json) =>
        (JsonSerializer.Deserialize(json, StoredInstructionsContext.Default.StoredInstructions) ?? throw new JsonException("Stored instructions are an object.")).ToModel();

    private static StoredInstructions From(OrderInstructions instructions) => new()
    {
        StopTicks = instructions.StopPx?.Ticks,
        TriggerSource = (int)instructions.TriggerSource,
        TrailTicks = instructions.TrailOffset is { IsBasisPoints: false } ticks ? ticks.Value : null,
        TrailBasisPoints = instructions.TrailOffset is { IsBasisPoints: true } basisPoints ? basisPoints.Value : null,
        DisplayLots = instructions.DisplayQty?.Lots,
        MinLots = instructions.MinQty?.Lots,
        PostOnly = (int)instructions.PostOnly,
        ReduceOnly = instructions.ReduceOnly,
        ExpireMicroseconds = instructions.ExpireTime?.UnixMicroseconds,
        SelfTradePrevention = (int)instructions.SelfTradePrevention,
        TradeGroup = instructions.TradeGroup,
        TagNumber = instructions.Tag.Number ?? 0,
        TagText = instructions.Tag.Number is null ? instructions.Tag.Text : null,
        ConnectionId = instructions.ConnectionId,
        ListId = instructions.ListId.Value,
        ListRole = (int)instructions.ListRole,
        ListIndex = instructions.ListIndex,
    };

    private OrderInstructions ToModel() => new()
    {
        StopPx = StopTicks is { } stop ? new Price(stop) : null,
        TriggerSource = (TriggerSource)TriggerSource,
        TrailOffset = TrailTicks is { } ticks ? new TrailOffset(ticks, IsBasisPoints: false)
            : TrailBasisPoints is { } basisPoints ? new TrailOffset(basisPoints, IsBasisPoints: true) : null,
        DisplayQty = DisplayLots is { } display ? new Quantity(display) : null,
        MinQty = MinLots is { } min ? new Quantity(min) : null,
        PostOnly = (PostOnly)PostOnly,
        ReduceOnly = ReduceOnly,
        ExpireTime = ExpireMicroseconds is { } expire ? new Timestamp(expire) : null,
        SelfTradePrevention = (SelfTradePrevention)SelfTradePrevention,
        TradeGroup = TradeGroup,
        Tag = TagText is { } text ? new OrderTag(text) : TagNumber == 0 ? default : OrderTag.Of(TagNumber),
        ConnectionId = ConnectionId,
        ListId = new OrderId(ListId),
        ListRole = (ListRole)ListRole,
        ListIndex = ListIndex,
    };
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoredInstructions))]
internal sealed partial class StoredInstructionsContext : JsonSerializerContext;
