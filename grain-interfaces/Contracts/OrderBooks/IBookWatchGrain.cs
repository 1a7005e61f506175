namespace Rtx.Contracts;

/// <summary>
/// Knows the books that do not serve: whose commits keep failing, or that cannot begin. A book that fails says so; from then on it is asked to prove itself, again and again, until it does.
/// In memory only; the key is 0.
/// </summary>
[Alias("rtx.IBookWatchGrain")]
public interface IBookWatchGrain : IGrainWithIntegerKey
{
    /// <summary>A book could not commit, or not begin.</summary>
    [Alias("ReportFailure"), OneWay]
    Task ReportFailure(InstrumentId instrument);

    /// <summary>Books that have failed and could not prove since that they serve.</summary>
    [Alias("ListFailing"), ReadOnly]
    Task<IReadOnlyList<InstrumentId>> ListFailing(CancellationToken cancellationToken = default);
}
