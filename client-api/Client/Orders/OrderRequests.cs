using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>
/// An order to place. The client order id makes it idempotent: sending the same request again returns the order's current state and never
/// trades twice. Prices and offsets are whole multiples of the instrument's price increment, quantities of its quantity increment.
/// </summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record PlaceOrderRequest
{
    /// <summary>
    /// Your own id for the order (FIX 11), never reusable within the account: 1 to 64 letters, digits and <c>-._~!$()*+,=:@</c>, with at
    /// least one letter or digit.
    /// </summary>
    public required string ClientOrderId { get; init; }

    /// <summary>The instrument's symbol, e.g. <c>BTCUSD</c>.</summary>
    public required string Symbol { get; init; }

    /// <summary>Buy or sell.</summary>
    public required Side Side { get; init; }

    /// <summary>Order type.</summary>
    public required OrderType OrderType { get; init; }

    /// <summary>
    /// Time in force. Market orders are IOC, FOK or for an auction; types with a trigger, and market-to-limit, are DAY, GTC or GTD. Null:
    /// IOC for a market order; for all others GTD when an expire time is given, else GTC.
    /// </summary>
    public TimeInForce? TimeInForce { get; init; }

    /// <summary>Quantity.</summary>
    public required decimal OrderQty { get; init; }

    /// <summary>
    /// Limit price. For market, stop, market-if-touched and market-to-limit orders the worst price that they may trade at; null applies the
    /// server's protection price. Null for trailing types.
    /// </summary>
    public decimal? Price { get; init; }

    /// <summary>
    /// Trigger price (FIX 99) of stop and if-touched types. For trailing types the initial trigger price; null places it at the offset from
    /// the market.
    /// </summary>
    public decimal? StopPx { get; init; }

    /// <summary>The price that the trigger compares with; by default the last trade.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TriggerSource TriggerSource { get; init; }

    /// <summary>
    /// Distance of a trailing trigger from the market in price units. Trailing types need either this or
    /// <see cref="TrailingOffsetPercent"/>.
    /// </summary>
    public decimal? TrailingOffset { get; init; }

    /// <summary>Distance of a trailing trigger in percent of the market price, at most two decimals; at most 99.99.</summary>
    public decimal? TrailingOffsetPercent { get; init; }

    /// <summary>
    /// Distance of the limit price of a trailing stop-limit order behind its trigger, 0 or more; required for that type, null for all
    /// others.
    /// </summary>
    public decimal? LimitOffset { get; init; }

    /// <summary>Quantity that the book displays at a time (an iceberg, FIX 1138); null displays all. Limit orders only.</summary>
    public decimal? DisplayQty { get; init; }

    /// <summary>Quantity that must trade immediately, otherwise nothing trades (FIX 110); null for none.</summary>
    public decimal? MinQty { get; init; }

    /// <summary>Whether it refuses to take liquidity on entry. Limit orders only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PostOnly PostOnly { get; init; }

    /// <summary>Whether it may only reduce the account's position; margined instruments only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ReduceOnly { get; init; }

    /// <summary>When it expires (FIX 126): required for GTD, null otherwise.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>What happens when it would trade with itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SelfTradePrevention SelfTradePrevention { get; init; }

    /// <summary>
    /// Your number for a group of own accounts that count as one for self-trade prevention, from 1; 0 is the account alone. The same number
    /// of another user is a different group.
    /// </summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int TradeGroup { get; init; }

    /// <summary>
    /// Your text to find and cancel orders together by: 1 to 32 letters, digits and <c>-._~!$()*+,=:@</c>; null for none.
    /// </summary>
    [JsonConverter(typeof(WireTagConverter))]
    public string? Tag { get; init; }

    /// <summary>Whether it is cancelled when the hub connection that placed it ends. Over the hub only; REST refuses it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CancelOnDisconnect { get; init; }

    /// <summary>Its role in its list; by default decided by its position. In a <see cref="PlaceOrderListRequest"/> only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ListRole ListRole { get; init; }
}

/// <summary>
/// Linked orders of one instrument: all are accepted or none. Idempotent by the client order id of the first: sending the same list again
/// returns the orders' current states.
/// </summary>
public sealed record PlaceOrderListRequest
{
    /// <summary>How they are linked.</summary>
    public required ContingencyType ContingencyType { get; init; }

    /// <summary>
    /// 2 to 16 orders. OCO: the legs. OTO: the entry, then its children. Bracket: the entry, the stop loss, the take profits; or, all on
    /// one side, the stop loss and the take profits of an existing position. When <see cref="PlaceOrderRequest.ListRole"/> is not given,
    /// the position decides.
    /// </summary>
    public required IReadOnlyList<PlaceOrderRequest> Orders { get; init; }
}

/// <summary>
/// Independent orders of one account; each is accepted or refused on its own, and each is idempotent by its own client order id.
/// </summary>
public sealed record PlaceOrderBatchRequest
{
    /// <summary>Maximum number of orders in one batch.</summary>
    public const int MaxOrders = 100;

    /// <summary>
    /// 1 to 100 orders, of any instruments. They are checked in this order; those of one instrument reach its book in this order and become
    /// durable together.
    /// </summary>
    public required IReadOnlyList<PlaceOrderRequest> Orders { get; init; }
}

/// <summary>
/// A change to an open order. Null leaves a field unchanged; at least one must be given. Only a lower quantity or a new client order id
/// keeps the queue position.
/// </summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record AmendOrderRequest
{
    /// <summary>New total quantity, including the traded part. Lowering it keeps the queue position.</summary>
    public decimal? OrderQty { get; init; }

    /// <summary>New limit price. Any change loses the queue position.</summary>
    public decimal? Price { get; init; }

    /// <summary>New trigger price, as long as it has not been reached.</summary>
    public decimal? StopPx { get; init; }

    /// <summary>New display quantity of an iceberg.</summary>
    public decimal? DisplayQty { get; init; }

    /// <summary>New expire time of a GTD order.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>
    /// New client order id, as <see cref="PlaceOrderRequest.ClientOrderId"/>. The order can still be found by the old one, which stays
    /// used.
    /// </summary>
    public string? NewClientOrderId { get; init; }
}

/// <summary>
/// Which open orders to cancel: all of them, or those that match every given condition. A request with neither is refused.
/// </summary>
public sealed record MassCancelRequest
{
    /// <summary>Cancels all open orders of the account; no condition may be given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool All { get; init; }

    /// <summary>Only this instrument.</summary>
    public string? Symbol { get; init; }

    /// <summary>Only this side.</summary>
    public Side? Side { get; init; }

    /// <summary>Only this tag.</summary>
    [JsonConverter(typeof(WireTagConverter))]
    public string? Tag { get; init; }
}

/// <summary>Starts or stops an account's dead-man timer.</summary>
public sealed record CancelAllAfterRequest
{
    /// <summary>Longest timeout.</summary>
    public const int MaxTimeoutSeconds = 86_400;

    /// <summary>
    /// Seconds after which all open orders are cancelled unless this is sent again, 1 to <see cref="MaxTimeoutSeconds"/>; 0 stops the
    /// timer.
    /// </summary>
    public required int TimeoutSeconds { get; init; }

    // Rounded up: rounding half a second down would stop the timer.
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
    /// <summary>On: open orders are cancelled and new ones refused until it is turned off again.</summary>
    public required bool IsOn { get; init; }
}
