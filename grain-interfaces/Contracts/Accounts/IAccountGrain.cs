namespace Rtx.Contracts;

/// <summary>
/// One trading account; the key is its <see cref="AccountId"/>. It decides in memory, alone: idempotency, risk and holds before an order, settlement after it.
/// Whatever an answer states is committed; a call that times out has an unknown outcome and is asked again by client order id.
/// </summary>
[Alias("rtx.IAccountGrain")]
public interface IAccountGrain : IGrainWithIntegerKey
{
    /// <summary>Places an order. The same client order id with the same content gets the order's present state; with other content it is refused.</summary>
    [Alias("PlaceOrder"), ResponseTimeout("00:00:10")]
    Task<OrderReply> PlaceOrder(NewOrder request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Places the orders of a list: all or none. Idempotent by the first order's client order id: the list's orders in their present state. A list of other
    /// content is refused.
    /// </summary>
    [Alias("PlaceOrderList"), ResponseTimeout("00:00:10")]
    Task<OrderListReply> PlaceOrderList(NewOrderList list, CancellationToken cancellationToken = default);

    /// <summary>
    /// Places orders that have nothing to do with each other, as <see cref="PlaceOrder"/> does each of them: the answers are in the order of the requests. They are checked in that
    /// order, and those of one book go there together and become durable in one commit.
    /// </summary>
    [Alias("PlaceOrders"), ResponseTimeout("00:00:10")]
    Task<IReadOnlyList<OrderReply>> PlaceOrders(IReadOnlyList<NewOrder> requests, CancellationToken cancellationToken = default);

    /// <summary>Cancels the open order that this account gave the name to.</summary>
    [Alias("CancelByClientOrderId"), ResponseTimeout("00:00:10")]
    Task<OrderReply> CancelByClientOrderId(ClientOrderId clientOrderId, CancellationToken cancellationToken = default);

    /// <summary>Cancels all open orders that fit, book by book; the reply has those that were cancelled.</summary>
    [Alias("MassCancel"), ResponseTimeout("00:00:10")]
    Task<OrderListReply> MassCancel(MassCancel request, ExecReason reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Starts the dead-man timer anew: all open orders are cancelled unless it is called again in time, also when the silo dies meanwhile, then at worst about
    /// 15 seconds late (the cluster notices the death within 10 s, the other silos look every 5 s). 1 second to 1 day; null stops it. Returns when it will
    /// fire, once that is durable.
    /// </summary>
    [Alias("CancelAllAfter")]
    Task<Timestamp?> CancelAllAfter(TimeSpan? timeout, CancellationToken cancellationToken = default);

    /// <summary>Turns the account's own kill switch on (new orders are refused, open ones cancelled) or off; durable.</summary>
    [Alias("SetKillSwitch"), ResponseTimeout("00:00:10")]
    Task<OrderListReply> SetKillSwitch(bool isOn, CancellationToken cancellationToken = default);

    /// <summary>Changes an open order.</summary>
    [Alias("AmendOrder"), ResponseTimeout("00:00:10")]
    Task<OrderReply> AmendOrder(AmendOrder request, CancellationToken cancellationToken = default);

    /// <summary>Cancels an open order.</summary>
    [Alias("CancelOrder"), ResponseTimeout("00:00:10")]
    Task<OrderReply> CancelOrder(CancelOrder request, CancellationToken cancellationToken = default);

    /// <summary>
    /// The order that this account gave the name to, as SQL has it. One that is on its way is waited for, so <see cref="RejectReason.UnknownOrder"/> means that there is none and none will
    /// come of what was asked before. <see cref="ReplyStatus.Unavailable"/> while the account is being rebuilt.
    /// </summary>
    [Alias("GetOrder"), ReadOnly, ResponseTimeout("00:00:10")]
    Task<OrderReply> GetOrder(ClientOrderId clientOrderId, CancellationToken cancellationToken = default);

    /// <summary>Balances, positions and open orders at one moment, all committed. Null when the account does not exist.</summary>
    [Alias("GetSummary"), ReadOnly]
    Task<AccountSummary?> GetSummary(CancellationToken cancellationToken = default);

    /// <summary>The state of the account with the sequences that it stands at, committed. Null when it does not exist.</summary>
    [Alias("GetFingerprint"), ReadOnly, ResponseTimeout("00:01:00")]
    Task<LiveAccount?> GetFingerprint(CancellationToken cancellationToken = default);

    /// <summary>Books money in (plus) or out (minus). The same reference moves money once.</summary>
    [Alias("MoveFunds")]
    Task<FundsReply> MoveFunds(Money amount, string reference, CancellationToken cancellationToken = default);

    /// <summary>
    /// Applies a book's events to holds, positions and ledger, each exactly once, and returns the settled sequence of that book after the commit.
    /// A batch that leaves a gap after what is settled makes the account read the missing events from SQL. One of an activation that is not the newest is left alone; one of an activation
    /// that began before what the account has settled makes the account drop its memory, because the database has lost commits.
    /// </summary>
    [Alias("Settle")]
    Task<long> Settle(ExecutionBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Settles whatever SQL knows and the account does not.</summary>
    [Alias("CatchUp")]
    Task CatchUp(CancellationToken cancellationToken = default);
}

/// <summary>Events of one account in one book: all of them after <paramref name="After"/> up to and including <paramref name="UpTo"/>.</summary>
/// <param name="InstrumentId">The book.</param>
/// <param name="Epoch">Epoch of the book's activation that tells.</param>
/// <param name="OpenedAt">The book's last sequence when that activation began.</param>
/// <param name="After">Sequence before the first event; −1 when the book does not know what came before.</param>
/// <param name="UpTo">Sequence of the last event.</param>
/// <param name="Events">The events, rising.</param>
[GenerateSerializer, Immutable, Alias("rtx.ExecutionBatch")]
public sealed record ExecutionBatch(InstrumentId InstrumentId, long Epoch, long OpenedAt, long After, long UpTo, IReadOnlyList<OrderEvent> Events);

/// <summary>A live account at one moment.</summary>
/// <param name="LedgerSequence">Its last ledger transaction.</param>
/// <param name="Settled">How far each book is settled.</param>
/// <param name="OnTheirWay">Orders and amendments whose end only the account itself knows. When there are any, <paramref name="State"/> has no holds.</param>
/// <param name="State">Its state.</param>
/// <param name="Controls">What it does by itself: kill switch and dead-man timer.</param>
[GenerateSerializer, Immutable, Alias("rtx.LiveAccount")]
public sealed record LiveAccount(long LedgerSequence, IReadOnlyList<SettledBook> Settled, int OnTheirWay, StateFingerprint State, StateFingerprint Controls);

/// <summary>How far a book is settled.</summary>
/// <param name="InstrumentId">The book.</param>
/// <param name="Sequence">The last settled event.</param>
[GenerateSerializer, Immutable, Alias("rtx.SettledBook")]
public readonly record struct SettledBook(InstrumentId InstrumentId, long Sequence);

/// <summary>The answer to a movement of money.</summary>
/// <param name="Status">How far it came.</param>
/// <param name="Balance">The ledger's balance of that currency after it; 0 unless done.</param>
/// <param name="RejectReason">Why it was refused; <see cref="RejectReason.None"/> otherwise.</param>
[GenerateSerializer, Immutable, Alias("rtx.FundsReply")]
public sealed record FundsReply(ReplyStatus Status, decimal Balance, RejectReason RejectReason)
{
    /// <summary>The numbers that decided a refusal, for people; null when there are none.</summary>
    [Id(3)] public string? Detail { get; init; }
}
