using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Rtx.Actors.Commits;
using Rtx.Actors.Instruments;
using Rtx.Domain.Accounts;
using Rtx.Domain.Risk;
using Rtx.Storage;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Accounts;

/// <summary>
/// The writer of one account. Reentrancy is needed, because a book settles an account while the account waits for that book, and it is safe, because every
/// decision (reserve, release, apply, move funds) is one synchronous stretch on <see cref="TradingAccount"/>, queued for the commit before the first await.
/// A failed commit or an unknown outcome ends the activation; the next one rebuilds from SQL and takes a new epoch, which makes books refuse what this one still has on its way.
/// </summary>
[Reentrant]
internal sealed class AccountGrain : Grain, IAccountGrain
{
    private static readonly TimeSpan SaveSettledAfter = TimeSpan.FromSeconds(1);

    private readonly AccountStore _store;
    private readonly GroupCommit _commits;
    private readonly MarkPrices _marks;
    private readonly TimeProvider _clock;
    private readonly AccountOptions _options;
    private readonly ILogger<AccountGrain> _log;
    private readonly Committer<AccountDecision> _committer;
    private readonly ClientOrderIds _clientOrderIds = new();
    private readonly HashSet<string> _movementsInFlight = [];
    private readonly Dictionary<InstrumentId, Instrument> _instruments = [];
    private readonly Dictionary<InstrumentId, SettledState> _unsavedSettled = [];

    private TradingAccount? _account;
    private long _epoch;
    private long _durableSequence;
    private bool _isDropped;
    private IGrainTimer? _settledTimer;

    public AccountGrain(AccountStore store, GroupCommit commits, MarkPrices marks, TimeProvider clock, IOptions<AccountOptions> options, ILogger<AccountGrain> log)
    {
        (_store, _commits, _marks, _clock, _options, _log) = (store, commits, marks, clock, options.Value, log);
        _committer = new Committer<AccountDecision>(_options.MaxWaitingDecisions, CommitAsync);
    }

    private AccountId Id => new(this.GetPrimaryKeyLong());

