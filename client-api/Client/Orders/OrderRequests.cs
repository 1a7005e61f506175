using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>
/// An order to place. The client order id makes it idempotent: sending the same request again answers with the order's present state and never trades twice.
/// Prices and offsets are whole multiples of the instrument's price increment, quantities of its quantity increment.
/// </summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record PlaceOrderRequest
{
    /// <summary>Your own name for the order, unique per account for ever: 1 to 64 letters, digits and <c>-._~!$()*+,=:@</c>, with a letter or digit among them.</summary>
    public required string ClientOrderId { get; init; }

    /// <summary>What to trade, e.g. <c>BTCUSD</c>.</summary>
    public required string Symbol { get; init; }

    /// <summary>Buy or sell.</summary>
    public required Side Side { get; init; }

    /// <summary>What it does.</summary>
    public required OrderType OrderType { get; init; }

    /// <summary>
    /// How long it lives. Market orders are IOC, FOK or for an auction; types with a trigger, and market-to-limit, are DAY, GTC or GTD. Null: IOC for a market order; for all
    /// others GTD when an expire time is given, else GTC.
    /// </summary>
    public TimeInForce? TimeInForce { get; init; }

    /// <summary>How much.</summary>
    public required decimal OrderQty { get; init; }

    /// <summary>
    /// Limit price. For market, stop, market-if-touched and market-to-limit orders the worst price that they may trade at; null takes the server's. Null for trailing types.
    /// </summary>
    public decimal? Price { get; init; }

    /// <summary>Trigger price (FIX 99) of stop and if-touched types. Of trailing types the first one; null is at the offset from the market.</summary>
    public decimal? StopPx { get; init; }

    /// <summary>What the trigger compares with; the last trade unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TriggerSource TriggerSource { get; init; }

    /// <summary>Distance of a trailing trigger from the market in price units. Trailing types have this or <see cref="TrailingOffsetPercent"/>.</summary>
    public decimal? TrailingOffset { get; init; }

    /// <summary>Distance of a trailing trigger in percent of the market price, at most two decimals; at most 99.99.</summary>
    public decimal? TrailingOffsetPercent { get; init; }

    /// <summary>Distance of the limit price of a trailing stop-limit order behind its trigger, 0 or more; required there, null for all other types.</summary>
    public decimal? LimitOffset { get; init; }

    /// <summary>Quantity that the book shows at a time (an iceberg, FIX 1138); null shows all. Limit orders only.</summary>
    public decimal? DisplayQty { get; init; }

    /// <summary>Quantity that must trade at once, or nothing does (FIX 110); null asks for none.</summary>
    public decimal? MinQty { get; init; }

    /// <summary>Whether it refuses to take liquidity on entry. Limit orders only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PostOnly PostOnly { get; init; }

    /// <summary>Whether it may only lower the account's position; margined instruments only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ReduceOnly { get; init; }

    /// <summary>When it expires (FIX 126): required for GTD, null otherwise.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>What happens when it would trade with itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SelfTradePrevention SelfTradePrevention { get; init; }

    /// <summary>Your number of a group of own accounts that count as one for self-trade prevention, from 1; 0 is the account alone. Other users' groups are other groups.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int TradeGroup { get; init; }

    /// <summary>
    /// Your text to find and cancel orders together by: 1 to 32 letters, digits and <c>-._~!$()*+,=:@</c>; null for none.
    /// </summary>
    [JsonConverter(typeof(WireTagConverter))]
    public string? Tag { get; init; }

    /// <summary>Whether it is cancelled when the hub connection that placed it ends. Over the hub only; over REST it is refused.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CancelOnDisconnect { get; init; }

    /// <summary>Its part in its list; by its position unless given. In a <see cref="PlaceOrderListRequest"/> only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ListRole ListRole { get; init; }
}

/// <summary>
/// Orders of one instrument that hang together: all are accepted or none. Idempotent by the client order id of the first: the same list again answers with the orders'
/// present states.
/// </summary>
public sealed record PlaceOrderListRequest
{
    /// <summary>How they hang together.</summary>
    public required ContingencyType ContingencyType { get; init; }

    /// <summary>
    /// 2 to 16 orders. OCO: the legs. OTO: the entry, then its children. Bracket: the entry, the stop loss, the take profits; or, all on one side, the stop loss and the take
    /// profits of a position that exists. Where <see cref="PlaceOrderRequest.ListRole"/> is not given, the position decides.
    /// </summary>
    public required IReadOnlyList<PlaceOrderRequest> Orders { get; init; }
}

/// <summary>Orders of one account that have nothing to do with each other; each may be taken or refused by itself, and each is idempotent by its own client order id.</summary>
public sealed record PlaceOrderBatchRequest
{
    /// <summary>Most orders of one batch.</summary>
    public const int MaxOrders = 100;

    /// <summary>1 to 100 orders, of any instruments. They are checked in this order, and those of one instrument reach its book in this order and become durable together.</summary>
    public required IReadOnlyList<PlaceOrderRequest> Orders { get; init; }
}

/// <summary>A change to an open order. Null leaves a field as it is; at least one is given. Only less quantity, or another name, keeps the place in the queue.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record AmendOrderRequest
{
    /// <summary>New total quantity, the traded part included. Down keeps the place in the queue.</summary>
    public decimal? OrderQty { get; init; }

    /// <summary>New limit price. Any change loses the place in the queue.</summary>
    public decimal? Price { get; init; }

    /// <summary>New trigger price, while it has not been reached.</summary>
    public decimal? StopPx { get; init; }

    /// <summary>New display quantity of an iceberg.</summary>
    public decimal? DisplayQty { get; init; }

    /// <summary>New expire time of a GTD order.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>New name, as <see cref="PlaceOrderRequest.ClientOrderId"/>. The order answers to the old one, too, which stays used.</summary>
    public string? NewClientOrderId { get; init; }
}

/// <summary>Which open orders to cancel: all of them, or those that fit each condition that is given. A request that says neither is refused.</summary>
public sealed record MassCancelRequest
{
    /// <summary>All open orders of the account; then no condition is given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool All { get; init; }

    /// <summary>Of one instrument.</summary>
    public string? Symbol { get; init; }

    /// <summary>Of one side.</summary>
    public Side? Side { get; init; }

    /// <summary>Of one tag.</summary>
    [JsonConverter(typeof(WireTagConverter))]
    public string? Tag { get; init; }
}

/// <summary>Starts or stops an account's dead-man timer.</summary>
public sealed record CancelAllAfterRequest
{
    /// <summary>The longest timeout.</summary>
    public const int MaxTimeoutSeconds = 86_400;

    /// <summary>All open orders are cancelled after so many seconds unless this is sent again, 1 to <see cref="MaxTimeoutSeconds"/>; 0 stops the timer.</summary>
    public required int TimeoutSeconds { get; init; }

    // Rounded down, half a second would stop the timer.
    internal static int SecondsOf(TimeSpan timeout) => (int)Math.Ceiling(timeout.TotalSeconds);
}

/// <summary>The state of an account's dead-man timer.</summary>
public sealed record CancelAllAfterReply
{
    /// <summary>When all open orders will be cancelled; null when the timer is stopped.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? CancelsAt { get; init; }
}

/// <summary>Turns an account's kill switch on or off.</summary>
public sealed record KillSwitchRequest
{
    /// <summary>On: open orders are cancelled and new ones refused, until it is off again.</summary>
    public required bool IsOn { get; init; }
}
