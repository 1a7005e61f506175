using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;
using Rtx.Actors.Commits;
using Rtx.Actors.MarketData;
using Rtx.Domain.Matching;
using Rtx.Storage;
using Rtx.Storage.Commits;

namespace Rtx.Actors.OrderBooks;

/// <summary>
/// The writer of one book. A command is decided in memory without any await, queued for the commit, and answered after it.
/// Reentrancy is safe because every method changes the book in one synchronous stretch, and because a failed commit ends the activation: what was
/// decided on top of it is never answered as done, and the next activation rebuilds the book from SQL.
/// </summary>
[Reentrant, KeepAlive, ActivationCountBasedPlacement]
internal sealed class OrderBookGrain : Grain, IOrderBookGrain
{
    private const int MaxDepth = 1_000;

    private readonly BookStore _store;
    private readonly GroupCommit _commits;
    private readonly ILivePublisher _live;
    private readonly TimeProvider _clock;
    private readonly OrderBookOptions _options;
    private readonly ILogger<OrderBookGrain> _log;
    private readonly Committer<BookDecision> _committer;
    private readonly SettlementOutbox _settlements;
    private readonly OwnTicks _ticks;
    private readonly List<DepthLevel> _bids = [];
    private readonly List<DepthLevel> _asks = [];

    private OrderBook? _book;
    private long _epoch;
    private long _durableSequence;
    private Price? _unreportedMark;

    public OrderBookGrain(
        BookStore store, GroupCommit commits, ILivePublisher live, ITickGateway gateway, TimeProvider clock, IOptions<OrderBookOptions> options, ILogger<OrderBookGrain> log)
    {
        (_store, _commits, _live, _clock, _options, _log) = (store, commits, live, clock, options.Value, log);
        _committer = new Committer<BookDecision>(_options.MaxWaitingCommands, CommitAsync);
        _settlements = new SettlementOutbox(Id, GrainFactory, _options.MaxUnsettledEvents, (account, e) => _log.SettlementFailed(Id, account, e));
        _ticks = new OwnTicks(Id, gateway, (ticks, e) => _log.OwnTicksLost(Id, ticks, e));
    }

    private InstrumentId Id => new((int)this.GetPrimaryKeyLong());

