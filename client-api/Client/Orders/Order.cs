using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>The committed state of an order.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record Order
{
    /// <summary>The order id; 0 for an order that its account refused before it reached a book.</summary>
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

    /// <summary>Limit price; for market-like orders the protection price; null when the order was refused before it had one.</summary>
    public decimal? Price { get; init; }

    /// <summary>Total quantity (FIX 38).</summary>
    public required decimal OrderQty { get; init; }

    /// <summary>Traded quantity (FIX 14).</summary>
    public required decimal CumQty { get; init; }

    /// <summary>Working quantity (FIX 151): 0 when closed.</summary>
    public required decimal LeavesQty { get; init; }

    /// <summary>
    /// Average price of its trades (FIX 6), rounded half to even to eight decimals more than the price increment; null before the first
    /// trade.
    /// </summary>
    public decimal? AvgPx { get; init; }

    /// <summary>State.</summary>
    public required OrdStatus Status { get; init; }

    /// <summary>Error code of the rejection (<see cref="RtxErrorCodes"/>); null otherwise.</summary>
    public string? RejectCode { get; init; }

    /// <summary>Sequence of its last event in the book.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long Sequence { get; init; }

    /// <summary>When it was accepted or refused.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last event happened.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Where the order is.</summary>
    public OrderPlace Place { get; init; }

    /// <summary>Why its last event happened; omitted when the event alone says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ExecReason Reason { get; init; }

    /// <summary>Current trigger price (FIX 99); null without a trigger.</summary>
    public decimal? StopPx { get; init; }

    /// <summary>The price that the trigger compares with; omitted for the last trade, and meaningless without a trigger.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TriggerSource TriggerSource { get; init; }

    /// <summary>Distance of a trailing trigger from the market in price units; null without one, or when it is a percentage.</summary>
    public decimal? TrailingOffset { get; init; }

    /// <summary>Distance of a trailing trigger in percent of the market price; null without one, or when it is in price units.</summary>
    public decimal? TrailingOffsetPercent { get; init; }

    /// <summary>Quantity that the book displays at a time (FIX 1138); null when it displays all.</summary>
    public decimal? DisplayQty { get; init; }

    /// <summary>Currently displayed quantity; null when the book displays all.</summary>
    public decimal? DisplayedQty { get; init; }

    /// <summary>Quantity that had to trade immediately (FIX 110); null for none.</summary>
    public decimal? MinQty { get; init; }

    /// <summary>Whether it refuses to take liquidity on entry; omitted when it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PostOnly PostOnly { get; init; }

    /// <summary>Whether it may only reduce the account's position; omitted when false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ReduceOnly { get; init; }

    /// <summary>When it expires (FIX 126), for a day order the end of its session; null for never.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>What happens when it would trade with itself; omitted for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SelfTradePrevention SelfTradePrevention { get; init; }

    /// <summary>Group of own accounts that count as one for self-trade prevention; omitted for the account alone.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int TradeGroup { get; init; }

    /// <summary>Your text to find and cancel orders together by; null for none.</summary>
    [JsonConverter(typeof(WireTagConverter))]
    public string? Tag { get; init; }

    /// <summary>Whether it is cancelled when the hub connection that placed it ends; omitted when false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CancelOnDisconnect { get; init; }

    /// <summary>The order's list, identified by its first order; null without one.</summary>
    public long? ListId { get; init; }

    /// <summary>Its role in the list; omitted without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ListRole ListRole { get; init; }
}

/// <summary>One trade of an order.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record Fill
{
    /// <summary>The trade.</summary>
    public required long TradeId { get; init; }

    /// <summary>Price (FIX 31).</summary>
    public required decimal LastPx { get; init; }

    /// <summary>Quantity (FIX 32).</summary>
    public required decimal LastQty { get; init; }

    /// <summary>The order that was resting in the book.</summary>
    public required long RestingOrderId { get; init; }
}

/// <summary>The answer to a request about one order; everything in it is committed.</summary>
public sealed record OrderReply
{
    /// <summary>The order after the request.</summary>
    public required Order Order { get; init; }

    /// <summary>Trades that the request caused, in order; empty when there were none, and when a request is repeated.</summary>
    public IReadOnlyList<Fill> Fills { get; init; } = [];
}

/// <summary>
/// The answer to an order request over the hub, or to one order of a batch: either <see cref="Reply"/> or <see cref="Error"/>.
/// </summary>
public sealed record OrderResult
{
    /// <summary>The reply; null on an error.</summary>
    public OrderReply? Reply { get; init; }

    /// <summary>Why nothing was done; null on success.</summary>
    public ErrorDetail? Error { get; init; }
}

/// <summary>The answer to a request about several orders; everything in it is committed.</summary>
public sealed record OrderListReply
{
    /// <summary>The orders after the request: in the order of a list, or by instrument and order id for a mass cancel.</summary>
    public required IReadOnlyList<Order> Orders { get; init; }
}

/// <summary>The answer to a request about several orders over the hub: either <see cref="Reply"/> or <see cref="Error"/>.</summary>
public sealed record OrderListResult
{
    /// <summary>The reply; null on an error.</summary>
    public OrderListReply? Reply { get; init; }

    /// <summary>Why nothing was done; null on success.</summary>
    public ErrorDetail? Error { get; init; }
}

/// <summary>The answer to a batch of orders; everything in it is committed.</summary>
public sealed record OrderBatchReply
{
    /// <summary>The result of each order, in the order of the request.</summary>
    public required IReadOnlyList<OrderResult> Results { get; init; }
}

/// <summary>The answer to a batch over the hub: either <see cref="Reply"/> or <see cref="Error"/>.</summary>
public sealed record OrderBatchResult
{
    /// <summary>The results; null when the batch as a whole was refused.</summary>
    public OrderBatchReply? Reply { get; init; }

    /// <summary>Why the batch as a whole was refused; null otherwise.</summary>
    public ErrorDetail? Error { get; init; }
}
