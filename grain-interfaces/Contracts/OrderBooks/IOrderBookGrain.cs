namespace Rtx.Contracts;

/// <summary>
/// One order book; the key is its <see cref="InstrumentId"/>. It matches in memory in the order of arrival and answers after the commit.
/// Only accounts call the changing methods; they have checked the order before. A margined order that is answered <see cref="ReplyStatus.Busy"/> with
/// <see cref="RejectReason.NoReferencePrice"/> was not taken, because the mark that its account went by is out of date.
/// </summary>
[Alias("rtx.IOrderBookGrain")]
public interface IOrderBookGrain : IGrainWithIntegerKey
{
    /// <summary>Matches an order and rests what the time in force allows.</summary>
    [Alias("Submit"), ResponseTimeout("00:00:08")]
    Task<OrderReply> Submit(SubmitOrder order, CancellationToken cancellationToken = default);

    /// <summary>Closes a position of the account against those who have the other side, at the order's price: an order that reduces only, of an account whose margin is gone and that nobody takes.</summary>
    [Alias("Deleverage"), ResponseTimeout("00:00:08")]
    Task<OrderReply> Deleverage(SubmitOrder order, CancellationToken cancellationToken = default);

    /// <summary>Changes an open order of the account, which went by this mark price; null when it knew none.</summary>
    [Alias("Amend"), ResponseTimeout("00:00:08")]
    Task<OrderReply> Amend(AccountStamp account, AmendOrder request, Price? mark, CancellationToken cancellationToken = default);

    /// <summary>Cancels an open order of the account.</summary>
    [Alias("Cancel"), ResponseTimeout("00:00:08")]
    Task<OrderReply> Cancel(AccountStamp account, CancelOrder request, CancellationToken cancellationToken = default);

    /// <summary>Places the orders of a list: all or none.</summary>
    [Alias("SubmitList"), ResponseTimeout("00:00:08")]
    Task<OrderListReply> SubmitList(SubmitOrderList list, CancellationToken cancellationToken = default);

    /// <summary>Matches orders one after the other, each by itself, in one commit; the answers are in their order and show the orders after the last one.</summary>
    [Alias("SubmitEach"), ResponseTimeout("00:00:08")]
    Task<IReadOnlyList<OrderReply>> SubmitEach(SubmitOrderList orders, CancellationToken cancellationToken = default);

    /// <summary>Cancels all open orders of the account that fit; its instrument is not looked at.</summary>
    [Alias("MassCancel"), ResponseTimeout("00:00:08")]
    Task<OrderListReply> MassCancel(AccountStamp account, MassCancel request, ExecReason reason, CancellationToken cancellationToken = default);

    /// <summary>The best <paramref name="levels"/> levels of each side, committed. Null when there is no such instrument.</summary>
    [Alias("GetDepth"), ReadOnly]
    Task<DepthSnapshot?> GetDepth(int levels, CancellationToken cancellationToken = default);

    /// <summary>The first <paramref name="orders"/> orders in the queues of each side, committed. Null when there is no such instrument.</summary>
    [Alias("GetQueue"), ReadOnly]
    Task<QueueSnapshot?> GetQueue(int orders, CancellationToken cancellationToken = default);

    /// <summary>A price to judge a market order by: best opposite price, else the last trade; null when the book has seen neither.</summary>
    [Alias("GetReferencePrice"), ReadOnly]
    Task<Price?> GetReferencePrice(Side aggressorSide, CancellationToken cancellationToken = default);

    /// <summary>The price that a trigger of this source compares with for an order of the side; null while there is none. The mark is the book's last known.</summary>
    [Alias("GetTriggerReference"), ReadOnly]
    Task<Price?> GetTriggerReference(Side side, TriggerSource source, CancellationToken cancellationToken = default);

