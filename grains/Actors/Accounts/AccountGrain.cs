using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Rtx.Actors.Commits;
using Rtx.Actors.Diagnostics;
using Rtx.Actors.Failures;
using Rtx.Actors.Instruments;
using Rtx.Domain.Accounts;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Accounts;

/// <summary>
/// The writer of one account. Reentrancy is needed, because a book settles an account while the account waits for that book, and it is safe, because every
/// decision (reserve, release, apply, move funds) is one synchronous stretch on <see cref="TradingAccount"/>, queued for the commit before the first await.
/// A failed commit or an unknown outcome ends the activation; the next one rebuilds from SQL and takes a new epoch, which makes books refuse what this one
/// still has on its way.
/// <para>What it does lies in its parts: <see cref="OrderPlacement"/>, <see cref="ListPlacement"/>, <see cref="OrderChanges"/>, <see cref="MassCancels"/>,
/// <see cref="AccountControls"/>, <see cref="MarginWatch"/>; here are its life, its money and its settlement.</para>
/// </summary>
[Reentrant]
internal sealed class AccountGrain : Grain, IAccountGrain, IMemoryKeeper
{
    private readonly IAccountStore _store;
    private readonly IAccountControlStore _controlStore;
    private readonly IMarginStore _marginStore;
    private readonly OrderAdmission _admission;
    private readonly MarkPrices _marks;
    private readonly TimeProvider _clock;
    private readonly AccountOptions _options;
    private readonly ILogger<AccountGrain> _log;
    private readonly AccountWriter _writer;
    private readonly HashSet<string> _movementsInFlight = [];

    private Parts? _parts;

    public AccountGrain(
        IGrainContext context, IAccountStore store, IAccountControlStore controlStore, IMarginStore marginStore, GroupCommit commits, OrderAdmission admission, MarkPrices marks, TimeProvider clock,
        IOptions<AccountOptions> options, ILogger<AccountGrain> log)
        : base(context)
    {
        (_store, _controlStore, _marginStore, _admission, _marks, _clock, _options, _log) = (store, controlStore, marginStore, admission, marks, clock, options.Value, log);
        _writer = new AccountWriter(this, Id, commits, _options.MaxWaitingDecisions, log);
    }

    public void Drop(Exception unexpected) => _writer.Drop();

    private AccountId Id => new(this.GetPrimaryKeyLong());

    public override Task OnActivateAsync(CancellationToken cancellationToken) => Reading.OrUnavailableAsync(() => BeginAsync(cancellationToken));

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // What waits is still committed and answered; a failure has been answered already.
        _ = _writer.SaveSettledAsync();
        await _writer.WhenDurable.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public async Task<OrderReply> PlaceOrder(NewOrder request, CancellationToken cancellationToken)
    {
        using var activity = OrderTracing.Source.StartActivity("order.place");
        return NotServing(out var parts) ?? await _admission.AdmitAsync(parts.Active.Account.Account.Owner, () => parts.Placement.PlaceAsync(request, UnlessUnavailableAsync, cancellationToken), OrderReplies.Busy);
    }

    public async Task<OrderListReply> PlaceOrderList(NewOrderList list, CancellationToken cancellationToken) =>
        NotServing(out var parts) is { } refusal
            ? OrderReplies.ForList(refusal)
            : await _admission.AdmitAsync(parts.Active.Account.Account.Owner, () => parts.Lists.PlaceAsync(list, UnlessUnavailableAsync, cancellationToken), OrderReplies.ForList(OrderReplies.Busy));

    public async Task<IReadOnlyList<OrderReply>> PlaceOrders(IReadOnlyList<NewOrder> requests, CancellationToken cancellationToken)
    {
        return NotServing(out var parts) is { } refusal
            ? ForEach(refusal)
            : await _admission.AdmitAsync(parts.Active.Account.Account.Owner, requests.Count, () => parts.Placement.PlaceEachAsync(requests, UnlessUnavailableAsync, cancellationToken), ForEach(OrderReplies.Busy));

        IReadOnlyList<OrderReply> ForEach(OrderReply reply) => [.. Enumerable.Repeat(reply, requests.Count)];
    }

