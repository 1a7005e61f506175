using Rtx.Model;
using static Rtx.Client.RtxErrorCodes;

namespace Rtx.Gateway.Errors;

/// <summary>The public error of each refusal of the grains. A new member of either enum fails the build here.</summary>
public static class RejectTable
{
    public const string OutcomeUnknownHint =
        "The outcome could not be learned. Ask for the order by its client order id before doing anything else.";

    /// <summary>
    /// Code, HTTP status and text of a reason. <see cref="RejectReason.None"/> as the reason of a refusal is a defect of the server.
    /// </summary>
    public static (string Code, int Status, string Text) Describe(RejectReason reason) => reason switch
    {
        RejectReason.None => (InternalError, 500, "The request was refused without a reason."),
        RejectReason.DuplicateClientOrderId => (DuplicateClientOrderId, 409, "The client order id was used before with other content."),
        RejectReason.UnknownAccount => (UnknownAccount, 404, "There is no such account."),
        RejectReason.AccountSuspended => (AccountSuspended, 422, "The account may not trade."),
        RejectReason.UnknownInstrument => (UnknownInstrument, 404, "There is no such instrument."),
        RejectReason.InstrumentHalted => (InstrumentHalted, 422, "The instrument is halted."),
        RejectReason.InvalidTerms => (InvalidTerms, 422, "A field has no legal value or contradicts another."),
        RejectReason.InvalidPrice => (InvalidPrice, 422, "The price is not legal for this instrument."),
        RejectReason.QuantityTooSmall => (QuantityTooSmall, 422, "The quantity is below the instrument's minimum."),
        RejectReason.QuantityTooLarge => (QuantityTooLarge, 422, "The quantity is above the instrument's maximum."),
        RejectReason.TooManyOpenOrders => (TooManyOpenOrders, 422, "The account has as many open orders as it may have."),
        RejectReason.NoReferencePrice => (NoReferencePrice, 422, "There is no price to judge a market order by."),
        RejectReason.InsufficientFunds => (InsufficientFunds, 422, "The free balance does not cover it."),
        RejectReason.InsufficientMargin => (InsufficientMargin, 422, "The free margin does not cover it."),
        RejectReason.UnknownOrder => (UnknownOrder, 404, "There is no such order on this account."),
        RejectReason.OrderClosed => (OrderClosed, 422, "The order is already filled, cancelled or rejected."),
        RejectReason.QuantityBelowFilled => (QuantityBelowFilled, 422, "The new quantity is not above what has traded already."),
        RejectReason.StaleAccount => (StaleAccount, 503, "The account is moving; nothing was decided."),
        RejectReason.MarketClosed => (MarketClosed, 422, "The market is closed."),
        RejectReason.CancelOnly => (CancelOnly, 422, "Only cancels are accepted at the moment."),
        RejectReason.NotInThisState =>
            (NotInThisState, 422, "The order's type or time in force is not accepted in the present trading state."),
        RejectReason.InvalidStopPx => (InvalidStopPx, 422, "The trigger price or the trailing distance is not legal for this instrument."),
        RejectReason.InvalidDisplayQty =>
            (InvalidDisplayQty, 422, "The display quantity is below the instrument's minimum or above the order's quantity."),
        RejectReason.InvalidMinQty => (InvalidMinQty, 422, "The minimum quantity is below one lot or above the order's quantity."),
        RejectReason.InvalidExpireTime => (InvalidExpireTime, 422, "The expire time is over."),
        RejectReason.NotionalTooSmall => (NotionalTooSmall, 422, "The order is worth less than the instrument's minimum."),
        RejectReason.NotionalTooLarge => (NotionalTooLarge, 422, "The order is worth more than the instrument's maximum."),
        RejectReason.PriceOutsideBand => (PriceOutsideBand, 422, "The price is outside the price band."),
        RejectReason.PostOnlyWouldTrade => (PostOnlyWouldTrade, 422, "The post-only order would trade at once."),
        RejectReason.NothingToReduce => (NothingToReduce, 422, "There is no position that the order could reduce."),
        RejectReason.TooManyOrdersInBook =>
            (TooManyOrdersInBook, 422, "The account has as many open orders of this instrument as it may have."),
        RejectReason.ListRefused => (ListRefused, 422, "Another order of its list was refused."),
        RejectReason.KillSwitchOn => (KillSwitchOn, 422, "The account's kill switch is on."),
        RejectReason.InvalidList => (InvalidList, 422, "The list has not the orders that its kind asks for."),
        RejectReason.BookFull =>
            (BookFull, 422, "The book has as many open orders as it may have; orders that do not stay in it are taken."),
    };

    /// <summary>The error of a reply; null when it is not a refusal.</summary>
    public static ApiError? ErrorOf(ReplyStatus status, RejectReason reason, TimeSpan? retryAfter, string? detail) => status switch
    {
        // A repeated request for a rejected order is answered with that order's state: done, and still a rejection.
        ReplyStatus.Done when reason == RejectReason.None => null,
        ReplyStatus.Done or ReplyStatus.Refused => Refusal(reason, retryAfter, detail),
        ReplyStatus.Unknown => Unknown(),
        ReplyStatus.Busy =>
            new ApiError(Busy, 429, detail ?? "A queue is full; nothing was decided.", retryAfter ?? TimeSpan.FromSeconds(1)),
        ReplyStatus.Unavailable => Unavailable(detail, retryAfter),
    };

    public static ApiError Unavailable(string? detail = null, TimeSpan? retryAfter = null) =>
        ApiError.Unavailable(detail ?? "A part of the system is not available; nothing was decided.", retryAfter);

    public static ApiError Unknown() => new(OutcomeUnknown, 504, OutcomeUnknownHint);

    private static ApiError Refusal(RejectReason reason, TimeSpan? retryAfter, string? detail)
    {
        var (code, status, text) = Describe(reason);
        return new ApiError(
            code, status, detail is null ? text : $"{text} {detail}", retryAfter ?? (status == 503 ? TimeSpan.FromSeconds(1) : null));
    }
}
