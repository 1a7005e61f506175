namespace Rtx.Contracts;

/// <summary>
/// Compares what runs with what SQL says, on the running system: a live book or account tells its state together with the sequence that it stands at, and the same is
/// rebuilt from SQL up to that very sequence. Stateless; the key is 0.
/// </summary>
[Alias("rtx.IVerificationGrain")]
public interface IVerificationGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Compares a live book with its <c>order_events</c>, and those with <c>orders</c>. Replays every event of the book. Null when there is no such instrument.
    /// </summary>
    [Alias("VerifyBook"), ReadOnly, ResponseTimeout("00:06:00")]
    Task<VerificationResult?> VerifyBook(InstrumentId instrument, CancellationToken cancellationToken = default);

    /// <summary>
    /// Compares a live account with what its deposits and the events of its orders add up to, and that with the tables of balances, positions, settlements and orders.
    /// Applies every event of the account. Null when there is no such account.
    /// </summary>
    [Alias("VerifyAccount"), ReadOnly, ResponseTimeout("00:06:00")]
    Task<VerificationResult?> VerifyAccount(AccountId account, CancellationToken cancellationToken = default);

    /// <summary>What accounts have not settled yet, the oldest first.</summary>
    /// <param name="limit">Largest number of rows of <see cref="SettlementLag.Oldest"/>, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    [Alias("GetSettlementLag"), ReadOnly]
    Task<SettlementLag> GetSettlementLag(int limit, CancellationToken cancellationToken = default);
}

/// <summary>What comparing one book or one account found.</summary>
/// <param name="Comparisons">What was compared.</param>
[GenerateSerializer, Immutable, Alias("rtx.VerificationResult")]
public sealed record VerificationResult(IReadOnlyList<StateComparison> Comparisons);

/// <summary>Two states that must be equal.</summary>
/// <param name="Left">What one is of, e.g. <c>the live book</c>.</param>
/// <param name="Right">What the other is of.</param>
/// <param name="Sequence">Where both stand: the sequence of the book, or of the account's ledger.</param>
/// <param name="LeftHash">Hash of the one.</param>
/// <param name="RightHash">Hash of the other.</param>
/// <param name="Differences">Parts that differ; none when all is well.</param>
/// <param name="Remark">What was left out of the comparison and why; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("rtx.StateComparison")]
public sealed record StateComparison(
    string Left, string Right, long Sequence, ulong LeftHash, ulong RightHash, IReadOnlyList<StateDifference> Differences, string? Remark);

/// <summary>A part in which two states differ.</summary>
/// <param name="Part">What it is.</param>
/// <param name="Left">The one value; null when that state has no such part.</param>
/// <param name="Right">The other value.</param>
[GenerateSerializer, Immutable, Alias("rtx.StateDifference")]
public readonly record struct StateDifference(string Part, string? Left, string? Right);

/// <summary>Events that books have committed and accounts have not settled yet.</summary>
/// <param name="UnsettledBooks">Pairs of account and book with unsettled events.</param>
/// <param name="Lag">Age of the oldest unsettled event; zero when there is none. Up to a second is usual: events that move no money are noted late.</param>
/// <param name="Oldest">The oldest pairs.</param>
[GenerateSerializer, Immutable, Alias("rtx.SettlementLag")]
public sealed record SettlementLag(long UnsettledBooks, TimeSpan Lag, IReadOnlyList<UnsettledBook> Oldest);

/// <summary>Events of a book that an account has not settled.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="InstrumentId">The book.</param>
/// <param name="SettledSequence">Settled up to here.</param>
/// <param name="LastSequence">The account's last event in the book.</param>
/// <param name="Since">Time of the first unsettled event.</param>
[GenerateSerializer, Immutable, Alias("rtx.UnsettledBook")]
public readonly record struct UnsettledBook(AccountId AccountId, InstrumentId InstrumentId, long SettledSequence, long LastSequence, Timestamp Since);
