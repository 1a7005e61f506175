using Rtx.Chaos.Faults;

namespace Rtx.Chaos.Checking;

/// <summary>
/// What failovers to a standby that lacked commits may have lost: events reported after the standby had received its last one, and beyond
/// it. A synchronous standby lacks nothing that was reported.
/// </summary>
internal sealed class Losses(IReadOnlyList<Failover> failovers)
{
    private readonly Dictionary<Failover, FailoverLoss> _of = failovers.ToDictionary(failover => failover, _ => new FailoverLoss());

    public FailoverLoss Of(Failover failover) => _of[failover];

    /// <summary>Records the position of an event that was reported.</summary>
    public void Tell(int instrument, long sequence, DateTimeOffset time, DateTimeOffset told)
    {
        foreach (var failover in failovers.Where(failover => time <= failover.Ended && failover.MayLackToldAt(told)))
        {
            Of(failover).Told.Add((instrument, sequence));
            if (failover.IsBeyond(instrument, sequence, time)) Of(failover).Beyond.Add((instrument, sequence));
        }
    }

    /// <summary>Records a reported event that is missing.</summary>
    /// <returns>The failover that may have lost it; null when none may.</returns>
    public Failover? Lose(int instrument, long sequence, DateTimeOffset time, DateTimeOffset told)
    {
        var loser = failovers.FirstOrDefault(failover =>
            !failover.IsSynchronous && failover.IsBeyond(instrument, sequence, time) && failover.MayLackToldAt(told));
        if (loser is not null) Of(loser).Lost.Add((instrument, sequence));
        return loser;
    }

    /// <summary>Records something without a sequence that was reported and is missing: a refusal or a movement of money.</summary>
    /// <returns>Whether a failover may have lost it.</returns>
    public bool LoseElse(DateTimeOffset told)
    {
        var loser = LoserOf(told);
        if (loser is not null) Of(loser).LostElse++;
        return loser is not null;
    }

    /// <summary>Whether something reported at this time may be lost.</summary>
    public bool MayBeLost(DateTimeOffset told) => LoserOf(told) is not null;

    private Failover? LoserOf(DateTimeOffset told) =>
        failovers.FirstOrDefault(failover => !failover.IsSynchronous && failover.MayLackToldAt(told));
}
