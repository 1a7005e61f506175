namespace Rtx.Client;

/// <summary>The stable codes of errors. Texts may change, codes never do.</summary>
public static class RtxErrorCodes
{
    /// <summary>A field is missing, has no legal value, or is unknown.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>No valid token was sent; log in again.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>User name or password is wrong.</summary>
    public const string InvalidCredentials = "invalid_credentials";

    /// <summary>The role does not allow it.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>A tick is of a provider that the user may not speak for; the text names it.</summary>
    public const string ProviderNotGranted = "provider_not_granted";

    /// <summary>There is nothing at this address.</summary>
    public const string NotFound = "not_found";

    /// <summary>The address exists, but not for this method.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>The body is larger than allowed.</summary>
    public const string BodyTooLarge = "body_too_large";

    /// <summary>The body is not JSON.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>Too many requests; try again after the time given.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>A queue is full and nothing was decided; try again after the time given.</summary>
    public const string Busy = "busy";

    /// <summary>A part of the system is not available and nothing was decided; try again after the time given.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The outcome could not be learned: ask for the order by client order id before doing anything else.</summary>
    public const string OutcomeUnknown = "outcome_unknown";

    /// <summary>A defect of the server.</summary>
    public const string InternalError = "internal_error";

    /// <summary>The server answered with something that this client does not understand.</summary>
    public const string UnexpectedAnswer = "unexpected_answer";

    /// <summary>The live connection was closed because it did not read what it had subscribed to.</summary>
    public const string SlowConsumer = "slow_consumer";

    /// <summary>The user name, symbol or instrument number is taken.</summary>
    public const string AlreadyExists = "already_exists";

    /// <summary>There is no such user.</summary>
    public const string UnknownUser = "unknown_user";

    /// <summary>The price is no whole multiple of the instrument's price increment.</summary>
    public const string PriceNotOnTick = "price_not_on_tick";

    /// <summary>The quantity is no whole multiple of the instrument's quantity increment.</summary>
    public const string QuantityNotOnLot = "quantity_not_on_lot";

    /// <summary>A dead letter holds no ticks that can be read; it stays where it is.</summary>
    public const string UnreadableDeadLetter = "unreadable_dead_letter";

    /// <summary>The client order id was used before with other content.</summary>
    public const string DuplicateClientOrderId = "duplicate_client_order_id";

    /// <summary>The reference of a movement of money was used before with another amount or currency.</summary>
    public const string DuplicateReference = "duplicate_reference";

    /// <summary>There is no such account, or it is not yours.</summary>
    public const string UnknownAccount = "unknown_account";

    /// <summary>The account may not trade.</summary>
    public const string AccountSuspended = "account_suspended";

    /// <summary>There is no such instrument.</summary>
    public const string UnknownInstrument = "unknown_instrument";

    /// <summary>The instrument is halted.</summary>
    public const string InstrumentHalted = "instrument_halted";

    /// <summary>A field of an order contradicts another; the detail names it.</summary>
    public const string InvalidTerms = "invalid_terms";

    /// <summary>The price is zero or negative where the instrument does not allow it.</summary>
    public const string InvalidPrice = "invalid_price";

    /// <summary>The quantity is below the instrument's minimum.</summary>
    public const string QuantityTooSmall = "quantity_too_small";

    /// <summary>The quantity is above the instrument's maximum.</summary>
    public const string QuantityTooLarge = "quantity_too_large";

    /// <summary>The account has as many open orders as it may have.</summary>
    public const string TooManyOpenOrders = "too_many_open_orders";

    /// <summary>A market order met no price to judge its cost by.</summary>
    public const string NoReferencePrice = "no_reference_price";

    /// <summary>The free balance does not cover it.</summary>
    public const string InsufficientFunds = "insufficient_funds";

    /// <summary>The free margin does not cover it.</summary>
    public const string InsufficientMargin = "insufficient_margin";

    /// <summary>There is no such order on this account.</summary>
    public const string UnknownOrder = "unknown_order";

    /// <summary>The order is already filled, cancelled or rejected.</summary>
    public const string OrderClosed = "order_closed";

    /// <summary>The new quantity is not above what has traded already.</summary>
    public const string QuantityBelowFilled = "quantity_below_filled";

    /// <summary>The account moved to another server while the request was on its way; nothing was decided, send it again.</summary>
    public const string StaleAccount = "stale_account";

    /// <summary>The market is closed.</summary>
    public const string MarketClosed = "market_closed";

    /// <summary>Only cancels are accepted at the moment.</summary>
    public const string CancelOnly = "cancel_only";

    /// <summary>The order's type or time in force is not accepted in the present trading state.</summary>
    public const string NotInThisState = "not_in_this_state";

    /// <summary>The trigger price or the trailing distance is not legal for this instrument.</summary>
    public const string InvalidStopPx = "invalid_stop_px";

    /// <summary>The display quantity is below the instrument's minimum or above the order's quantity.</summary>
    public const string InvalidDisplayQty = "invalid_display_qty";

    /// <summary>The minimum quantity is below the smallest quantity there is, or above the order's.</summary>
    public const string InvalidMinQty = "invalid_min_qty";

    /// <summary>The expire time is over.</summary>
    public const string InvalidExpireTime = "invalid_expire_time";

    /// <summary>The order is worth less than the instrument's minimum.</summary>
    public const string NotionalTooSmall = "notional_too_small";

    /// <summary>The order is worth more than the instrument's maximum.</summary>
    public const string NotionalTooLarge = "notional_too_large";

    /// <summary>The price is outside the price band.</summary>
    public const string PriceOutsideBand = "price_outside_band";

    /// <summary>A post-only order would trade at once.</summary>
    public const string PostOnlyWouldTrade = "post_only_would_trade";

    /// <summary>A reduce-only order finds no position that it could lower.</summary>
    public const string NothingToReduce = "nothing_to_reduce";

    /// <summary>The account has as many open orders of this instrument as it may have.</summary>
    public const string TooManyOrdersInBook = "too_many_orders_in_book";

    /// <summary>Another order of its list was refused.</summary>
    public const string ListRefused = "list_refused";

    /// <summary>The account's kill switch is on.</summary>
    public const string KillSwitchOn = "kill_switch_on";

    /// <summary>The list has not the orders that its kind asks for.</summary>
    public const string InvalidList = "invalid_list";

    /// <summary>The book has as many open orders as it may have; orders that do not stay in it (IOC, FOK) are taken.</summary>
    public const string BookFull = "book_full";
}
