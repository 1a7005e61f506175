using System.Runtime.CompilerServices;

namespace Rtx.Model;

/// <summary>Side of an order (FIX 54).</summary>
public enum Side
{
    /// <summary>Buy.</summary>
    Buy = 1,

    /// <summary>Sell.</summary>
    Sell = 2,
}

/// <summary>Order type (FIX 40). What each does: docs/matching.md.</summary>
public enum OrderType
{
    /// <summary>Trade at the best prices there are, within the protection price; the remainder is cancelled.</summary>
    Market = 1,

    /// <summary>Trade at the limit price or better.</summary>
    Limit = 2,

    /// <summary>A market order once the trigger price is reached from the other side: a buy waits for a rise, a sell for a fall.</summary>
    Stop = 3,

    /// <summary>A limit order once the trigger price is reached like that of <see cref="Stop"/>.</summary>
    StopLimit = 4,

    /// <summary>A <see cref="Stop"/> whose trigger and protection price follow the market at a distance, only in the order's favour.</summary>
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
public enum TimeInForce
{
    /// <summary>Until the session ends.</summary>
    Day = 0,

    /// <summary>Until cancelled.</summary>
    Gtc = 1,

    /// <summary>For the opening auction only.</summary>
    AtTheOpen = 2,

    /// <summary>Immediate or cancel: what does not trade immediately is cancelled.</summary>
    Ioc = 3,

    /// <summary>Fill or kill: all at once, or nothing.</summary>
    Fok = 4,

    /// <summary>Until its expire time.</summary>
    Gtd = 6,

    /// <summary>For the closing auction only; held until it begins.</summary>
    AtTheClose = 7,
}

/// <summary>State of an order (FIX 39).</summary>
public enum OrdStatus
{
    /// <summary>Accepted, nothing traded.</summary>
    New = 0,

    /// <summary>Some traded, the rest is working.</summary>
    PartiallyFilled = 1,

    /// <summary>All traded.</summary>
    Filled = 2,

    /// <summary>Closed by request, by a rule or because its time in force ended it immediately.</summary>
    Canceled = 4,

    /// <summary>Refused; never worked.</summary>
    Rejected = 8,

    /// <summary>Closed because its time was over.</summary>
    Expired = 12,
}

/// <summary>What happened to an order (FIX 150).</summary>
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

    /// <summary>Its time is over.</summary>
    Expired = 12,

    /// <summary>Changed by the book; the <see cref="ExecReason"/> says why.</summary>
    Restated = 13,

    /// <summary>Traded, partly or fully.</summary>
    Trade = 15,

    /// <summary>Began to work: its trigger price was reached, its auction began, or the order that it waited for is done.</summary>
    Triggered = 21,
}

/// <summary>Where an order is after an event.</summary>
public enum OrderPlace
{
    /// <summary>Nowhere: closed or refused.</summary>
    None = 0,

    /// <summary>Trading right now; never so between commands.</summary>
    Aggressing = 1,

    /// <summary>In the queue of its price.</summary>
    Book = 2,

    /// <summary>Waiting for its trigger price.</summary>
    Trigger = 3,

    /// <summary>Waiting for the closing auction or for another order of its list.</summary>
    Held = 4,
}

/// <summary>Why an event happened, where the <see cref="ExecType"/> alone does not say it. The numbers are stored and never reused.</summary>
public enum ExecReason
{
    /// <summary>The usual: a request about this order, or a trade.</summary>
    None = 0,

    /// <summary>Cancelled with others by one request.</summary>
    MassCancel = 1,

    /// <summary>A remainder that may not rest.</summary>
    Remainder = 2,

    /// <summary>Would have traded with an order of the same account or trade group.</summary>
    SelfTradePrevention = 3,

    /// <summary>An order of the same list traded or closed.</summary>
    LinkedOrder = 4,

    /// <summary>The expire time is over.</summary>
    ExpireTime = 5,

    /// <summary>The session or the auction that it was for is over.</summary>
    SessionEnded = 6,

    /// <summary>Rests now: nothing it trades with is left.</summary>
    Booked = 7,

    /// <summary>The trigger price followed the market.</summary>
    Trailed = 8,

    /// <summary>What it was held for has begun.</summary>
    Released = 9,

    /// <summary>The next trade would have left the dynamic price band, or the mark has left the order behind: it would lose more than its margin.</summary>
    PriceBand = 10,

    /// <summary>Would have opened or turned a position.</summary>
    ReduceOnly = 11,

    /// <summary>The minimum quantity was not there.</summary>
    MinQty = 12,

    /// <summary>Would have traded immediately, and asked not to.</summary>
    PostOnly = 13,

    /// <summary>Nobody was on the other side.</summary>
    NoLiquidity = 14,

    /// <summary>The connection that it was bound to has gone.</summary>
    Disconnected = 15,

    /// <summary>The account's dead-man timer ran out.</summary>
    CancelAllAfter = 16,

    /// <summary>The account's kill switch was pulled.</summary>
    KillSwitch = 17,

    /// <summary>The account's equity fell below its maintenance margin.</summary>
    StopOut = 18,
}

/// <summary>Operations on order terms.</summary>
public static class OrderTerms
{
    /// <summary>The other side.</summary>
    public static Side Opposite(this Side side) => 3 - side;

    /// <summary>+1 for buy, −1 for sell.</summary>
    public static int Sign(this Side side) => 3 - (2 * (int)side);

    /// <summary>Whether the order still works in the book.</summary>
    public static bool IsOpen(this OrdStatus status) => status switch
    {
        OrdStatus.New or OrdStatus.PartiallyFilled => true,
        OrdStatus.Filled or OrdStatus.Canceled or OrdStatus.Rejected or OrdStatus.Expired => false,
    };

    /// <summary>Whether an order of the type waits for a trigger price first.</summary>
    public static bool HasTrigger(this OrderType type) => type switch
    {
        OrderType.Market or OrderType.Limit or OrderType.MarketToLimit => false,
        OrderType.Stop or OrderType.StopLimit or OrderType.TrailingStop or OrderType.TrailingStopLimit or OrderType.MarketIfTouched or OrderType.LimitIfTouched => true,
    };

    /// <summary>Whether the trigger price follows the market.</summary>
    public static bool IsTrailing(this OrderType type) => type is OrderType.TrailingStop or OrderType.TrailingStopLimit;

    /// <summary>Whether the order, once it works, trades at any price within its protection price and never rests in continuous trading.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsMarketLike(this OrderType type) => type is OrderType.Market or OrderType.Stop or OrderType.TrailingStop or OrderType.MarketIfTouched;

    /// <summary>Whether what does not trade immediately may wait in a book that trades continuously.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayRest(this TimeInForce timeInForce) => timeInForce is not (TimeInForce.Ioc or TimeInForce.Fok);
}
