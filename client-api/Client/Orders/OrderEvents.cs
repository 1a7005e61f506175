using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>What happened to an order (FIX 150).</summary>
[JsonConverter(typeof(WireEnumConverter<ExecType>))]
public enum ExecType
{
    /// <summary>Accepted.</summary>
    New = 0,

    /// <summary>Closed without being filled.</summary>
    Canceled = 4,

    /// <summary>Changed by request.</summary>
    Replaced = 5,

    /// <summary>Refused.</summary>
    Rejected = 8,

    /// <summary>Its time in force has ended.</summary>
    Expired = 12,

    /// <summary>Changed by the book; the <see cref="ExecReason"/> says why.</summary>
    Restated = 13,

    /// <summary>Traded, partly or fully.</summary>
    Trade = 15,

    /// <summary>Became active: its trigger price was reached, its auction began, or the order that it waited for is done.</summary>
    Triggered = 21,
}

/// <summary>Where an order is.</summary>
[JsonConverter(typeof(WireEnumConverter<OrderPlace>))]
public enum OrderPlace
{
    /// <summary>Nowhere: closed or refused.</summary>
    None = 0,

    /// <summary>Trading right now; only in an execution report.</summary>
    Aggressing = 1,

    /// <summary>In the queue of its price.</summary>
    Book = 2,

    /// <summary>Waiting for its trigger price.</summary>
    Trigger = 3,

    /// <summary>Waiting for the closing auction or for another order of its list.</summary>
    Held = 4,
}

/// <summary>Why something happened to an order, when the <see cref="ExecType"/> alone does not say it.</summary>
[JsonConverter(typeof(WireEnumConverter<ExecReason>))]
public enum ExecReason
{
    /// <summary>The normal case: a request about this order, or a trade.</summary>
    None = 0,

    /// <summary>Cancelled together with others by one request.</summary>
    MassCancel = 1,

    /// <summary>The remainder of an order that may not rest.</summary>
    Remainder = 2,

    /// <summary>Would have traded with an order of the same account or trade group.</summary>
    SelfTradePrevention = 3,

    /// <summary>An order of the same list traded or closed.</summary>
    LinkedOrder = 4,

    /// <summary>The expire time has passed.</summary>
    ExpireTime = 5,

    /// <summary>The session or the auction that it was meant for has ended.</summary>
    SessionEnded = 6,

    /// <summary>Now rests in the book: nothing is left to trade with.</summary>
    Booked = 7,

    /// <summary>The trigger price followed the market.</summary>
    Trailed = 8,

    /// <summary>The event that it was held for has begun.</summary>
    Released = 9,

    /// <summary>
    /// The next trade would have left the dynamic price band, or the mark has moved so far from the order that it would lose more than its
    /// margin.
    /// </summary>
    PriceBand = 10,

    /// <summary>Would have opened or reversed a position.</summary>
    ReduceOnly = 11,

    /// <summary>The minimum quantity was not available.</summary>
    MinQty = 12,

    /// <summary>A post-only order would have traded immediately.</summary>
    PostOnly = 13,

    /// <summary>There was no order on the other side.</summary>
    NoLiquidity = 14,

    /// <summary>The connection that it was bound to has closed.</summary>
    Disconnected = 15,

    /// <summary>The account's dead-man timer ran out.</summary>
    CancelAllAfter = 16,

    /// <summary>The account's kill switch was turned on.</summary>
    KillSwitch = 17,

    /// <summary>The account's equity fell below its maintenance margin.</summary>
    StopOut = 18,
}