    private IInstrumentGrain Instrument => GrainFactory.GetGrain<IInstrumentGrain>(Id.Value);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await _store.OpenAsync(Id, cancellationToken) is not { } snapshot) return;
        var book = new OrderBook(snapshot.Instrument);
        book.Restore(snapshot.OpenOrders, snapshot.Sequence, snapshot.LastTradePrice);
        book.SetTradingState((await Instrument.GetStatus(cancellationToken)).State);
        (_book, _epoch, _durableSequence) = (book, snapshot.Epoch, snapshot.Sequence);
        foreach (var behind in snapshot.Unsettled) _settlements.Remind(behind.Account, behind.SettledSequence);
        this.RegisterGrainTimer(DoHousekeeping, new GrainTimerCreationOptions(_options.HousekeepingInterval, _options.HousekeepingInterval) { Interleave = true, KeepAlive = true });
        _log.BookActivated(Id, _epoch, snapshot.Sequence, snapshot.OpenOrders.Count);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // What waits is still committed and answered; a failure has been answered already.
        await _committer.WhenDurable.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public Task<OrderReply> Submit(SubmitOrder order, CancellationToken cancellationToken)
    {
        if (NotServing(out var book) is { } refusal) return Task.FromResult(refusal);
        var request = order.Request;
        var events = book.Submit(
            new BookOrder(order.Account.AccountId, request.ClientOrderId, request.Side, request.OrderType, request.TimeInForce, request.OrderQty, order.LimitPrice), Now());
        return AnswerAsync(book, order.Account, vouches: true, events);
    }

    public Task<OrderReply> Amend(AccountStamp account, AmendOrder request, CancellationToken cancellationToken)
    {
        if (NotServing(out var book) is { } refusal) return Task.FromResult(refusal);
        var reason = book.Amend(account.AccountId, request, Now(), out var events);
        return reason == RejectReason.None ? AnswerAsync(book, account, vouches: true, events) : Task.FromResult(OrderReply.Refuse(reason));
    }

    public Task<OrderReply> Cancel(AccountStamp account, CancelOrder request, CancellationToken cancellationToken)
    {
        if (NotServing(out var book) is { } refusal) return Task.FromResult(refusal);
        var reason = book.Cancel(account.AccountId, request.OrderId, Now(), out var events);
        return reason == RejectReason.None ? AnswerAsync(book, account, vouches: false, events) : Task.FromResult(OrderReply.Refuse(reason));
    }

    public async Task<DepthSnapshot?> GetDepth(int levels, CancellationToken cancellationToken)
    {
        if (_book is not { } book)
        {
            ForgetAbsence();
            return null;
        }

        List<DepthLevel> bids = [], asks = [];
        book.CopyDepth(Math.Clamp(levels, 1, MaxDepth), bids, asks);
        var snapshot = new DepthSnapshot(Id, book.Sequence, bids, asks);
        // Shown only once all that it shows is durable.
        await _committer.WhenDurable.WaitAsync(cancellationToken);
        return snapshot;
    }

    public Task<Price?> GetReferencePrice(Side aggressorSide, CancellationToken cancellationToken) =>
        Task.FromResult((aggressorSide == Side.Buy ? _book?.BestAsk : _book?.BestBid) ?? _book?.LastTradePrice);

    public Task SetTradingState(TradingState state, CancellationToken cancellationToken)
    {
        _book?.SetTradingState(state);
        return Task.CompletedTask;
    }

    private OrderReply? NotServing(out OrderBook book)
    {
        book = _book!;
        if (_book is null) return OrderReply.Refuse(ForgetAbsence());
        if (_committer.Failure is not null) return OrderReplies.Unavailable;
        return _committer.IsFull ? OrderReplies.Busy : null;
    }

    // The instrument may be made a moment later, so that it does not exist must not be remembered.
    private RejectReason ForgetAbsence()
    {
        DeactivateOnIdle();
        return RejectReason.UnknownInstrument;
    }

    private Task<OrderReply> AnswerAsync(OrderBook book, AccountStamp account, bool vouches, ReadOnlySpan<OrderEvent> events)
    {
        List<DepthLevel> changed = [];
        book.TakeChangedLevels(changed);
        var decision = new BookDecision(vouches ? account : null, events.ToArray(), changed, BestOf(book));
        return WhenDurableAsync(_committer.Add(decision), decision, account.AccountId);
    }

    private static async Task<OrderReply> WhenDurableAsync(Task durable, BookDecision decision, AccountId account)
    {
        try
        {
            await durable;
            return decision.ToReply();
        }
        catch (Exception e)
        {
            return OrderReplies.For(e, account);
        }
    }

    private async Task CommitAsync(IReadOnlyList<BookDecision> decisions)
    {
        var events = decisions.SelectMany(d => d.Events).ToList();
        var last = events[^1].Sequence;
        try
        {
            await _commits.CommitAsync(new CommitUnit
            {
                Fence = new Fence(StreamKey.Of(Id), _epoch, _durableSequence, last),
                Vouched = [.. decisions.Select(d => d.Vouched).OfType<AccountStamp>().Distinct().Select(v => new VouchedAccount(v.AccountId, v.Epoch))],
                OrderEvents = events,
            });
        }
        catch (Exception e)
        {
            // Memory is ahead of SQL: drop it. The next call finds a new activation that rebuilds the book.
            _log.BookDropped(Id, _epoch, decisions.Count, e);
            DeactivateOnIdle();
            throw;
        }

        Publish(decisions, events, _durableSequence, last);
        _durableSequence = last;
    }

    private void Publish(IReadOnlyList<BookDecision> decisions, List<OrderEvent> events, long previous, long last)
    {
        _settlements.Send(events);
        _live.PublishBook(new BookUpdate(Id, previous, last, LastStates(decisions), [.. events.Where(e => e.ExecType == ExecType.Trade && e.IsAggressor).Select(ToPrint)]));
        foreach (var account in events.GroupBy(e => e.AccountId)) _live.PublishExecutions(new ExecutionNotice(account.Key, [.. account]));
        foreach (var decision in decisions) _ticks.Add(decision);
        _ticks.Send();
        _unreportedMark = MarkOf(events, decisions[^1].Best) ?? _unreportedMark;
    }

    private static List<DepthLevel> LastStates(IReadOnlyList<BookDecision> decisions)
    {
        if (decisions.Count == 1) return [.. decisions[0].Levels];
        var states = new Dictionary<(Side, Price), DepthLevel>();
        foreach (var level in decisions.SelectMany(d => d.Levels)) states[(level.Side, level.Price)] = level;
        return [.. states.Values];
    }

    private TradePrint ToPrint(OrderEvent e) => new(e.TradeId, Id, e.LastPx, e.LastQty, e.Side, e.Time);

    // The mark is the last trade; without one, the middle of the book.
    private Price? MarkOf(List<OrderEvent> events, BestPrices best)
    {
        var trade = events.FindLastIndex(e => e.ExecType == ExecType.Trade);
        if (trade >= 0) return events[trade].LastPx;
        return _book!.LastTradePrice is null && best is { Bid: { } bid, Ask: { } ask } ? new Price((bid.Price.Ticks + ask.Price.Ticks) / 2) : null;
    }

    private async Task DoHousekeeping(CancellationToken cancellationToken)
    {
        _settlements.Retry();
        if (_unreportedMark is not { } mark) return;
        _unreportedMark = null;
        await Instrument.ReportMark(mark, Now());
    }

    private BestPrices BestOf(OrderBook book)
    {
        _bids.Clear();
        _asks.Clear();
        book.CopyDepth(1, _bids, _asks);
        return new BestPrices(_bids.Count == 0 ? null : _bids[0], _asks.Count == 0 ? null : _asks[0]);
    }

    private Timestamp Now() => Timestamp.From(_clock.GetUtcNow());
}
