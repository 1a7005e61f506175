using System.Diagnostics.CodeAnalysis;
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
/// <see cref="AccountControls"/>, <see cref="AccountCash"/>, <see cref="AccountSettlement"/>, <see cref="MarginWatch"/>, <see cref="AccountQueries"/>; here is its life.</para>
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

    private Parts? _parts;

    public AccountGrain(
        IGrainContext context, IAccountStore store, IAccountControlStore controlStore, IMarginStore marginStore, GroupCommit commits, OrderAdmission admission, MarkPrices marks, TimeProvider clock,
        IOptions<AccountOptions> options, ILogger<AccountGrain> log)
        : base(context)
    {
        (_store, _controlStore, _marginStore, _admission, _marks, _clock, _options, _log) = (store, controlStore, marginStore, admission, marks, clock, options.Value, log);
        _writer = new AccountWriter(this, Id, commits, _options.MaxWaitingDecisions, log);
    }

    public void Drop(Exception unexpected) => _writer.Drop(unexpected);

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
        return NotServing(out var parts) ?? await _admission.AdmitAsync(parts.Active.Account.Account.Owner, () => parts.Placement.PlaceAsync(request, cancellationToken), OrderReplies.Busy);
    }

    public async Task<OrderListReply> PlaceOrderList(NewOrderList list, CancellationToken cancellationToken) =>
        NotServing(out var parts) is { } refusal
            ? OrderReplies.ForList(refusal)
            : await _admission.AdmitAsync(parts.Active.Account.Account.Owner, () => parts.Lists.PlaceAsync(list, cancellationToken), OrderReplies.ForList(OrderReplies.Busy));

    public async Task<IReadOnlyList<OrderReply>> PlaceOrders(IReadOnlyList<NewOrder> requests, CancellationToken cancellationToken)
    {
        return NotServing(out var parts) is { } refusal
            ? ForEach(refusal)
            : await _admission.AdmitAsync(parts.Active.Account.Account.Owner, requests.Count, () => parts.Placement.PlaceEachAsync(requests, cancellationToken), ForEach(OrderReplies.Busy));

        IReadOnlyList<OrderReply> ForEach(OrderReply reply) => [.. Enumerable.Repeat(reply, requests.Count)];
    }

    public async Task<OrderReply> AmendOrder(AmendOrder request, CancellationToken cancellationToken) =>
        NotServing(out var parts) ?? await _admission.AdmitAsync(parts.Active.Account.Account.Owner, () => parts.Changes.AmendAsync(request, cancellationToken), OrderReplies.Busy);

    public async Task<OrderReply> CancelOrder(CancelOrder request, CancellationToken cancellationToken) =>
        NotServing(out var parts) ?? await parts.Changes.CancelAsync(request, cancellationToken);

    public async Task<OrderReply> CancelByClientOrderId(ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        NotServing(out var parts) ?? await parts.Changes.CancelAsync(clientOrderId, cancellationToken);

    public async Task<OrderListReply> MassCancel(MassCancel request, ExecReason reason, CancellationToken cancellationToken) =>
        NotServing(out var parts) is { } refusal
            ? OrderReplies.ForList(refusal)
            : await parts.Cancels.CancelAsync(request, reason, cancellationToken);

    public async Task<OrderListReply> SetKillSwitch(bool isOn, CancellationToken cancellationToken) =>
        // However much waits, it can be turned on.
        NotServing(out var parts) is { } refusal && !(isOn && refusal.Status == ReplyStatus.Busy) ? OrderReplies.ForList(refusal) : await parts.Controls.SetKillSwitchAsync(isOn);

    public Task<Timestamp?> CancelAllAfter(TimeSpan? timeout, CancellationToken cancellationToken) => Serving().Controls.CancelAllAfterAsync(timeout);

    public async Task<OrderReply> GetOrder(ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        if (Exists(out var parts)) return await parts.Queries.GetOrderAsync(clientOrderId, cancellationToken);
        return await _store.FindOrderAsync(Id, clientOrderId, cancellationToken) is { } placed ? OrderReplies.Done(placed.Order) : OrderReply.Refuse(RejectReason.UnknownOrder);
    }

    public async Task<AccountSummary?> GetSummary(CancellationToken cancellationToken) =>
        Exists(out var parts) ? await parts.Queries.GetSummaryAsync(cancellationToken) : null;

    public async Task<LiveAccount?> GetFingerprint(CancellationToken cancellationToken) =>
        Exists(out var parts) ? await parts.Queries.GetFingerprintAsync(cancellationToken) : null;

    public Task<FundsReply> MoveFunds(Money amount, string reference, CancellationToken cancellationToken) =>
        NotServing(out var parts) is { } refusal ? Task.FromResult(new FundsReply(refusal.Status, 0m, refusal.RejectReason)) : parts.Cash.MoveAsync(amount, reference, cancellationToken);

    public Task<long> Settle(ExecutionBatch batch, CancellationToken cancellationToken) => Serving().Settlement.SettleAsync(batch, cancellationToken);

    public Task CatchUp(CancellationToken cancellationToken) => Serving().Settlement.CatchUpAsync(cancellationToken);

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
        var active = new ActiveAccount(account, _writer, new AccountInstruments(account, GrainFactory, _marks), books, new ClientOrderIds(_options.MaxKnownClientOrderIds), _store, _clock, _log);
        foreach (var instrument in snapshot.Instruments) active.Instruments.Register(instrument);
        foreach (var id in snapshot.ClientOrderIds) active.Names.AddUsed(id);
        return active;
    }

    private OrderReply? NotServing(out Parts parts)
    {
        parts = _parts!;
        if (_parts is null) return OrderReply.Refuse(ForgetAbsence());
        if (_writer.IsDropped) return OrderReplies.Unavailable;
        return _writer.IsFull ? OrderReplies.Busy : null;
    }

    private bool Exists([NotNullWhen(true)] out Parts? parts)
    {
        parts = _parts;
        if (parts is not null) return true;
        ForgetAbsence();
        return false;
    }

    // The account may be made a moment later, so that it does not exist must not be remembered.
    private RejectReason ForgetAbsence()
    {
        DeactivateOnIdle();
        return RejectReason.UnknownAccount;
    }

    private Parts Serving() =>
        _parts is { } parts && !_writer.IsDropped ? parts : throw new DataUnavailableException($"Account {Id} does not exist or is being rebuilt.");

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
            Cash = new AccountCash(active);
            Settlement = new AccountSettlement(active, Margin, log);
            Queries = new AccountQueries(active, Controls);
        }

        public ActiveAccount Active { get; }

        public OrderPlacement Placement { get; }

        public ListPlacement Lists { get; }

        public OrderChanges Changes { get; }

        public MassCancels Cancels { get; }

        public AccountControls Controls { get; }

        public MarginWatch Margin { get; }

        public AccountCash Cash { get; }

        public AccountSettlement Settlement { get; }

        public AccountQueries Queries { get; }
    }
}
