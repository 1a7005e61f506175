namespace Rtx.Contracts;

/// <summary>
/// Knows the books that do not serve: whose commits keep failing, or that cannot begin. A book that fails says so; from then on it is asked to prove itself, again and again, until it does.
/// Those that a dead silo has left are woken.
/// In memory only; the key is 0.
/// </summary>
[Alias("rtx.IBookWatchGrain")]
public interface IBookWatchGrain : IGrainWithIntegerKey
{
    /// <summary>A book could not commit, or not begin.</summary>
    [Alias("ReportFailure"), OneWay]
    Task ReportFailure(InstrumentId instrument);

    /// <summary>
    /// Wakes the books that should be awake, in case their silo has died: those with open orders, which expire and trigger, those in an auction, which ends, and those that were used of
    /// late, which may not have told all of it. Several silos ask; it is done once in a while.
    /// </summary>
    [Alias("WakeBooks"), AlwaysInterleave, ResponseTimeout("00:02:00")]
    Task WakeBooks(CancellationToken cancellationToken = default);

    /// <summary>Books that have failed and could not prove since that they serve.</summary>
    [Alias("ListFailing"), ReadOnly]
    Task<IReadOnlyList<InstrumentId>> ListFailing(CancellationToken cancellationToken = default);
}
