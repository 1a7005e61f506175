using Rtx.Chaos.Checking;

namespace Rtx.Chaos.Faults;

/// <summary>A standby took the place of the primary.</summary>
internal sealed class Failover
{
    // What was told may be on its way through two processes and Redis.
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(5);
    // Books that are served again say so at once, those that nobody asks for when a sweep has woken them.
    private static readonly TimeSpan ReadAgainPatience = TimeSpan.FromMinutes(1);

    /// <summary>Whether commits waited for the standby.</summary>
    public required bool IsSynchronous { get; init; }

    /// <summary>What was told before is what the standby has.</summary>
    public required DateTimeOffset ReceivedUntil { get; init; }

    /// <summary>When the primary had ended.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>When the standby had become the primary.</summary>
    public required DateTimeOffset Promoted { get; init; }

    /// <summary>The last sequence of each instrument's book that the standby had; none for a book that it did not know.</summary>
    public required IReadOnlyDictionary<int, long> Border { get; init; }

    /// <summary>When all that was told of the time before had arrived.</summary>
    public DateTimeOffset ToldUntil => Promoted + OnTheWay;

    /// <summary>When whoever was told of what is lost had been told to read again; the end of the run, if not every book answered again.</summary>
    public DateTimeOffset ToReadAgainUntil => AcceptedAfter is { } accepted ? Ended + accepted + ReadAgainPatience : DateTimeOffset.MaxValue;

    /// <summary>How long the primary was away until every book answered again; null when it never did.</summary>
    public TimeSpan? AcceptedAfter { get; set; }

    /// <summary>What was told, and what is lost; null until the run has ended.</summary>
    public FailoverLoss? Loss { get; set; }

    /// <summary>Whether something was told that the standby may lack.</summary>
    public bool MayLackToldAt(DateTimeOffset told) => told >= ReceivedUntil && told <= ToldUntil;

    /// <summary>Whether an event happened in the history that has ended, and beyond what the standby had of it.</summary>
    public bool IsBeyond(int instrument, long sequence, DateTimeOffset time) => time <= Ended && sequence > Border.GetValueOrDefault(instrument);
}
