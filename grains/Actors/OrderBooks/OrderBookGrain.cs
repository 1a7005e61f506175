using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;
using Rtx.Actors.Commits;
using Rtx.Actors.Diagnostics;
using Rtx.Actors.Failures;
using Rtx.Actors.MarketData;
using Rtx.Domain.Matching.Records;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;

namespace Rtx.Actors.OrderBooks;

/// <summary>
/// The writer of one book. A command is decided in memory without any await, queued for the commit, and answered after it.
/// Reentrancy is safe because every method changes the book in one synchronous stretch, and because a failed commit ends the activation: what was
/// decided on top of it is never answered as done, and the next activation rebuilds the book from SQL.
/// <para>What it does lies in its parts: <see cref="BookCommands"/>, <see cref="OrderEnds"/>, <see cref="BookQueries"/>, <see cref="DepthSampler"/>; <see cref="BookWriter"/> makes it durable,
/// <see cref="SettlementOutbox"/>, <see cref="BookPublisher"/> and <see cref="InstrumentLink"/> tell it. Here are its life, its trading state and its housekeeping.</para>
/// </summary>
[Reentrant, KeepAlive, ActivationCountBasedPlacement]
internal sealed class OrderBookGrain : Grain, IOrderBookGrain, IMemoryKeeper
{
    private readonly IBookStore _store;
    private readonly DepthQueue _depth;
    private readonly TimeProvider _clock;
    private readonly OrderBookOptions _options;
    private readonly ILogger<OrderBookGrain> _log;
    private readonly SettlementOutbox _settlements;
    private readonly InstrumentLink _instrument;
    private readonly BookPublisher _publisher;
    private readonly BookWriter _writer;

    private Parts? _parts;

    public OrderBookGrain(
        IGrainContext context, IBookStore store, GroupCommit commits, ILivePublisher live, ITickGateway gateway, DepthQueue depth, TimeProvider clock, IOptions<OrderBookOptions> options,
        ILogger<OrderBookGrain> log)
        : base(context)
    {
        (_store, _depth, _clock, _options, _log) = (store, depth, clock, options.Value, log);
        _settlements = new SettlementOutbox(Id, GrainFactory, _options.MaxUnsettledEvents, (account, e) => _log.SettlementFailed(Id, account, e));
        _instrument = new InstrumentLink(Id, () => GrainFactory.GetGrain<IInstrumentGrain>(Id.Value), SetMarkPrice, clock, log);
        _publisher = new BookPublisher(Id, live, new OwnTicks(Id, gateway, live, (ticks, e) => _log.OwnTicksLost(Id, ticks, e)), _instrument, log);
        _writer = new BookWriter(this, Id, commits, _options.MaxWaitingCommands, TakeCommit, _publisher.Tell, ReportFailure, log);
    }

    public void Drop(Exception unexpected) => _writer.Drop(unexpected);

    private InstrumentId Id => new((int)this.GetPrimaryKeyLong());

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
        _parts?.Ends.Stop();
        // What waits is still committed and answered; a failure has been answered already.
        await _writer.WhenDurable.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public Task<OrderReply> Submit(SubmitOrder order, CancellationToken cancellationToken)
    {
        if (_instrument.LearningMark is { } learning) return _instrument.AfterMarkAsync(learning, () => Submit(order, cancellationToken));
        return NotServing(order.Account, out var parts) is { } refusal ? Task.FromResult(refusal) : parts.Commands.SubmitAsync(order);
    }

    public Task<OrderReply> Deleverage(SubmitOrder order, CancellationToken cancellationToken)
    {
        if (_instrument.LearningMark is { } learning) return _instrument.AfterMarkAsync(learning, () => Deleverage(order, cancellationToken));
        return NotServing(order.Account, out var parts) is { } refusal ? Task.FromResult(refusal) : parts.Commands.DeleverageAsync(order);
    }

    public Task<OrderListReply> SubmitList(SubmitOrderList list, CancellationToken cancellationToken)
    {
        if (_instrument.LearningMark is { } learning) return _instrument.AfterMarkAsync(learning, () => SubmitList(list, cancellationToken));
        return NotServing(list.Account, out var parts) is { } refusal ? Task.FromResult(OrderReplies.ForList(refusal)) : parts.Commands.SubmitListAsync(list);
    }

