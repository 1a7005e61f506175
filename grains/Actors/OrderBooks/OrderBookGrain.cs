using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;
using Rtx.Actors.Commits;
using Rtx.Actors.Diagnostics;
using Rtx.Actors.Failures;
using Rtx.Actors.MarketData;
using Rtx.Domain.Marks;
using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Matching.Records;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;

namespace Rtx.Actors.OrderBooks;

/// <summary>
/// The writer of one book. A command is decided in memory without any await, queued for the commit, and answered after it.
/// Reentrancy is safe because every method changes the book in one synchronous stretch, and because a failed commit ends the activation: what was
/// decided on top of it is never answered as done, and the next activation rebuilds the book from SQL.
/// </summary>
[Reentrant, KeepAlive, ActivationCountBasedPlacement]
internal sealed class OrderBookGrain : Grain, IOrderBookGrain, IMemoryKeeper
{
    private const int MaxDepth = 1_000;
    private const int MaxQueuedOrders = 5_000;

    // As long as others wait for an answer of the book, less what an answer takes.
    private static readonly TimeSpan MaxWaitForMark = TimeSpan.FromSeconds(5);

    // How often a mark that does not change is told again: it is as good as new, for whoever asks how old it is.
    private static readonly TimeSpan MarkInterval = TimeSpan.FromSeconds(1);

    // How often the mark is asked for though one is known: what the instrument tells comes one way, so it may be lost, or come after something newer.
    private static readonly TimeSpan MarkRenewal = TimeSpan.FromSeconds(5);

    private readonly IBookStore _store;
    private readonly GroupCommit _commits;
    private readonly ILivePublisher _live;
    private readonly TimeProvider _clock;
    private readonly OrderBookOptions _options;
    private readonly ILogger<OrderBookGrain> _log;
    private readonly Committer<BookDecision> _committer;
    private readonly SettlementOutbox _settlements;
    private readonly OwnTicks _ticks;
    private readonly DepthQueue _depth;
    private readonly SliceTurns _slices = new();
    private readonly TaskCompletionSource _markLearned = new();

    private RecordedBook? _book;
    private long _epoch;
    private long _durableSequence;
    private Price? _lastTrade;
    private Price? _mark;
    private bool _hasUnreportedMark;
    private long _markReportedAt;
    private long? _markAskedAt;
    private long _marksTold;
    private BookStanding _standing;
    private TradingState _durableState;
    private long _stateVersion;
    private bool _hasUnreportedStanding;
    private Action? _unpublished;
    private Timestamp? _recordedInterval;
    private bool _isEnding;
    private bool _isLeaving;

    public OrderBookGrain(
        IGrainContext context, IBookStore store, GroupCommit commits, ILivePublisher live, ITickGateway gateway, DepthQueue depth, TimeProvider clock, IOptions<OrderBookOptions> options,
        ILogger<OrderBookGrain> log)
        : base(context)
    {
        (_store, _commits, _live, _depth, _clock, _options, _log) = (store, commits, live, depth, clock, options.Value, log);
        _committer = new Committer<BookDecision>(_options.MaxWaitingCommands, CommitAsync, Publish);
        _settlements = new SettlementOutbox(Id, GrainFactory, _options.MaxUnsettledEvents, (account, e) => _log.SettlementFailed(Id, account, e));
        _ticks = new OwnTicks(Id, gateway, live, (ticks, e) => _log.OwnTicksLost(Id, ticks, e));
    }

    public void Drop(Exception unexpected)
    {
        _committer.Break(unexpected);
        DeactivateOnIdle();
    }

    private InstrumentId Id => new((int)this.GetPrimaryKeyLong());

