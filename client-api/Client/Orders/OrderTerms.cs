using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Side of an order (FIX 54).</summary>
[JsonConverter(typeof(WireEnumConverter<Side>))]
public enum Side
{
    /// <summary>Buy.</summary>
    Buy = 1,

    /// <summary>Sell.</summary>
    Sell = 2,
}

/// <summary>Order type (FIX 40).</summary>
[JsonConverter(typeof(WireEnumConverter<OrderType>))]
public enum OrderType
{
    /// <summary>Trade at the best prices there are, within a protection price; the remainder is cancelled.</summary>
    Market = 1,

    /// <summary>Trade at the limit price or better.</summary>
    Limit = 2,

    /// <summary>A market order once the trigger price is reached from the other side: a buy waits for a rise, a sell for a fall.</summary>
    Stop = 3,

    /// <summary>A limit order once the trigger price is reached like that of <see cref="Stop"/>.</summary>
    StopLimit = 4,

    /// <summary>A <see cref="Stop"/> whose trigger follows the market at a distance, only in the order's favour.</summary>
    TrailingStop = 5,

    /// <summary>A <see cref="StopLimit"/> whose trigger and limit price follow the market at a distance, only in the order's favour.</summary>
    TrailingStopLimit = 6,

    /// <summary>A market order once the trigger price is touched: a buy waits for a fall, a sell for a rise.</summary>
    MarketIfTouched = 7,

    /// <summary>A limit order once the trigger price is touched like that of <see cref="MarketIfTouched"/>; a take profit.</summary>
    LimitIfTouched = 8,

    /// <summary>Trades at the best opposite price only; the remainder is a limit order at that price.</summary>
    MarketToLimit = 9,
}

/// <summary>How long an order lives (FIX 59).</summary>
[JsonConverter(typeof(WireEnumConverter<TimeInForce>))]
public enum TimeInForce
{
    /// <summary>Until the session ends.</summary>
    Day = 0,

    /// <summary>Until cancelled.</summary>
    Gtc = 1,

    /// <summary>For the opening auction only.</summary>
    AtTheOpen = 2,

    /// <summary>Immediate or cancel: what does not trade at once is cancelled.</summary>
    Ioc = 3,

    /// <summary>Fill or kill: all at once, or nothing.</summary>
    Fok = 4,

    /// <summary>Until its expire time.</summary>
    Gtd = 6,

    /// <summary>For the closing auction only; held until it begins.</summary>
    AtTheClose = 7,
}

/// <summary>State of an order (FIX 39).</summary>
[JsonConverter(typeof(WireEnumConverter<OrdStatus>))]
public enum OrdStatus
{
    /// <summary>Accepted, nothing traded.</summary>
    New = 0,

    /// <summary>Some traded, the rest is working.</summary>
    PartiallyFilled = 1,

    /// <summary>All traded.</summary>
    Filled = 2,

    /// <summary>Closed by request, by a rule or because its time in force ended it at once.</summary>
    Canceled = 4,

    /// <summary>Refused; never worked.</summary>
    Rejected = 8,

    /// <summary>Closed because its time was over.</summary>
    Expired = 12,
}
