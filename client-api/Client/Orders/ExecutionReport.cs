using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>One committed event of an order (FIX 8).</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record ExecutionReport
{
    /// <summary>Position in the book's total order of events.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long Sequence { get; init; }

    /// <summary>What happened.</summary>
    public required ExecType ExecType { get; init; }

    /// <summary>The order.</summary>
    public required long OrderId { get; init; }

    /// <summary>Your own id for the order (FIX 11).</summary>
    public required string ClientOrderId { get; init; }

    /// <summary>The account.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long AccountId { get; init; }

    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Buy or sell.</summary>
    public required Side Side { get; init; }

    /// <summary>Order type.</summary>
    public required OrderType OrderType { get; init; }

    /// <summary>Time in force.</summary>
    public required TimeInForce TimeInForce { get; init; }

    /// <summary>Limit or protection price after the event.</summary>
    public required decimal Price { get; init; }

    /// <summary>Total quantity after the event (FIX 38).</summary>
    public required decimal OrderQty { get; init; }

    /// <summary>Traded quantity after the event (FIX 14).</summary>
    public required decimal CumQty { get; init; }

    /// <summary>Working quantity after the event (FIX 151).</summary>
    public required decimal LeavesQty { get; init; }

    /// <summary>Average price after the event (FIX 6), rounded as in <see cref="Order.AvgPx"/>; null before the first trade.</summary>
    public decimal? AvgPx { get; init; }

    /// <summary>State after the event.</summary>
    public required OrdStatus Status { get; init; }

    /// <summary>Error code of the rejection; null otherwise.</summary>
    public string? RejectCode { get; init; }

    /// <summary>The trade; null unless <see cref="ExecType.Trade"/>.</summary>
    public long? TradeId { get; init; }

    /// <summary>Price of the trade (FIX 31); null unless <see cref="ExecType.Trade"/>.</summary>
    public decimal? LastPx { get; init; }

    /// <summary>Quantity of the trade (FIX 32); null unless <see cref="ExecType.Trade"/>.</summary>
    public decimal? LastQty { get; init; }

    /// <summary>Whether the order took liquidity, which no order does in an auction; null unless <see cref="ExecType.Trade"/>.</summary>
    public bool? IsAggressor { get; init; }

    /// <summary>Whether it traded in an auction; omitted when false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsAuction { get; init; }

    /// <summary>Where the order is after the event.</summary>
    public OrderPlace Place { get; init; }

    /// <summary>Why it happened; omitted when <see cref="ExecType"/> alone says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ExecReason Reason { get; init; }

    /// <summary>Trigger price after the event; null without a trigger.</summary>
    public decimal? StopPx { get; init; }

    /// <summary>Displayed quantity after the event; null when the whole quantity is displayed.</summary>
    public decimal? DisplayedQty { get; init; }

    /// <summary>Your tag of the order; null for none.</summary>
    [JsonConverter(typeof(WireTagConverter))]
    public string? Tag { get; init; }

    /// <summary>The order's list, identified by its first order; null without one.</summary>
    public long? ListId { get; init; }

    /// <summary>
    /// The history of the book that it was told in (<see cref="BookHistory"/>), to tell what a failover has lost. Left out where it was
    /// read: that is of the present one.
    /// </summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long History { get; init; }

    /// <summary>When it happened.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset Time { get; init; }
}