    public async Task<OrderReply> AmendOrder(AmendOrder request, CancellationToken cancellationToken) =>
        NotServing(out var parts) ?? await _admission.AdmitAsync(parts.Active.Account.Account.Owner, () => parts.Changes.AmendAsync(request, UnlessUnavailableAsync, cancellationToken), OrderReplies.Busy);

    public async Task<OrderReply> CancelOrder(CancelOrder request, CancellationToken cancellationToken) =>
        NotServing(out var parts) ?? await UnlessUnavailableAsync(() => parts.Changes.CancelAsync(request, cancellationToken));

    public async Task<OrderReply> CancelByClientOrderId(ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        NotServing(out var parts) ?? await UnlessUnavailableAsync(() => parts.Changes.CancelAsync(clientOrderId, cancellationToken));

    public async Task<OrderListReply> MassCancel(MassCancel request, ExecReason reason, CancellationToken cancellationToken) =>
        NotServing(out var parts) is { } refusal
            ? OrderReplies.ForList(refusal)
            : await UnlessUnavailableAsync(() => parts.Cancels.CancelAsync(request, reason, cancellationToken));

    public async Task<OrderListReply> SetKillSwitch(bool isOn, CancellationToken cancellationToken) =>
        // However much waits, it can be turned on.
        NotServing(out var parts) is { } refusal && !(isOn && refusal.Status == ReplyStatus.Busy) ? OrderReplies.ForList(refusal) : await parts.Controls.SetKillSwitchAsync(isOn);

    public Task<Timestamp?> CancelAllAfter(TimeSpan? timeout, CancellationToken cancellationToken) => Serving().Controls.CancelAllAfterAsync(timeout);

    public async Task<OrderReply> GetOrder(ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        // What is on its way is not there yet, and may be in a moment.
        if (_parts?.Active.Names.FindInFlight(clientOrderId) is { } onItsWay) await onItsWay.WaitAsync(cancellationToken);
        if (await _store.FindOrderAsync(Id, clientOrderId, cancellationToken) is { } placed) return OrderReplies.Done(placed.Order);
        return _parts is { Active: var active } ? await active.UnknownOrderAsync() : OrderReply.Refuse(RejectReason.UnknownOrder);
    }

    public async Task<AccountSummary?> GetSummary(CancellationToken cancellationToken)
    {
        if (_parts?.Active is not { } active)
        {
            ForgetAbsence();
            return null;
        }

        await active.Instruments.RefreshMarksAsync(cancellationToken);
        var summary = active.Account.Summarize(active.Instruments.Marks);
        // Shown only once all that it shows is durable.
        await _writer.WhenDurable.WaitAsync(cancellationToken);
        return summary;
    }

    public async Task<LiveAccount?> GetFingerprint(CancellationToken cancellationToken)
    {
        if (_parts is not { } parts)
        {
            ForgetAbsence();
            return null;
        }

        var account = parts.Active.Account;
        var live = new LiveAccount(
            account.LedgerSequence, [.. account.SettledSequences.Select(settled => new SettledBook(settled.Instrument, settled.Sequence))], account.OnTheirWay,
            AccountFingerprint.Of(account, withHolds: account.OnTheirWay == 0), AccountFingerprint.Of(account.IsKillSwitchOn, parts.Controls.CancelAllAt));
        // Shown only once all that it shows is durable.
        await _writer.WhenDurable.WaitAsync(cancellationToken);
        return live;
    }

    public async Task<FundsReply> MoveFunds(Money amount, string reference, CancellationToken cancellationToken)
    {
        if (NotServing(out var parts) is { } refusal) return new FundsReply(refusal.Status, 0m, refusal.RejectReason);
        var active = parts.Active;
        if (reference.StartsWith("trade:", StringComparison.Ordinal))
            return new FundsReply(ReplyStatus.Refused, 0m, RejectReason.InvalidTerms);
        if (!_movementsInFlight.Add(reference)) return new FundsReply(ReplyStatus.Busy, 0m, RejectReason.None);
        try
        {
            if (await _store.FindMovementAsync(Id, reference, cancellationToken) is { } before)
                return before == amount ? await DoneBeforeAsync(active, amount.Currency) : new FundsReply(ReplyStatus.Refused, 0m, RejectReason.DuplicateClientOrderId);
            if (amount.Amount < 0m) await active.Instruments.RenewMarksAsync(cancellationToken);
            if (_writer.IsDropped) return new FundsReply(ReplyStatus.Unavailable, 0m, RejectReason.None);
            var decision = active.Account.MoveFunds(amount, reference, active.Now, active.Instruments.Marks);
            if (decision.RejectReason != RejectReason.None) return new FundsReply(ReplyStatus.Refused, 0m, decision.RejectReason) { Detail = decision.Detail };
            await _writer.CommitChangesAsync();
            return new FundsReply(ReplyStatus.Done, decision.Balance, RejectReason.None);
        }
        catch (CommitException e)
        {
            return new FundsReply(OrderReplies.For(e, Id).Status, 0m, RejectReason.None);
        }
        catch (Exception e) when (IsSilence(e))
        {
            // Only the commit writes.
            _log.NothingDecided(Id, e);
            return new FundsReply(ReplyStatus.Unavailable, 0m, RejectReason.None);
        }
        finally
        {
            _movementsInFlight.Remove(reference);
        }
    }

    public async Task<long> Settle(ExecutionBatch batch, CancellationToken cancellationToken)
    {
        var active = Serving().Active;
        switch (StreamEpoch.CompareTimelines(batch.Epoch, _writer.Stamp.Epoch))
        {
            case < 0:
                return active.Account.SettledSequence(batch.InstrumentId);
            case > 0:
                _writer.Drop();
                throw new DataUnavailableException($"Account {Id} is of an older timeline than the book of instrument {batch.InstrumentId}.");
        }

        if (await active.Instruments.FindAsync(batch.InstrumentId, cancellationToken) is null) throw new DataUnavailableException($"Instrument {batch.InstrumentId} does not exist.");
        if (!active.Account.KnowsEpoch(batch.InstrumentId))
        {
            var newest = await _store.ReadBookEpochAsync(batch.InstrumentId, cancellationToken);
            if (!active.Account.KnowsEpoch(batch.InstrumentId)) active.Account.RestoreBookEpoch(batch.InstrumentId, newest);
        }

        var settled = active.Account.SettledSequence(batch.InstrumentId);
        switch (active.Account.Meet(batch.InstrumentId, batch.Epoch, batch.OpenedAt))
        {
            case BookHistory.Outdated:
                return settled;
            case BookHistory.Lost:
                _log.HistoryLost(Id, batch.InstrumentId, settled, batch.Epoch, batch.OpenedAt);
                _writer.Drop();
                throw new DataUnavailableException($"Account {Id} has settled what the book of instrument {batch.InstrumentId} does not have; it is being rebuilt.");
            case BookHistory.Same:
                break;
        }

        // SETTLE-3.
        var isGap = batch.After < 0 || batch.After > settled;
        if (settled < batch.UpTo) active.Apply(isGap ? await _store.ReadEventsAsync(Id, batch.InstrumentId, settled, cancellationToken) : batch.Events);
        _parts?.Margin.Notice();
        // SETTLE-4.
        await _writer.CommitChangesAsync();
        return active.Account.SettledSequence(batch.InstrumentId);
    }

    public async Task CatchUp(CancellationToken cancellationToken)
    {
        var active = Serving().Active;
        foreach (var book in await _store.ReadUnsettledBooksAsync(Id, cancellationToken))
        {
            if (await active.Instruments.FindAsync(book, cancellationToken) is not null) await active.PullAsync(book, cancellationToken);
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (await _store.OpenAsync(Id, _options.MaxKnownClientOrderIds, cancellationToken) is not { } snapshot) return;
        var controls = await _controlStore.ReadAsync(Id, cancellationToken);
        var margin = await _marginStore.ReadLastAsync(Id, cancellationToken);
        var active = Load(snapshot);
        _writer.Begin(active.Account, snapshot.Epoch, snapshot.Sequence);
        var parts = new Parts(active, GrainFactory, this, DelayDeactivation, _log);
        _log.AccountActivated(Id, snapshot.Epoch, snapshot.OpenOrders.Count, snapshot.Unsettled.Count);
        if (snapshot.Unsettled.Count > 0) await _writer.CommitChangesAsync();
        _parts = parts;
        parts.Controls.Restore(controls);
        parts.Margin.Restore(margin);
    }

    private ActiveAccount Load(AccountSnapshot snapshot)
    {
        var account = SavedAccount.Restore(snapshot, Timestamp.From(_clock.GetUtcNow()));
        var books = new BookCalls(instrument => GrainFactory.GetGrain<IOrderBookGrain>(instrument.Value), _writer, _log);
        var active = new ActiveAccount(account, _writer, new AccountInstruments(account, GrainFactory, _marks), books, new ClientOrderIds(_options.MaxKnownClientOrderIds), _store, _clock);
        foreach (var instrument in snapshot.Instruments) active.Instruments.Register(instrument);
        foreach (var id in snapshot.ClientOrderIds) active.Names.AddUsed(id);
        return active;
    }

    // The book's answer is waited for in BookCalls, so whatever fails here failed while nothing was decided.
    private Task<OrderReply> UnlessUnavailableAsync(Func<Task<OrderReply>> work) => UnlessUnavailableAsync(work, OrderReplies.Unavailable);

    private Task<OrderListReply> UnlessUnavailableAsync(Func<Task<OrderListReply>> work) => UnlessUnavailableAsync(work, OrderReplies.ForList(OrderReplies.Unavailable));

    private async Task<T> UnlessUnavailableAsync<T>(Func<Task<T>> work, T unavailable)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (IsSilence(e))
        {
            _log.NothingDecided(Id, e);
            return unavailable;
        }
    }

    /// <summary>Whether somebody did not answer, before anything was decided.</summary>
    internal static bool IsSilence(Exception e) => e is DbException or DataUnavailableException or TimeoutException or OrleansException or OperationCanceledException;

    private OrderReply? NotServing(out Parts parts)
    {
        parts = _parts!;
        if (_parts is null) return OrderReply.Refuse(ForgetAbsence());
        if (_writer.IsDropped) return OrderReplies.Unavailable;
        return _writer.IsFull ? OrderReplies.Busy : null;
    }

    // The account may be made a moment later, so that it does not exist must not be remembered.
    private RejectReason ForgetAbsence()
    {
        DeactivateOnIdle();
        return RejectReason.UnknownAccount;
    }

    private Parts Serving() =>
        _parts is { } parts && !_writer.IsDropped ? parts : throw new DataUnavailableException($"Account {Id} does not exist or is being rebuilt.");

    private async Task<FundsReply> DoneBeforeAsync(ActiveAccount active, Currency currency)
    {
        var balance = active.Account.Summarize(active.Instruments.Marks).Balances.FirstOrDefault(b => b.Currency == currency)?.Total ?? 0m;
        await _writer.WhenDurable;
        return new FundsReply(ReplyStatus.Done, balance, RejectReason.None);
    }

    /// <summary>What an activation does its work with.</summary>
    private sealed class Parts
    {
        public Parts(ActiveAccount active, IGrainFactory grains, IGrainBase grain, Action<TimeSpan> stayActive, ILogger log)
        {
            var terms = new OrderTermsResolver(grains);
            Active = active;
            Placement = new OrderPlacement(active, terms);
            Lists = new ListPlacement(active, terms);
            Changes = new OrderChanges(active);
            Cancels = new MassCancels(active);
            Controls = new AccountControls(active, Cancels, grain, stayActive, log);
            Margin = new MarginWatch(active, Cancels, grains, grain, log);
        }

        public ActiveAccount Active { get; }

        public OrderPlacement Placement { get; }

        public ListPlacement Lists { get; }

        public OrderChanges Changes { get; }

        public MassCancels Cancels { get; }

        public AccountControls Controls { get; }

        public MarginWatch Margin { get; }
    }
}
