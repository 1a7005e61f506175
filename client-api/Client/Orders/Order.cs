using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>The committed state of an order.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record Order
{
    /// <summary>The order; 0 for one that its account refused before any book saw it.</summary>
    public required long OrderId { get; init; }

    /// <summary>Your own name for it.</summary>
    public required string ClientOrderId { get; init; }

    /// <summary>Whose it is.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long AccountId { get; init; }

    /// <summary>What it trades.</summary>
    public required string Symbol { get; init; }

    /// <summary>Buy or sell.</summary>
    public required Side Side { get; init; }

    /// <summary>What it does.</summary>
    public required OrderType OrderType { get; init; }

    /// <summary>How long it lives.</summary>
    public required TimeInForce TimeInForce { get; init; }

    /// <summary>Limit price; for market-like orders their protection price; null when it was refused before it had one.</summary>
    public decimal? Price { get; init; }

    /// <summary>Total quantity (FIX 38).</summary>
    public required decimal OrderQty { get; init; }

    /// <summary>Traded quantity (FIX 14).</summary>
    public required decimal CumQty { get; init; }

    /// <summary>Working quantity (FIX 151): 0 when closed.</summary>
    public required decimal LeavesQty { get; init; }

    /// <summary>Average price of its trades (FIX 6), rounded half to even to eight decimals more than the price increment has; null before the first.</summary>
    public decimal? AvgPx { get; init; }

    /// <summary>State.</summary>
    public required OrdStatus Status { get; init; }

    /// <summary>Error code that says why it was refused (<see cref="RtxErrorCodes"/>); null otherwise.</summary>
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

    /// <summary>Where it is.</summary>
    public OrderPlace Place { get; init; }

    /// <summary>Why its last event happened; left out where the event alone says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ExecReason Reason { get; init; }

    /// <summary>Trigger price (FIX 99), as it is now; null without a trigger.</summary>
    public decimal? StopPx { get; init; }

    /// <summary>What the trigger compares with; left out for the last trade, and meaningless without a trigger.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TriggerSource TriggerSource { get; init; }

    /// <summary>Distance of a trailing trigger from the market in price units; null where there is none or it is a percentage.</summary>
    public decimal? TrailingOffset { get; init; }

    /// <summary>Distance of a trailing trigger in percent of the market price; null where there is none or it is in price units.</summary>
    public decimal? TrailingOffsetPercent { get; init; }

    /// <summary>Quantity that the book shows at a time (FIX 1138); null when it shows all.</summary>
    public decimal? DisplayQty { get; init; }

    /// <summary>Quantity that the book shows at the moment; null when it shows all.</summary>
    public decimal? DisplayedQty { get; init; }

    /// <summary>Quantity that had to trade at once (FIX 110); null for none.</summary>
    public decimal? MinQty { get; init; }

    /// <summary>Whether it refuses to take liquidity on entry; left out for no.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PostOnly PostOnly { get; init; }

    /// <summary>Whether it may only lower the account's position; left out for no.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ReduceOnly { get; init; }

    /// <summary>When it expires (FIX 126); null for never. Of a day order the end of its session.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>What happens when it would trade with itself; left out for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SelfTradePrevention SelfTradePrevention { get; init; }

    /// <summary>Own accounts that count as one for self-trade prevention; left out for the account alone.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int TradeGroup { get; init; }

    /// <summary>Your text to find and cancel orders together by; null for none.</summary>
    [JsonConverter(typeof(WireTagConverter))]
    public string? Tag { get; init; }

    /// <summary>Whether it is cancelled when the hub connection that placed it ends; left out for no.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CancelOnDisconnect { get; init; }

    /// <summary>Its list, named by the first order of it; null without one.</summary>
    public long? ListId { get; init; }

    /// <summary>Its part in the list; left out without one.</summary>
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

    /// <summary>The order that was in the book.</summary>
    public required long RestingOrderId { get; init; }
}

/// <summary>The answer to a request about one order; everything it says is committed.</summary>
public sealed record OrderReply
{
    /// <summary>The order after the request.</summary>
    public required Order Order { get; init; }

    /// <summary>Trades that the request caused, in order; empty when none, and in the repeated answer to a repeated request.</summary>
    public IReadOnlyList<Fill> Fills { get; init; } = [];
}

/// <summary>The answer to an order request over the hub, or to one order of a batch: either <see cref="Reply"/> or <see cref="Error"/>.</summary>
public sealed record OrderResult
{
    /// <summary>What was done; null on an error.</summary>
    public OrderReply? Reply { get; init; }

    /// <summary>Why nothing was done; null on success.</summary>
    public ErrorDetail? Error { get; init; }
}

/// <summary>The answer to a request about several orders; everything it says is committed.</summary>
public sealed record OrderListReply
{
    /// <summary>The orders after the request: in the order of a list, or by instrument and number for a mass cancel.</summary>
    public required IReadOnlyList<Order> Orders { get; init; }
}

/// <summary>The answer to a request about several orders over the hub: either <see cref="Reply"/> or <see cref="Error"/>.</summary>
public sealed record OrderListResult
{
    /// <summary>What was done; null on an error.</summary>
    public OrderListReply? Reply { get; init; }

    /// <summary>Why nothing was done; null on success.</summary>
    public ErrorDetail? Error { get; init; }
}

/// <summary>The answer to a batch of orders; everything it says is committed.</summary>
public sealed record OrderBatchReply
{
    /// <summary>What became of each order, in the order of the request.</summary>
    public required IReadOnlyList<OrderResult> Results { get; init; }
}

/// <summary>The answer to a batch over the hub: either <see cref="Reply"/> or <see cref="Error"/>.</summary>
public sealed record OrderBatchResult
{
    /// <summary>What became of each order; null when the batch as a whole was not taken.</summary>
    public OrderBatchReply? Reply { get; init; }

    /// <summary>Why the batch as a whole was not taken; null otherwise.</summary>
    public ErrorDetail? Error { get; init; }
}