    public Task<IReadOnlyList<OrderReply>> SubmitEach(SubmitOrderList orders, CancellationToken cancellationToken)
    {
        if (_instrument.LearningMark is { } learning) return _instrument.AfterMarkAsync(learning, () => SubmitEach(orders, cancellationToken));
        return NotServing(orders.Account, out var parts) is { } refusal ? Task.FromResult(BookCommands.ForEach(orders, refusal)) : parts.Commands.SubmitEachAsync(orders);
    }

    public Task<OrderReply> Amend(AccountStamp account, AmendOrder request, Price? mark, CancellationToken cancellationToken)
    {
        if (_instrument.LearningMark is { } learning) return _instrument.AfterMarkAsync(learning, () => Amend(account, request, mark, cancellationToken));
        return NotServing(account, out var parts) is { } refusal ? Task.FromResult(refusal) : parts.Commands.AmendAsync(account, request, mark);
    }

    public Task<OrderReply> Cancel(AccountStamp account, CancelOrder request, CancellationToken cancellationToken) =>
        NotServing(account, out var parts) is { } refusal ? Task.FromResult(refusal) : parts.Commands.CancelAsync(account, request);

    public Task<OrderListReply> MassCancel(AccountStamp account, MassCancel request, ExecReason reason, CancellationToken cancellationToken) =>
        NotServing(account, out var parts) is { } refusal ? Task.FromResult(OrderReplies.ForList(refusal)) : parts.Ends.CancelAsync(account, request, reason);

    public Task<DepthSnapshot?> GetDepth(int levels, CancellationToken cancellationToken) =>
        Exists(out var parts) ? parts.Queries.GetDepthAsync(levels, cancellationToken) : Task.FromResult<DepthSnapshot?>(null);

    public Task<QueueSnapshot?> GetQueue(int orders, CancellationToken cancellationToken) =>
        Exists(out var parts) ? parts.Queries.GetQueueAsync(orders, cancellationToken) : Task.FromResult<QueueSnapshot?>(null);

    public Task<LiveBook?> GetFingerprint(CancellationToken cancellationToken) =>
        Exists(out var parts) ? parts.Queries.GetFingerprintAsync(cancellationToken) : Task.FromResult<LiveBook?>(null);

    public Task<IndicativeAuction?> GetIndicative(CancellationToken cancellationToken) =>
        _parts is { } parts ? parts.Queries.GetIndicativeAsync(cancellationToken) : Task.FromResult<IndicativeAuction?>(null);

    public Task<Price?> GetReferencePrice(Side aggressorSide, CancellationToken cancellationToken) =>
        Task.FromResult((aggressorSide == Side.Buy ? Book?.Book.BestAsk : Book?.Book.BestBid) ?? Book?.Book.LastTradePrice);

    public Task<Price?> GetTriggerReference(Side side, TriggerSource source, CancellationToken cancellationToken) => Task.FromResult(source switch
    {
        TriggerSource.LastTrade => Book?.Book.LastTradePrice,
        TriggerSource.MarkPrice => Book?.Book.MarkPrice,
        TriggerSource.OppositeBest => side == Side.Buy ? Book?.Book.BestAsk : Book?.Book.BestBid,
    });

    public Task Prove(CancellationToken cancellationToken) => _parts is null ? Task.FromResult(ForgetAbsence()) : DecideWithoutEvents();

    public Task SetTradingState(TradingState state, CancellationToken cancellationToken) => TakeTradingState(state, _writer.StateVersion, cancellationToken);

    public async Task<long> TakeTradingState(TradingState state, long version, CancellationToken cancellationToken)
    {
        if (_instrument.LearningMark is { } learning) await _instrument.WaitForMarkAsync(learning);
        var active = Serving();
        if (version < _writer.StateVersion)
        {
            var newer = _writer.StateVersion;
            // What it is refused by may not be durable yet.
            await _writer.WhenDurable;
            return newer;
        }

        _writer.StateVersion = version;
        OrderEventLog events = new();
        if (active.Book.Book.State != state) active.Book.SetState(state, active.Now, events);
        await _writer.Decide(vouched: null, events).Durable;
        return version;
    }

