using Rtx.Model;

namespace Rtx.Storage.Trading;

/// <summary>What an account's activation reads; all of it is committed.</summary>
public interface IAccountStore
{
    /// <summary>
    /// Takes the next epoch of the account, then reads its state at one moment; null when there is no such account. Whatever an earlier activation commits after it, also
    /// through a book that relies on it, is refused.
    /// </summary>
    /// <param name="id">The account.</param>
    /// <param name="maxClientOrderIds">The snapshot has at most one more of the account's client order ids: then there are more.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AccountSnapshot?> OpenAsync(AccountId id, int maxClientOrderIds, CancellationToken cancellationToken);

    /// <summary>Committed events of an account in one book after a sequence, in order.</summary>
    Task<IReadOnlyList<OrderEvent>> ReadEventsAsync(AccountId account, InstrumentId instrument, long after, CancellationToken cancellationToken);

    /// <summary>The newest epoch of a book; 0 when it was never opened.</summary>
    Task<long> ReadBookEpochAsync(InstrumentId instrument, CancellationToken cancellationToken);

    /// <summary>Books that have events which the account has not settled.</summary>
    Task<IReadOnlyList<InstrumentId>> ReadUnsettledBooksAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>
    /// The order of a client order id with what was first asked for, refused ones included; null when the id was never used. A name that an order had before it was
    /// amended finds it too.
    /// </summary>
    Task<PlacedOrder?> FindOrderAsync(AccountId account, ClientOrderId clientOrderId, CancellationToken cancellationToken);

    /// <summary>
    /// How an amendment gave an order its name: the order before and after it; null when no amendment did. Reads the events of the account between the order's first and its
    /// last one, so it is for repeated requests only.
    /// </summary>
    Task<PlacedAmendment?> FindAmendmentAsync(AccountId account, OrderId order, ClientOrderId newClientOrderId, CancellationToken cancellationToken);

    /// <summary>The order of an id when it is the account's; null otherwise.</summary>
    Task<Order?> FindOrderAsync(AccountId account, OrderId order, CancellationToken cancellationToken);

    /// <summary>What a ledger reference moved to the account; null when it was never used.</summary>
    Task<Money?> FindMovementAsync(AccountId account, string reference, CancellationToken cancellationToken);
}