    /// <summary>Price and quantity at which the book would uncross now; null when it is not crossed.</summary>
    [Alias("GetIndicative"), ReadOnly]
    Task<IndicativeAuction?> GetIndicative(CancellationToken cancellationToken = default);

    /// <summary>The state of the book with the sequence that it stands at, committed; walks all open orders. Null when there is no such instrument.</summary>
    [Alias("GetFingerprint"), ReadOnly, ResponseTimeout("00:01:00")]
    Task<LiveBook?> GetFingerprint(CancellationToken cancellationToken = default);

    /// <summary>Returns when the book has committed that it is there: so it serves, and everything that was decided before is durable.</summary>
    [Alias("Prove"), ResponseTimeout("00:00:08")]
    Task Prove(CancellationToken cancellationToken = default);

    /// <summary>As instruments on silos of before say it, which knew no versions.</summary>
    [Alias("SetTradingState"), ResponseTimeout("00:00:08")]
    Task SetTradingState(TradingState state, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes the trading state: uncrosses, expires and triggers what that brings, and returns when it is committed. The version is that of the memory which the instrument decides from:
    /// an activation that is not the newest, or a call that comes late, has a lower one than the book has taken before and changes nothing.
    /// </summary>
    /// <returns>The version that the book has taken last: above the one given when it was refused.</returns>
    [Alias("TakeTradingState"), ResponseTimeout("00:00:08")]
    Task<long> TakeTradingState(TradingState state, long version, CancellationToken cancellationToken = default);

    /// <summary>A new mark price, which may trigger orders.</summary>
    [Alias("SetMarkPrice"), OneWay]
    Task SetMarkPrice(Price mark);

    /// <summary>A new reference for the static price band.</summary>
    [Alias("SetReferencePrice")]
    Task SetReferencePrice(Price reference, CancellationToken cancellationToken = default);
}

/// <summary>A live book at one moment.</summary>
/// <param name="Sequence">Its last event.</param>
/// <param name="State">Its state after that.</param>
/// <param name="Standing">What no event tells: trading state and reference price.</param>
[GenerateSerializer, Immutable, Alias("rtx.LiveBook")]
public sealed record LiveBook(long Sequence, StateFingerprint State, StateFingerprint Standing);

/// <summary>Which activation of an account speaks. A commit for an older one is refused, so two activations can't spend the same money.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Epoch">Epoch of its activation.</param>
[GenerateSerializer, Immutable, Alias("rtx.AccountStamp")]
public readonly record struct AccountStamp(AccountId AccountId, long Epoch);

/// <summary>An order that its account has checked and holds funds or margin for.</summary>
/// <param name="Account">Who sends it.</param>
/// <param name="Order">The request with the terms that the book uses.</param>
[GenerateSerializer, Immutable, Alias("rtx.SubmitOrder")]
public sealed record SubmitOrder(AccountStamp Account, BookableOrder Order);

/// <summary>Orders that their account has checked and holds funds or margin for.</summary>
/// <param name="Account">Who sends them.</param>
/// <param name="Orders">The orders, in the order of the request, with the terms that the book uses.</param>
[GenerateSerializer, Immutable, Alias("rtx.SubmitOrderList")]
public sealed record SubmitOrderList(AccountStamp Account, IReadOnlyList<BookableOrder> Orders);

/// <summary>A request with the terms that the book uses.</summary>
/// <param name="Request">The client's request.</param>
/// <param name="LimitPrice">The worst price it may trade at: the limit, or the protection price of a market-like order.</param>
/// <param name="Instructions">The request's instructions, completed: first trigger price of a trailing order, end of the session of a day order.</param>
/// <param name="Mark">The mark price that the account went by; null when it knew none. A margined order is not taken when the book's has moved away from it by more than a margin.</param>
[GenerateSerializer, Immutable, Alias("rtx.BookableOrder")]
public readonly record struct BookableOrder(NewOrder Request, Price LimitPrice, OrderInstructions? Instructions, Price? Mark);
