namespace Rtx.Model;

/// <summary>
/// Why a request was refused. The numbers are part of the API and are never reused; when several apply, the lowest is reported.
/// </summary>
public enum RejectReason
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>The client order id was used before with other content.</summary>
    DuplicateClientOrderId = 1,

    /// <summary>There is no such account.</summary>
    UnknownAccount = 2,

    /// <summary>The account may not trade.</summary>
    AccountSuspended = 3,

    /// <summary>There is no such instrument.</summary>
    UnknownInstrument = 4,

    /// <summary>The instrument is halted.</summary>
    InstrumentHalted = 5,

    /// <summary>A field has no legal value or contradicts another (e.g. a market order with a price, a limit order without one).</summary>
    InvalidTerms = 6,

    /// <summary>The price is zero or negative where the instrument does not allow it.</summary>
    InvalidPrice = 7,

    /// <summary>The quantity is below the instrument's minimum.</summary>
    QuantityTooSmall = 8,

    /// <summary>The quantity is above the instrument's maximum.</summary>
    QuantityTooLarge = 9,

    /// <summary>The account has as many open orders as it may have.</summary>
    TooManyOpenOrders = 10,

    /// <summary>A market order met no price to judge its cost by.</summary>
    NoReferencePrice = 11,

    /// <summary>The free balance does not cover the order (spot).</summary>
    InsufficientFunds = 12,

    /// <summary>The free margin does not cover the order (margined).</summary>
    InsufficientMargin = 13,

    /// <summary>There is no such order on this account.</summary>
    UnknownOrder = 14,

    /// <summary>The order is already filled, cancelled or rejected.</summary>
    OrderClosed = 15,

    /// <summary>The new quantity is not above what has traded already.</summary>
    QuantityBelowFilled = 16,

    /// <summary>A newer activation of the account exists; the request was not taken and may be sent again.</summary>
    StaleAccount = 17,

    /// <summary>The market is closed.</summary>
    MarketClosed = 18,

    /// <summary>Only cancels are accepted at the moment.</summary>
    CancelOnly = 19,

    /// <summary>The order's type or time in force is not accepted in the present trading state.</summary>
    NotInThisState = 20,

    /// <summary>The trigger price or the trailing distance is not legal for this instrument.</summary>
    InvalidStopPx = 21,

    /// <summary>The display quantity is below the instrument's minimum or above the order's quantity.</summary>
    InvalidDisplayQty = 22,

    /// <summary>The minimum quantity is below one lot or above the order's quantity.</summary>
    InvalidMinQty = 23,

    /// <summary>The expire time is over.</summary>
    InvalidExpireTime = 24,

    /// <summary>The order is worth less than the instrument's minimum.</summary>
    NotionalTooSmall = 25,

    /// <summary>The order is worth more than the instrument's maximum.</summary>
    NotionalTooLarge = 26,

    /// <summary>The price is outside the static price band.</summary>
    PriceOutsideBand = 27,

    /// <summary>A post-only order would trade immediately.</summary>
    PostOnlyWouldTrade = 28,

    /// <summary>A reduce-only order finds no position that it could lower.</summary>
    NothingToReduce = 29,

    /// <summary>The account has as many open orders in this book as it may have.</summary>
    TooManyOrdersInBook = 30,

    /// <summary>Another order of its list was refused.</summary>
    ListRefused = 31,

    /// <summary>The account's kill switch is on.</summary>
    KillSwitchOn = 32,

    /// <summary>The list has not the orders that its kind asks for.</summary>
    InvalidList = 33,

    /// <summary>The book has as many open orders as it may have.</summary>
    BookFull = 34,
}