    public Task SetMarkPrice(Price mark)
    {
        if (_parts is not { Active: var active, Ends: var ends } || _writer.IsDropped) return Task.CompletedTask;
        _instrument.NoteMarkTold();
        OrderEventLog events = new();
        active.Book.SetMarkPrice(mark, active.Now, events);
        // One way: a failed commit drops the book, and the next mark comes soon.
        if (events.Count > 0) _writer.Decide(vouched: null, events).Durable.Ignore();
        _instrument.NoteMarkLearned();
        if (active.Book.Book.HasLeftBehind) ends.EndDueAsync().Ignore();
        return Task.CompletedTask;
    }

    public Task SetReferencePrice(Price reference, CancellationToken cancellationToken)
    {
        Serving().Book.Book.SetReference(reference);
        return DecideWithoutEvents();
    }

    private RecordedBook? Book => _parts?.Active.Book;

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (await _store.OpenAsync(Id, cancellationToken) is not { } snapshot) return;
        var book = SavedBook.Restore(snapshot, _options.ToLimits());
        _writer.Begin(book, snapshot);
        _instrument.Begin(book, snapshot);
        _parts = new Parts(new ActiveBook(Id, book, _writer, _options, _clock), _depth);
        _settlements.Begin(snapshot.Epoch, snapshot.Sequence);
        foreach (var behind in snapshot.Unsettled) _settlements.Remind(behind.Account, behind.SettledSequence);
        // Not only by the timer: an activation that is told to leave at once runs no timers, but still answers those who wait for the mark.
        _instrument.LearnMarkAsync(CancellationToken.None).Ignore();
        this.RegisterGrainTimer(DoHousekeeping, new GrainTimerCreationOptions(TimeSpan.Zero, _options.HousekeepingInterval) { Interleave = true, KeepAlive = true });
        _publisher.Begin(snapshot.HistoryId);
        _log.BookActivated(Id, snapshot.Epoch, snapshot.Sequence, snapshot.OpenOrders.Count);
    }

    private void ReportFailure() => GrainFactory.GetGrain<IBookWatchGrain>(0).ReportFailure(Id).Ignore();

    private void TakeCommit(BookCommit commit)
    {
        if (commit.Standing is { } standing) _instrument.TakeStanding(standing);
        if (commit.Events.Count > 0) _settlements.Send(commit.Events);
    }

    private async Task DoHousekeeping(CancellationToken cancellationToken)
    {
        _instrument.LearnMarkAsync(cancellationToken).Ignore();
        _settlements.Retry();
        if (_parts is not { } parts) return;
        parts.Ends.EndDueAsync().Ignore();
        parts.Depth.SampleIfDue();
        await _instrument.ReportAsync(parts.Active.Now);
        if (parts.Active.Book.Book.IsMuchLargerThanItsOrders && !parts.Ends.IsEndingDue) DeactivateOnIdle();
    }

    private Task DecideWithoutEvents()
    {
        Serving();
        return _writer.Decide(vouched: null, []).Durable;
    }

    private ActiveBook Serving() => NotServing(out var parts) is { } refusal
        ? throw new DataUnavailableException($"The book of instrument {Id} does not serve: {refusal.Status} {refusal.RejectReason}.")
        : parts.Active;

    private bool Exists([NotNullWhen(true)] out Parts? parts)
    {
        parts = _parts;
        if (parts is not null) return true;
        ForgetAbsence();
        return false;
    }

    private OrderReply? NotServing(out Parts parts)
    {
        parts = _parts!;
        if (_parts is null) return OrderReply.Refuse(ForgetAbsence());
        if (_writer.IsDropped) return OrderReplies.Unavailable;
        return _writer.IsFull ? OrderReplies.Busy : null;
    }

    // An account and a book of different timelines know different histories. The older one is about to end with its silo; nothing of it counts any more.
    private OrderReply? NotServing(AccountStamp account, out Parts parts) =>
        NotServing(out parts) ?? StreamEpoch.CompareTimelines(account.Epoch, _writer.Epoch) switch
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

    /// <summary>What an activation does its work with.</summary>
    private sealed class Parts(ActiveBook active, DepthQueue depth)
    {
        public ActiveBook Active { get; } = active;

        public BookCommands Commands { get; } = new(active);

        public OrderEnds Ends { get; } = new(active);

        public BookQueries Queries { get; } = new(active);

        public DepthSampler Depth { get; } = new(active, depth);
    }
}
