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
    /// <summary>Trades at the best available prices, within a protection price; the remainder is cancelled.</summary>
    Market = 1,

    /// <summary>Trades at the limit price or better.</summary>
    Limit = 2,

    /// <summary>Becomes a market order once the market reaches the trigger price: a buy triggers on a rise, a sell on a fall.</summary>
    Stop = 3,

    /// <summary>Becomes a limit order once the trigger price is reached as for <see cref="Stop"/>.</summary>
    StopLimit = 4,

    /// <summary>A <see cref="Stop"/> whose trigger follows the market at a distance, only in the order's favour.</summary>
    TrailingStop = 5,

    /// <summary>
    /// A <see cref="StopLimit"/> whose trigger and limit price follow the market at a distance, only in the order's favour.
    /// </summary>
    TrailingStopLimit = 6,

    /// <summary>Becomes a market order once the trigger price is touched: a buy triggers on a fall, a sell on a rise.</summary>
    MarketIfTouched = 7,

    /// <summary>Becomes a limit order once the trigger price is touched as for <see cref="MarketIfTouched"/>; a take profit.</summary>
    LimitIfTouched = 8,

    /// <summary>Trades at the best opposite price only; the remainder becomes a limit order at that price.</summary>
    MarketToLimit = 9,
}

/// <summary>Time in force (FIX 59).</summary>
[JsonConverter(typeof(WireEnumConverter<TimeInForce>))]
public enum TimeInForce
{
    /// <summary>Until the session ends.</summary>
    Day = 0,

    /// <summary>Until cancelled.</summary>
    Gtc = 1,

    /// <summary>For the opening auction only.</summary>
    AtTheOpen = 2,

    /// <summary>Immediate or cancel: the part that does not trade immediately is cancelled.</summary>
    Ioc = 3,

    /// <summary>Fill or kill: the whole quantity trades immediately, or nothing.</summary>
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
    /// <summary>Accepted, nothing traded yet.</summary>
    New = 0,

    /// <summary>Partly traded, the rest is working.</summary>
    PartiallyFilled = 1,

    /// <summary>Fully traded.</summary>
    Filled = 2,

    /// <summary>Closed by request, by a rule, or because its time in force ended it immediately.</summary>
    Canceled = 4,

    /// <summary>Refused; never worked.</summary>
    Rejected = 8,

    /// <summary>Closed because its time in force ended.</summary>
    Expired = 12,
}