    private IInstrumentGrain Instrument => GrainFactory.GetGrain<IInstrumentGrain>(Id.Value);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Reading.OrUnavailableAsync(() => BeginAsync(cancellationToken));
        }
        catch
        {
            ReportFailure();
            throw;
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _isLeaving = true;
        // What waits is still committed and answered; a failure has been answered already.
        await _committer.WhenDurable.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public Task<OrderReply> Submit(SubmitOrder order, CancellationToken cancellationToken)
    {
        if (LearningMark is { } learning) return AfterAsync(learning, () => Submit(order, cancellationToken));
        if (NotServing(order.Account, out var book) is { } refusal) return Task.FromResult(refusal);
        var (request, limitPrice, instructions, mark) = order.Order;
        if (!book.Book.IsCovered(mark)) return Task.FromResult(OrderReplies.MarkMoved);
        var start = OrderTracing.StartOfStep;
        OrderEventLog events = new();
        var id = book.Submit(order.Account.AccountId, request, limitPrice, instructions, Now(), events);
        OrderTracing.EndStep("order.book", start);
        return AnswerAsync(Decide(book, order.Account, events), order.Account.AccountId, decision => decision.ToReply(id));
    }

    public Task<OrderReply> Deleverage(SubmitOrder order, CancellationToken cancellationToken)
    {
        if (LearningMark is { } learning) return AfterAsync(learning, () => Deleverage(order, cancellationToken));
        if (NotServing(order.Account, out var book) is { } refusal) return Task.FromResult(refusal);
        if (!book.Book.IsCovered(order.Order.Mark)) return Task.FromResult(OrderReplies.MarkMoved);
        OrderEventLog events = new();
        var id = Deleveraging.Run(book, order.Account.AccountId, order.Order.Request, Now(), events);
        return AnswerAsync(Decide(book, order.Account, events), order.Account.AccountId, decision => decision.ToReply(id));
    }

    public Task<OrderListReply> SubmitList(SubmitOrderList list, CancellationToken cancellationToken)
    {
        if (LearningMark is { } learning) return AfterAsync(learning, () => SubmitList(list, cancellationToken));
        if (NotServing(list.Account, out var book) is { } refusal) return Task.FromResult(OrderReplies.ForList(refusal));
        if (!list.Orders.All(order => book.Book.IsCovered(order.Mark))) return Task.FromResult(OrderReplies.ForList(OrderReplies.MarkMoved));
        var orders = list.Orders.Select(order => (order.Request, order.LimitPrice, order.Instructions)).ToList();
        OrderEventLog events = new();
        var ids = book.SubmitList(list.Account.AccountId, orders, Now(), events);
        return AnswerListAsync(Decide(book, list.Account, events), list.Account.AccountId, decision => decision.ToReply(ids));
    }

    public async Task<IReadOnlyList<OrderReply>> SubmitEach(SubmitOrderList orders, CancellationToken cancellationToken)
    {
        if (LearningMark is { } learning) await WaitForMarkAsync(learning);
        if (NotServing(orders.Account, out var book) is { } refusal) return ForEach(refusal);
        if (!orders.Orders.All(order => book.Book.IsCovered(order.Mark))) return ForEach(OrderReplies.MarkMoved);
        OrderEventLog events = new();
        var (now, ids) = (Now(), new List<OrderId>(orders.Orders.Count));
        foreach (var (request, limitPrice, instructions, _) in orders.Orders) ids.Add(book.Submit(orders.Account.AccountId, request, limitPrice, instructions, now, events));
        var (decision, durable) = Decide(book, orders.Account, events);
        try
        {
            await durable;
            return ids.ConvertAll(decision.ToReply);
        }
        catch (Exception e)
        {
            return ForEach(OrderReplies.For(e, orders.Account.AccountId));
        }

        List<OrderReply> ForEach(OrderReply reply) => [.. Enumerable.Repeat(reply, orders.Orders.Count)];
    }

    public Task<OrderReply> Amend(AccountStamp account, AmendOrder request, Price? mark, CancellationToken cancellationToken)
    {
        if (LearningMark is { } learning) return AfterAsync(learning, () => Amend(account, request, mark, cancellationToken));
        if (NotServing(account, out var book) is { } refusal) return Task.FromResult(refusal);
        if (!book.Book.IsCovered(mark)) return Task.FromResult(OrderReplies.MarkMoved);
        OrderEventLog events = new();
        var reason = book.Amend(account.AccountId, request, Now(), events);
        return AnswerAsync(book, reason, reason == RejectReason.None ? account : null, account.AccountId, request.OrderId, events);
    }

    public Task<OrderReply> Cancel(AccountStamp account, CancelOrder request, CancellationToken cancellationToken)
    {
        if (NotServing(account, out var book) is { } refusal) return Task.FromResult(refusal);
        OrderEventLog events = new();
        var reason = book.Cancel(account.AccountId, request.OrderId, Now(), events);
        return AnswerAsync(book, reason, vouched: null, account.AccountId, request.OrderId, events);
    }

    public async Task<OrderListReply> MassCancel(AccountStamp account, MassCancel request, ExecReason reason, CancellationToken cancellationToken)
    {
        if (NotServing(account, out var book) is { } refusal) return OrderReplies.ForList(refusal);
        // What is open now: what comes while it is cancelled in slices is not meant.
        var meant = book.Book.FindAll(account.AccountId, request);
        if (meant.Count <= _options.EventsPerSlice) return await AnswerListAsync(CancelSlice(meant), account.AccountId, decision => decision.ToReply(account.AccountId));
        List<Order> cancelled = [];
        foreach (var slice in meant.Chunk(_options.EventsPerSlice))
        {
            try
            {
                cancelled.AddRange((await _slices.TakeAsync(() => CancelSlice(slice))).ToReply(account.AccountId).Orders);
            }
            catch (Exception e)
            {
                return OrderReplies.ForList(cancelled.Count == 0 ? OrderReplies.For(e, account.AccountId) : OrderReplies.Unknown);
            }
        }

        return new OrderListReply { Status = ReplyStatus.Done, Orders = [.. cancelled.OrderBy(order => order.OrderId.Value)] };

        (BookDecision Decision, Task Durable) CancelSlice(IEnumerable<OrderId> ids)
        {
            OrderEventLog events = new();
            book.MassCancel(account.AccountId, ids, reason, Now(), events);
            // A timer of an activation that is not the newest may have been renewed.
            return Decide(book, account, events);
        }
    }

    public async Task<DepthSnapshot?> GetDepth(int levels, CancellationToken cancellationToken)
    {
        if (_book is not { } book)
        {
            ForgetAbsence();
            return null;
        }

        var (bids, asks) = BestLevels(book, Math.Clamp(levels, 1, MaxDepth));
        var snapshot = new DepthSnapshot(Id, book.Book.Sequence, bids, asks) { Indicative = book.Book.Indicative(), State = book.Book.State };
        // Shown only once all that it shows is durable.
        await _committer.WhenDurable.WaitAsync(cancellationToken);
        return snapshot;
    }

    public async Task<QueueSnapshot?> GetQueue(int orders, CancellationToken cancellationToken)
    {
        if (_book is not { } book)
        {
            ForgetAbsence();
            return null;
        }

        var limit = Math.Clamp(orders, 1, MaxQueuedOrders);
        var snapshot = new QueueSnapshot(Id, book.Book.Sequence, [.. book.QueuedOrders(Side.Buy).Take(limit), .. book.QueuedOrders(Side.Sell).Take(limit)]);
        // Shown only once all that it shows is durable.
        await _committer.WhenDurable.WaitAsync(cancellationToken);
        return snapshot;
    }

    public async Task<LiveBook?> GetFingerprint(CancellationToken cancellationToken)
    {
        if (_book is not { } book)
        {
            ForgetAbsence();
            return null;
        }

        var live = new LiveBook(book.Book.Sequence, BookFingerprint.Of(book), BookFingerprint.Of(book.Book.State, book.Book.ReferencePrice));
        // Shown only once all that it shows is durable.
        await _committer.WhenDurable.WaitAsync(cancellationToken);
        return live;
    }

    public Task<Price?> GetReferencePrice(Side aggressorSide, CancellationToken cancellationToken) =>
        Task.FromResult((aggressorSide == Side.Buy ? _book?.Book.BestAsk : _book?.Book.BestBid) ?? _book?.Book.LastTradePrice);

    public Task<Price?> GetTriggerReference(Side side, TriggerSource source, CancellationToken cancellationToken) => Task.FromResult(source switch
    {
        TriggerSource.LastTrade => _book?.Book.LastTradePrice,
        TriggerSource.MarkPrice => _book?.Book.MarkPrice,
        TriggerSource.OppositeBest => side == Side.Buy ? _book?.Book.BestAsk : _book?.Book.BestBid,
    });

    public async Task<IndicativeAuction?> GetIndicative(CancellationToken cancellationToken)
    {
        var indicative = _book?.Book.Indicative();
        await _committer.WhenDurable.WaitAsync(cancellationToken);
        return indicative;
    }

    public Task Prove(CancellationToken cancellationToken) => _book is null ? Task.FromResult(ForgetAbsence()) : Decide(Serving(), vouched: null, []).Durable;

    public Task SetTradingState(TradingState state, CancellationToken cancellationToken) => TakeTradingState(state, _stateVersion, cancellationToken);

    public async Task<long> TakeTradingState(TradingState state, long version, CancellationToken cancellationToken)
    {
        if (LearningMark is { } learning) await WaitForMarkAsync(learning);
        var book = Serving();
        if (version < _stateVersion)
        {
            var newer = _stateVersion;
            // What it is refused by may not be durable yet.
            await _committer.WhenDurable;
            return newer;
        }

        _stateVersion = version;
        OrderEventLog events = new();
        if (book.Book.State != state) book.SetState(state, Now(), events);
        await Decide(book, vouched: null, events).Durable;
        return version;
    }

    public Task SetMarkPrice(Price mark)
    {
        if (_book is not { } book || _committer.Failure is not null) return Task.CompletedTask;
        _marksTold++;
        OrderEventLog events = new();
        book.SetMarkPrice(mark, Now(), events);
        // One way: a failed commit drops the book, and the next mark comes soon.
        if (events.Count > 0) Decide(book, vouched: null, events).Durable.Ignore();
        _markLearned.TrySetResult();
        if (book.Book.HasLeftBehind) EndInSlicesAsync().Ignore();
        return Task.CompletedTask;
    }

    public Task SetReferencePrice(Price reference, CancellationToken cancellationToken)
    {
        var book = Serving();
        book.Book.SetReference(reference);
        return Decide(book, vouched: null, []).Durable;
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (await _store.OpenAsync(Id, cancellationToken) is not { } snapshot) return;
        var book = SavedBook.Restore(snapshot, _options.ToLimits());
        (_book, _epoch, _durableSequence, _standing, _durableState) = (book, snapshot.Epoch, snapshot.Sequence, snapshot.Standing, snapshot.Standing.State);
        if (snapshot.Instrument.Kind != InstrumentKind.Margined) _markLearned.SetResult();
        _stateVersion = snapshot.Standing.StateVersion;
        _lastTrade = book.Book.LastTradePrice;
        TakeMark(TopOfBook.Of(book.Book).Best, _durableState);
        // A volatility auction that began just before the last activation died may not be known to the instrument, which ends it.
        _hasUnreportedStanding = snapshot.Standing.State == TradingState.VolatilityAuction;
        _settlements.Begin(_epoch, snapshot.Sequence);
        foreach (var behind in snapshot.Unsettled) _settlements.Remind(behind.Account, behind.SettledSequence);
        // Not only by the timer: an activation that is told to leave at once runs no timers, but still answers those who wait for the mark.
        LearnMarkAsync(CancellationToken.None).Ignore();
        this.RegisterGrainTimer(DoHousekeeping, new GrainTimerCreationOptions(TimeSpan.Zero, _options.HousekeepingInterval) { Interleave = true, KeepAlive = true });
        _live.PublishGap(Id);
        _log.BookActivated(Id, _epoch, snapshot.Sequence, snapshot.OpenOrders.Count);
    }

    private void ReportFailure() => GrainFactory.GetGrain<IBookWatchGrain>(0).ReportFailure(Id).Ignore();

    private RecordedBook Serving() => NotServing(out var book) is { } refusal
        ? throw new DataUnavailableException($"The book of instrument {Id} does not serve: {refusal.Status} {refusal.RejectReason}.")
        : book;

    private OrderReply? NotServing(out RecordedBook book)
    {
        book = _book!;
        if (_book is null) return OrderReply.Refuse(ForgetAbsence());
        if (_committer.Failure is not null) return OrderReplies.Unavailable;
        return _committer.IsFull ? OrderReplies.Busy : null;
    }

    // An account and a book of different timelines know different histories. The older one is about to end with its silo; nothing of it counts any more.
    private OrderReply? NotServing(AccountStamp account, out RecordedBook book) =>
        NotServing(out book) ?? StreamEpoch.CompareTimelines(account.Epoch, _epoch) switch
        {
            < 0 => OrderReply.Refuse(RejectReason.StaleAccount),
            0 => null,
            > 0 => OrderReplies.Unavailable,
        };

    // The instrument may be made a moment later, so that it does not exist must not be remembered.
    private RejectReason ForgetAbsence()
    {
        DeactivateOnIdle();
        return RejectReason.UnknownInstrument;
    }

    /// <summary>Queues what a command did for the next commit.</summary>
    private (BookDecision Decision, Task Durable) Decide(RecordedBook book, AccountStamp? vouched, OrderEventLog events)
    {
        var standing = new BookStanding(book.Book.State, book.Book.ReferencePrice, _stateVersion);
        var decision = new BookDecision(vouched, events, standing == _standing ? null : standing);
        _standing = standing;
        return (decision, _committer.Add(decision));
    }

    // A refused command may have expired orders on its way: the refusal waits until that is durable.
    private Task<OrderReply> AnswerAsync(RecordedBook book, RejectReason reason, AccountStamp? vouched, AccountId account, OrderId id, OrderEventLog events)
    {
        if (reason == RejectReason.None) return AnswerAsync(Decide(book, vouched, events), account, decision => decision.ToReply(id));
        var refusal = OrderReply.Refuse(reason);
        // What it is refused by may not be durable yet either: a cancel that is on its way closes the order for the next one, but is not done before its commit.
        return AnswerAsync(events.Count > 0 ? Decide(book, vouched: null, events).Durable : _committer.WhenDurable, account, () => refusal);
    }

    private static Task<OrderReply> AnswerAsync((BookDecision Decision, Task Durable) decided, AccountId account, Func<BookDecision, OrderReply> reply) =>
        AnswerAsync(decided.Durable, account, () => reply(decided.Decision));

    private static async Task<OrderReply> AnswerAsync(Task durable, AccountId account, Func<OrderReply> reply)
    {
        try
        {
            await durable;
            return reply();
        }
        catch (Exception e)
        {
            return OrderReplies.For(e, account);
        }
    }

    private static async Task<OrderListReply> AnswerListAsync((BookDecision Decision, Task Durable) decided, AccountId account, Func<BookDecision, OrderListReply> reply)
    {
        try
        {
            await decided.Durable;
            return reply(decided.Decision);
        }
        catch (Exception e)
        {
            return OrderReplies.ForList(OrderReplies.For(e, account));
        }
    }

    private async Task CommitAsync(IReadOnlyList<BookDecision> decisions)
    {
        var events = decisions.Count == 1 ? decisions[0].Events : [.. decisions.SelectMany(d => d.Events)];
        var standing = decisions.LastOrDefault(d => d.Standing is not null)?.Standing;
        // FENCE-3. Without either it is still a commit, such as of a mass cancel that found nothing: only the fence proves that no newer activation has what this one has not.
        var last = events.Count == 0 ? _durableSequence : events[^1].Sequence;
        // Nothing was awaited since the last of these decisions.
        var view = BookView.Take(_book!);
        foreach (var decision in decisions) OrderTracing.EndStep("order.queue", decision.DecidedAt);
        try
        {
            // RESUME-2. A command that broke off in the middle leaves a gap, which the fence alone would not see.
            if (events.Count > 0 && events[0].Sequence != _durableSequence + 1) throw new BookInvariantException($"Event {events[0].Sequence} follows {_durableSequence}.");
            await _commits.CommitAsync(new CommitUnit
            {
                Fence = new Fence(StreamKey.Of(Id), _epoch, _durableSequence, last),
                Vouched = [.. decisions.Select(d => d.Vouched).OfType<AccountStamp>().Distinct().Select(v => new VouchedAccount(v.AccountId, v.Epoch))],
                OrderEvents = events,
                BookStanding = standing,
            });
        }
        catch (Exception e)
        {
            // Memory is ahead of SQL: drop it. The next call finds a new activation that rebuilds the book.
            _log.BookDropped(Id, _epoch, decisions.Count, e);
            ReportFailure();
            DeactivateOnIdle();
            throw;
        }

        // RESUME-4, RESUME-5: nothing is told before it is committed.
        _hasUnreportedStanding |= standing is not null;
        _durableState = standing?.State ?? _durableState;
        if (events.Count > 0)
        {
            _settlements.Send(events);
            var (previous, state) = (_durableSequence, _durableState);
            _unpublished = () => Publish(events, view, previous, last, state);
        }

        _durableSequence = last;
    }

    private void Publish()
    {
        var publish = _unpublished;
        _unpublished = null;
        try
        {
            publish?.Invoke();
        }
        catch (Exception e)
        {
            // Whoever follows the book would see the gap, but executions of an account have no sequence without gaps.
            _log.NotPublished(Id, e);
            _live.PublishGap(Id);
        }
    }

    private void Publish(IReadOnlyList<OrderEvent> events, BookView view, long previous, long last, TradingState state)
    {
        if (view.IsTooMuch) _live.PublishGap(Id);
        else _live.PublishBook(new BookUpdate(Id, previous, last, view.Levels, [.. events.Where(e => e.IsTradeReport).Select(ToPrint)])
        {
            Orders = view.Orders,
            Checksum = view.Top.Checksum(),
            Indicative = view.Indicative,
            State = state,
        });
        foreach (var (account, executions) in ByAccount(events)) _live.PublishExecutions(new ExecutionNotice(account, executions));
        _ticks.Add(events, view.Top.Best);
        _ticks.Send();
        TakeMark(events, view.Top.Best, state);
    }

    private static Dictionary<AccountId, List<OrderEvent>> ByAccount(IReadOnlyList<OrderEvent> events)
    {
        Dictionary<AccountId, List<OrderEvent>> byAccount = [];
        foreach (var e in events)
        {
            if (e.OrderId.IsOfBook) continue;
            if (!byAccount.TryGetValue(e.AccountId, out var own)) byAccount.Add(e.AccountId, own = []);
            own.Add(e);
        }

        return byAccount;
    }

    private TradePrint ToPrint(OrderEvent e) => new(e.TradeId, Id, e.LastPx, e.LastQty, e.IsAuction ? null : e.Side, e.Time);

    private void TakeMark(IReadOnlyList<OrderEvent> events, BestPrices best, TradingState state)
    {
        for (var i = events.Count - 1; i >= 0; i--)
        {
            if (events[i].ExecType != ExecType.Trade) continue;
            _lastTrade = events[i].LastPx;
            break;
        }

        TakeMark(best, state);
    }

    private void TakeMark(BestPrices best, TradingState state)
    {
        var mark = BookMark.Of(_lastTrade, best.Bid?.Price, best.Ask?.Price, state) ?? _mark;
        _hasUnreportedMark |= mark != _mark;
        _mark = mark;
    }

    private async Task DoHousekeeping(CancellationToken cancellationToken)
    {
        LearnMarkAsync(cancellationToken).Ignore();
        _settlements.Retry();
        EndInSlicesAsync().Ignore();
        RecordDepth();
        await ReportAsync();
        if (_book is { Book.IsMuchLargerThanItsOrders: true } && !_isEnding) DeactivateOnIdle();
    }

    // What fails ends the activation, and the next one finds the same orders due.
    private async Task EndInSlicesAsync()
    {
        if (_isEnding) return;
        _isEnding = true;
        try
        {
            while (_book is { } book && _committer.Failure is null && !_isLeaving && (book.Book.NextExpiry <= Now() || book.Book.HasLeftBehind)) await _slices.TakeAsync(() => EndSlice(book));
        }
        catch (Exception e) when (GrainFailures.IsUnexpected(e))
        {
            Drop(e);
        }
        finally
        {
            _isEnding = false;
        }
    }

    private (BookDecision Decision, Task Durable) EndSlice(RecordedBook book)
    {
        OrderEventLog events = new();
        book.Expire(Now(), events);
        return Decide(book, vouched: null, events);
    }

    // Once in an interval, and at once when the book begins: who had it before may not have come to it, and what is there stays.
    private void RecordDepth()
    {
        if (_book is not { } book || _committer.Failure is not null || _depth.IntervalOf(Now()) is not { } interval || interval == _recordedInterval) return;
        _recordedInterval = interval;
        var (bids, asks) = BestLevels(book, _depth.Levels);
        RecordWhenDurableAsync(new RecordedDepth(Id, interval, Now(), book.Book.Sequence, bids, asks)).Ignore();
    }

    private async Task RecordWhenDurableAsync(RecordedDepth snapshot)
    {
        await _committer.WhenDurable;
        _depth.Add(snapshot);
    }

    private static (List<DepthLevel> Bids, List<DepthLevel> Asks) BestLevels(RecordedBook book, int levels)
    {
        List<DepthLevel> bids = [], asks = [];
        book.Book.CopyDepth(levels, bids, asks);
        return (bids, asks);
    }

    // A report that fails is tried again by the next round.
    private async Task ReportAsync()
    {
        if (_hasUnreportedStanding)
        {
            var standing = _standing;
            try
            {
                if (standing.ReferencePrice is { } reference) await Instrument.ReportReference(reference);
                if (standing.State == TradingState.VolatilityAuction) await Instrument.ReportVolatilityAuction(Now());
                _hasUnreportedStanding = standing != _standing;
            }
            catch (Exception e)
            {
                // Whatever it is: an auction that the instrument does not know of never ends.
                _log.StandingNotReported(Id, e);
            }
        }

        if (_mark is not { } mark || (!_hasUnreportedMark && _clock.GetElapsedTime(_markReportedAt) < MarkInterval)) return;
        (_hasUnreportedMark, _markReportedAt) = (false, _clock.GetTimestamp());
        await Instrument.ReportBookMark(_epoch, mark);
    }

    /// <summary>
    /// What orders of a margined instrument may lose depends on its mark, so those wait until the book knows whether there is one; null when it does. A book that begins does not wait for
    /// the mark to change.
    /// </summary>
    private Task? LearningMark => _book is null || _markLearned.Task.IsCompleted ? null : _markLearned.Task;

    // One that gets no answer is not waited for: the next round asks again.
    private async Task LearnMarkAsync(CancellationToken cancellationToken)
    {
        if (_book is not { } book || (LearningMark is null && _markAskedAt is { } before && _clock.GetElapsedTime(before) < MarkRenewal)) return;
        _markAskedAt = _clock.GetTimestamp();
        var told = _marksTold;
        var status = await Instrument.GetStatus(cancellationToken);
        // What was told meanwhile is newer.
        if (status.MarkPrice is { } mark && mark != book.Book.MarkPrice && told == _marksTold) await SetMarkPrice(mark);
        _markLearned.TrySetResult();
    }

    private async Task<T> AfterAsync<T>(Task learning, Func<Task<T>> command)
    {
        await WaitForMarkAsync(learning);
        return await command();
    }

    private async Task WaitForMarkAsync(Task learning)
    {
        try
        {
            await learning.WaitAsync(MaxWaitForMark, _clock);
        }
        catch (TimeoutException e)
        {
            throw new DataUnavailableException($"The book of instrument {Id} does not know its mark price yet.", e);
        }
    }

    private Timestamp Now() => Timestamp.From(_clock.GetUtcNow());
}
