namespace Rtx.Client;

/// <summary>The stable error codes. Texts may change, codes never do.</summary>
public static class RtxErrorCodes
{
    /// <summary>A field is missing, unknown, or has an invalid value.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>No valid token was sent; log in again.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>User name or password is wrong.</summary>
    public const string InvalidCredentials = "invalid_credentials";

    /// <summary>The user's role does not allow this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The user may not send ticks for this provider; the detail names it.</summary>
    public const string ProviderNotGranted = "provider_not_granted";

    /// <summary>Nothing exists at this address.</summary>
    public const string NotFound = "not_found";

    /// <summary>The address does not support this method.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>The body is larger than allowed.</summary>
    public const string BodyTooLarge = "body_too_large";

    /// <summary>The body is not JSON.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>Too many requests; retry after the given time.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>A queue is full and nothing was decided; retry after the given time.</summary>
    public const string Busy = "busy";

    /// <summary>A part of the system is unavailable and nothing was decided; retry after the given time.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The outcome is unknown: look up the order by its client order id before doing anything else.</summary>
    public const string OutcomeUnknown = "outcome_unknown";

    /// <summary>A defect of the server.</summary>
    public const string InternalError = "internal_error";

    /// <summary>The server answered with something that this client does not understand.</summary>
    public const string UnexpectedAnswer = "unexpected_answer";

    /// <summary>The live connection was closed because it did not read its data fast enough.</summary>
    public const string SlowConsumer = "slow_consumer";

    /// <summary>The user name, symbol or instrument number is taken.</summary>
    public const string AlreadyExists = "already_exists";

    /// <summary>The user does not exist.</summary>
    public const string UnknownUser = "unknown_user";

    /// <summary>The price is not a multiple of the instrument's price increment.</summary>
    public const string PriceNotOnTick = "price_not_on_tick";

    /// <summary>The quantity is not a multiple of the instrument's quantity increment.</summary>
    public const string QuantityNotOnLot = "quantity_not_on_lot";

    /// <summary>The ticks of a dead letter cannot be read; it stays in the list.</summary>
    public const string UnreadableDeadLetter = "unreadable_dead_letter";

    /// <summary>The client order id was already used with different content.</summary>
    public const string DuplicateClientOrderId = "duplicate_client_order_id";

    /// <summary>The reference was already used with a different amount or currency.</summary>
    public const string DuplicateReference = "duplicate_reference";

    /// <summary>The account does not exist, or it is not yours.</summary>
    public const string UnknownAccount = "unknown_account";

    /// <summary>The account is suspended.</summary>
    public const string AccountSuspended = "account_suspended";

    /// <summary>The instrument does not exist.</summary>
    public const string UnknownInstrument = "unknown_instrument";

    /// <summary>The instrument is halted.</summary>
    public const string InstrumentHalted = "instrument_halted";

    /// <summary>Two fields of an order contradict each other; the detail names them.</summary>
    public const string InvalidTerms = "invalid_terms";

    /// <summary>The price is zero or negative where the instrument does not allow it.</summary>
    public const string InvalidPrice = "invalid_price";

    /// <summary>The quantity is below the instrument's minimum.</summary>
    public const string QuantityTooSmall = "quantity_too_small";

    /// <summary>The quantity is above the instrument's maximum.</summary>
    public const string QuantityTooLarge = "quantity_too_large";

    /// <summary>The account has reached its maximum number of open orders.</summary>
    public const string TooManyOpenOrders = "too_many_open_orders";

    /// <summary>There is no price to value a market order at.</summary>
    public const string NoReferencePrice = "no_reference_price";

    /// <summary>The free balance does not cover it.</summary>
    public const string InsufficientFunds = "insufficient_funds";

    /// <summary>The free margin does not cover it.</summary>
    public const string InsufficientMargin = "insufficient_margin";

    /// <summary>The account has no such order.</summary>
    public const string UnknownOrder = "unknown_order";

    /// <summary>The order is already filled, cancelled or rejected.</summary>
    public const string OrderClosed = "order_closed";

    /// <summary>The new quantity is not above the quantity already filled.</summary>
    public const string QuantityBelowFilled = "quantity_below_filled";

    /// <summary>The account moved to another server while the request was on its way; nothing was decided, send it again.</summary>
    public const string StaleAccount = "stale_account";

    /// <summary>The market is closed.</summary>
    public const string MarketClosed = "market_closed";

    /// <summary>Only cancels are accepted at the moment.</summary>
    public const string CancelOnly = "cancel_only";

    /// <summary>The order's type or time in force is not accepted in the current trading state.</summary>
    public const string NotInThisState = "not_in_this_state";

    /// <summary>The trigger price or the trailing distance is invalid for this instrument.</summary>
    public const string InvalidStopPx = "invalid_stop_px";

    /// <summary>The display quantity is below the instrument's minimum or above the order's quantity.</summary>
    public const string InvalidDisplayQty = "invalid_display_qty";

    /// <summary>The minimum quantity is below the smallest valid quantity or above the order's quantity.</summary>
    public const string InvalidMinQty = "invalid_min_qty";

    /// <summary>The expire time has passed.</summary>
    public const string InvalidExpireTime = "invalid_expire_time";

    /// <summary>The order is worth less than the instrument's minimum.</summary>
    public const string NotionalTooSmall = "notional_too_small";

    /// <summary>The order is worth more than the instrument's maximum.</summary>
    public const string NotionalTooLarge = "notional_too_large";

    /// <summary>The price is outside the price band.</summary>
    public const string PriceOutsideBand = "price_outside_band";

    /// <summary>A post-only order would trade immediately.</summary>
    public const string PostOnlyWouldTrade = "post_only_would_trade";

    /// <summary>A reduce-only order finds no position to reduce.</summary>
    public const string NothingToReduce = "nothing_to_reduce";

    /// <summary>The account has reached its maximum number of open orders in this instrument.</summary>
    public const string TooManyOrdersInBook = "too_many_orders_in_book";

    /// <summary>Another order of its list was refused.</summary>
    public const string ListRefused = "list_refused";

    /// <summary>The account's kill switch is on.</summary>
    public const string KillSwitchOn = "kill_switch_on";

    /// <summary>The list does not have the orders that its kind requires.</summary>
    public const string InvalidList = "invalid_list";

    /// <summary>The book has reached its maximum number of open orders; orders that do not rest (IOC, FOK) are still accepted.</summary>
    public const string BookFull = "book_full";
}