    private AccountStamp Stamp => new(Id, _epoch);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await _store.OpenAsync(Id, cancellationToken) is not { } snapshot) return;
        var account = new TradingAccount(snapshot.Account);
        foreach (var instrument in snapshot.Instruments) Register(account, instrument);
        foreach (var balance in snapshot.Balances) account.RestoreBalance(balance.Currency, balance.Amount);
        foreach (var position in snapshot.Positions) account.RestorePosition(position.Instrument, position.Lots, position.Cost, position.RealizedPnl);
        foreach (var settled in snapshot.Settlements) account.RestoreSettled(settled.Instrument, settled.SettledSequence);
        account.RestoreLedgerSequence(snapshot.LedgerSequence);
        // The open orders are as they are after the unsettled events, which lead them to the same state once more.
        foreach (var order in snapshot.OpenOrders) account.RestoreOpenOrder(order);
        foreach (var e in snapshot.Unsettled) account.Apply(e, Now());
        foreach (var id in snapshot.ClientOrderIds) _clientOrderIds.AddUsed(id);
        (_account, _epoch, _durableSequence) = (account, snapshot.Epoch, snapshot.Sequence);
        _log.AccountActivated(Id, _epoch, snapshot.OpenOrders.Count, snapshot.Unsettled.Count);
        if (snapshot.Unsettled.Count > 0) await CommitChangesAsync(account);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // What waits is still committed and answered; a failure has been answered already.
        if (_unsavedSettled.Count > 0 && !_isDropped) _ = CommitWithSettledAsync(new AccountChanges([], [], [], []));
        await _committer.WhenDurable.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public async Task<OrderReply> PlaceOrder(NewOrder request, CancellationToken cancellationToken)
    {
        if (NotServing(out var account) is { } refusal) return refusal;
        if (_clientOrderIds.TryGetInFlight(request.ClientOrderId, out var first))
            return first.Request == request ? await first.Reply : OrderReply.Refuse(RejectReason.DuplicateClientOrderId);
        return await _clientOrderIds.RunAsync(request, () => UnlessUnavailableAsync(() => PlaceOnceAsync(account, request, cancellationToken)));
    }

    public async Task<OrderReply> AmendOrder(AmendOrder request, CancellationToken cancellationToken) =>
        NotServing(out var account) ?? await UnlessUnavailableAsync(() => AmendOnceAsync(account, request, cancellationToken));

    public async Task<OrderReply> CancelOrder(CancelOrder request, CancellationToken cancellationToken) =>
        NotServing(out _) ?? await UnlessUnavailableAsync(() => CancelOnceAsync(request, cancellationToken));

    public async Task<OrderReply> GetOrder(ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        await _store.FindOrderAsync(Id, clientOrderId, cancellationToken) is { } placed ? OrderReplies.Done(placed.Order) : OrderReply.Refuse(RejectReason.UnknownOrder);

    public async Task<AccountSummary?> GetSummary(CancellationToken cancellationToken)
    {
        if (_account is not { } account)
        {
            ForgetAbsence();
            return null;
        }

        await RefreshMarksAsync(cancellationToken);
        var summary = account.Summarize(_marks.Get);
        // Shown only once all that it shows is durable.
        await _committer.WhenDurable.WaitAsync(cancellationToken);
        return summary;
    }

    public async Task<FundsReply> MoveFunds(Money amount, string reference, CancellationToken cancellationToken)
    {
        if (NotServing(out var account) is { } refusal) return new FundsReply(refusal.Status, 0m, refusal.RejectReason);
        if (reference.StartsWith("trade:", StringComparison.Ordinal))
            return new FundsReply(ReplyStatus.Refused, 0m, RejectReason.InvalidTerms);
        if (!_movementsInFlight.Add(reference)) return new FundsReply(ReplyStatus.Busy, 0m, RejectReason.None);
        try
        {
            if (await _store.FindMovementAsync(Id, reference, cancellationToken) is { } before)
                return before == amount ? await DoneBeforeAsync(account, amount.Currency) : new FundsReply(ReplyStatus.Refused, 0m, RejectReason.DuplicateClientOrderId);
            await RefreshMarksAsync(cancellationToken);
            if (_isDropped) return new FundsReply(ReplyStatus.Unavailable, 0m, RejectReason.None);
            var decision = account.MoveFunds(amount, reference, Now(), _marks.Get);
            if (decision.RejectReason != RejectReason.None) return new FundsReply(ReplyStatus.Refused, 0m, decision.RejectReason);
            await CommitChangesAsync(account);
            return new FundsReply(ReplyStatus.Done, decision.Balance, RejectReason.None);
        }
        catch (CommitException e)
        {
            return new FundsReply(OrderReplies.For(e, Id).Status, 0m, RejectReason.None);
        }
        finally
        {
            _movementsInFlight.Remove(reference);
        }
    }

    public async Task<long> Settle(ExecutionBatch batch, CancellationToken cancellationToken)
    {
        var account = Serving();
        if (await FindInstrumentAsync(batch.InstrumentId, cancellationToken) is null) throw new InvalidOperationException($"Instrument {batch.InstrumentId} does not exist.");
        var settled = account.SettledSequence(batch.InstrumentId);
        var isGap = batch.After < 0 || batch.After > settled;
        if (settled < batch.UpTo) Apply(account, isGap ? await _store.ReadEventsAsync(Id, batch.InstrumentId, settled, cancellationToken) : batch.Events);
        await CommitChangesAsync(account);
        return account.SettledSequence(batch.InstrumentId);
    }

    public async Task CatchUp(CancellationToken cancellationToken)
    {
        var account = Serving();
        foreach (var book in await _store.ReadUnsettledBooksAsync(Id, cancellationToken))
        {
            if (await FindInstrumentAsync(book, cancellationToken) is not null) await PullAsync(account, book, cancellationToken);
        }
    }

    private async Task<OrderReply> PlaceOnceAsync(TradingAccount account, NewOrder request, CancellationToken cancellationToken)
    {
        if (_clientOrderIds.MayBeUsed(request.ClientOrderId) && await _store.FindOrderAsync(Id, request.ClientOrderId, cancellationToken) is { } known)
            return RepeatAnswer(known, request);
        if (await FindInstrumentAsync(request.InstrumentId, cancellationToken) is not { } instrument)
            return await RefuseAsync(request, RejectReason.UnknownInstrument, detail: null);
        var limit = await LimitPriceAsync(instrument, request, cancellationToken);
        await RefreshMarksAsync(cancellationToken);
        if (limit is null) return await RefuseAsync(request, RejectReason.NoReferencePrice, "The book has neither an opposite price nor a last trade.");
        if (_isDropped) return OrderReplies.Unavailable;
        var decision = account.Reserve(request, limit.Value, _marks.Get);
        if (decision.RejectReason != RejectReason.None) return await RefuseAsync(request, decision.RejectReason, decision.Detail);
        var reply = await AskBookAsync(instrument.Id, book => book.Submit(new SubmitOrder(Stamp, request, limit.Value)));
        if (reply.Order is not null) _clientOrderIds.AddUsed(request.ClientOrderId.Value); // Its events settle the hold.
        else if (reply.Status != ReplyStatus.Unknown) account.Release(request.ClientOrderId); // No book took it.
        return reply;
    }

    private async Task<OrderReply> AmendOnceAsync(TradingAccount account, AmendOrder request, CancellationToken cancellationToken)
    {
        if (await FindInstrumentAsync(request.OrderId.Instrument, cancellationToken) is not { } instrument) return OrderReply.Refuse(RejectReason.UnknownOrder);
        // An order that was just answered may not have been settled here yet.
        if (account.FindOpenOrder(request.OrderId) is null) await PullAsync(account, instrument.Id, cancellationToken);
        await RefreshMarksAsync(cancellationToken);
        if (_isDropped) return OrderReplies.Unavailable;
        var decision = account.ReserveAmend(request, _marks.Get);
        if (decision.RejectReason == RejectReason.UnknownOrder) return await ClosedOrUnknownAsync(request.OrderId, cancellationToken);
        if (decision.RejectReason != RejectReason.None) return OrderReply.Refuse(decision.RejectReason, decision.Detail);
        var reply = await AskBookAsync(instrument.Id, book => book.Amend(Stamp, request));
        if (reply.Status is not (ReplyStatus.Done or ReplyStatus.Unknown)) account.ReleaseAmend(request.OrderId);
        return reply;
    }

    private async Task<OrderReply> CancelOnceAsync(CancelOrder request, CancellationToken cancellationToken)
    {
        if (await FindInstrumentAsync(request.OrderId.Instrument, cancellationToken) is not { } instrument) return OrderReply.Refuse(RejectReason.UnknownOrder);
        var reply = await AskBookAsync(instrument.Id, book => book.Cancel(Stamp, request));
        return reply.RejectReason == RejectReason.UnknownOrder ? await ClosedOrUnknownAsync(request.OrderId, cancellationToken) : reply;
    }

    // The book's answer is waited for in AskBookAsync, so whatever fails here failed while nothing was decided.
    private async Task<OrderReply> UnlessUnavailableAsync(Func<Task<OrderReply>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is DbException or TimeoutException or OrleansException or OperationCanceledException)
        {
            _log.NothingDecided(Id, e);
            return OrderReplies.Unavailable;
        }
    }

    private static OrderReply RepeatAnswer(PlacedOrder known, NewOrder request)
    {
        if (!known.IsAnswerTo(request)) return OrderReply.Refuse(RejectReason.DuplicateClientOrderId);
        return known.Order.Status == OrdStatus.Rejected
            ? new OrderReply { Status = ReplyStatus.Refused, RejectReason = known.Order.RejectReason, Order = known.Order }
            : OrderReplies.Done(known.Order);
    }

    // A refusal takes the client order id, so it is durable before it is told.
    private async Task<OrderReply> RefuseAsync(NewOrder request, RejectReason reason, string? detail)
    {
        try
        {
            await _committer.Add(new AccountDecision(Changes: null, new OrderRefusal(Id, request, reason, detail, Now())));
            _clientOrderIds.AddUsed(request.ClientOrderId.Value);
            return OrderReply.Refuse(reason, detail);
        }
        catch (Exception e)
        {
            return OrderReplies.For(e, Id);
        }
    }

    // Not cancellable: once asked, the book may have decided, and hanging up does not undo that.
    private async Task<OrderReply> AskBookAsync(InstrumentId instrument, Func<IOrderBookGrain, Task<OrderReply>> ask)
    {
        OrderReply reply;
        try
        {
            reply = await ask(GrainFactory.GetGrain<IOrderBookGrain>(instrument.Value));
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or OperationCanceledException)
        {
            _log.BookDidNotAnswer(Id, instrument, e);
            reply = OrderReplies.Unknown;
        }

        // The order may be in SQL or on its way there: only a new activation, whose epoch refuses what is still on its way, can know its holds.
        if (reply.Status == ReplyStatus.Unknown || reply.RejectReason == RejectReason.StaleAccount) Drop();
        return reply;
    }

    private async Task<OrderReply> ClosedOrUnknownAsync(OrderId order, CancellationToken cancellationToken) =>
        await _store.FindOrderAsync(Id, order, cancellationToken) is { } closed
            ? OrderReply.Refuse(RejectReason.OrderClosed) with { Order = closed }
            : OrderReply.Refuse(RejectReason.UnknownOrder);

    // A market order gets a protection price; null when there is nothing to judge it by.
    private async Task<Price?> LimitPriceAsync(Instrument instrument, NewOrder request, CancellationToken cancellationToken)
    {
        if (request.OrderType == OrderType.Limit) return request.Price ?? default(Price);
        var reference = await GrainFactory.GetGrain<IOrderBookGrain>(instrument.Id.Value).GetReferencePrice(request.Side, cancellationToken);
        return reference is { } price ? ProtectionPrice.From(instrument, request.Side, price) : null;
    }

    // Spot orders are judged by balances, but open loss counts against them as well.
    private Task RefreshMarksAsync(CancellationToken cancellationToken) =>
        _marks.RefreshAsync(_instruments.Values.Where(i => i.Kind == InstrumentKind.Margined).Select(i => i.Id), cancellationToken);

    private async Task<Instrument?> FindInstrumentAsync(InstrumentId id, CancellationToken cancellationToken)
    {
        if (_instruments.TryGetValue(id, out var known)) return known;
        if (id.Value is < 1 or > InstrumentId.Max || await GrainFactory.GetGrain<IInstrumentGrain>(id.Value).GetInstrument(cancellationToken) is not { } found) return null;
        Register(Serving(), found);
        return found;
    }

    private void Register(TradingAccount account, Instrument instrument)
    {
        if (_instruments.TryAdd(instrument.Id, instrument)) account.RegisterInstrument(instrument);
    }

    private async Task PullAsync(TradingAccount account, InstrumentId instrument, CancellationToken cancellationToken)
    {
        Apply(account, await _store.ReadEventsAsync(Id, instrument, account.SettledSequence(instrument), cancellationToken));
        await CommitChangesAsync(account);
    }

    private void Apply(TradingAccount account, IReadOnlyList<OrderEvent> events)
    {
        foreach (var e in events) account.Apply(e, Now());
    }

    // Events that moved no money only move the settled sequence. Forgetting that is harmless, because such events may be applied again, so it is not worth a
    // commit of its own: it goes with the next one, or a moment later.
    private Task CommitChangesAsync(TradingAccount account)
    {
        var changes = account.TakeChanges();
        if (changes.IsEmpty) return _committer.WhenDurable;
        foreach (var settled in changes.Settled) _unsavedSettled[settled.InstrumentId] = settled;
        if (changes is { Transactions.Count: 0, Positions.Count: 0 })
        {
            _settledTimer ??= this.RegisterGrainTimer(SaveSettled, new GrainTimerCreationOptions(SaveSettledAfter, Timeout.InfiniteTimeSpan) { Interleave = true });
            return _committer.WhenDurable;
        }

        return CommitWithSettledAsync(changes);
    }

    private Task CommitWithSettledAsync(AccountChanges changes)
    {
        var all = changes with { Settled = [.. _unsavedSettled.Values] };
        _unsavedSettled.Clear();
        return _committer.Add(new AccountDecision(all, Refusal: null));
    }

    private async Task SaveSettled(CancellationToken cancellationToken)
    {
        _settledTimer?.Dispose();
        _settledTimer = null;
        if (_unsavedSettled.Count > 0 && !_isDropped) await CommitWithSettledAsync(new AccountChanges([], [], [], []));
    }

    private async Task CommitAsync(IReadOnlyList<AccountDecision> decisions)
    {
        var next = _durableSequence + 1;
        try
        {
            await _commits.CommitAsync(AccountDecision.ToUnit(Id, decisions, new Fence(StreamKey.Of(Id), _epoch, _durableSequence, next)));
            _durableSequence = next;
        }
        catch (Exception e)
        {
            // Memory is ahead of SQL: drop it. The next call finds a new activation that rebuilds the account.
            _log.AccountDropped(Id, _epoch, decisions.Count, e);
            Drop();
            throw;
        }
    }

    // Nothing is decided on this memory any more; the next call after the running ones finds a new activation.
    private void Drop()
    {
        _isDropped = true;
        DeactivateOnIdle();
    }

    private OrderReply? NotServing(out TradingAccount account)
    {
        account = _account!;
        if (_account is null) return OrderReply.Refuse(ForgetAbsence());
        if (_isDropped) return OrderReplies.Unavailable;
        return _committer.IsFull ? OrderReplies.Busy : null;
    }

    // The account may be made a moment later, so that it does not exist must not be remembered.
    private RejectReason ForgetAbsence()
    {
        DeactivateOnIdle();
        return RejectReason.UnknownAccount;
    }

    private TradingAccount Serving() =>
        _account is { } account && !_isDropped ? account : throw new InvalidOperationException($"Account {Id} does not exist or is being rebuilt.");

    private async Task<FundsReply> DoneBeforeAsync(TradingAccount account, Currency currency)
    {
        var balance = account.Summarize(_marks.Get).Balances.FirstOrDefault(b => b.Currency == currency)?.Total ?? 0m;
        await _committer.WhenDurable;
        return new FundsReply(ReplyStatus.Done, balance, RejectReason.None);
    }

    private Timestamp Now() => Timestamp.From(_clock.GetUtcNow());
}
