using Rtx.Chaos.Checking;

namespace Rtx.Chaos.Faults;

/// <summary>A failover to a standby.</summary>
internal sealed class Failover
{
    // Reports may be on their way through two processes and Redis.
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(5);
    // Reactivated books announce it immediately; books that nobody calls do so after a sweep has woken them.
    private static readonly TimeSpan ReadAgainPatience = TimeSpan.FromMinutes(1);

    /// <summary>Whether commits waited for the standby.</summary>
    public required bool IsSynchronous { get; init; }

    /// <summary>The standby has everything reported before this time.</summary>
    public required DateTimeOffset ReceivedUntil { get; init; }

    /// <summary>When the primary had ended.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>When the standby had become the primary.</summary>
    public required DateTimeOffset Promoted { get; init; }

    /// <summary>The last sequence of each instrument's book on the standby; missing for books that it did not know.</summary>
    public required IReadOnlyDictionary<int, long> Border { get; init; }

    /// <summary>When all earlier reports had arrived.</summary>
    public DateTimeOffset ToldUntil => Promoted + OnTheWay;

    /// <summary>
    /// When everyone who was told of lost events had been told to read again; the end of the run, if not every book answered again.
    /// </summary>
    public DateTimeOffset ToReadAgainUntil =>
        AcceptedAfter is { } accepted ? Ended + accepted + ReadAgainPatience : DateTimeOffset.MaxValue;

    /// <summary>How long the system was without a primary until every book answered again; null when that never happened.</summary>
    public TimeSpan? AcceptedAfter { get; set; }

    /// <summary>What was reported and what was lost; null until the run has ended.</summary>
    public FailoverLoss? Loss { get; set; }

    /// <summary>Whether the standby may lack something that was reported at this time.</summary>
    public bool MayLackToldAt(DateTimeOffset told) => told >= ReceivedUntil && told <= ToldUntil;

    /// <summary>Whether an event belongs to the history that has ended, and lies beyond what the standby had of it.</summary>
    public bool IsBeyond(int instrument, long sequence, DateTimeOffset time) =>
        time <= Ended && sequence > Border.GetValueOrDefault(instrument);
}
