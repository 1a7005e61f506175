namespace Rtx.Chaos.Checking;

/// <summary>What was reported of the history that ended with a failover, and what is left of it.</summary>
internal sealed class FailoverLoss
{
    /// <summary>Events reported after the standby had received its last one.</summary>
    public HashSet<(int Instrument, long Sequence)> Told { get; } = [];

    /// <summary>Those of them beyond what it had received.</summary>
    public HashSet<(int Instrument, long Sequence)> Beyond { get; } = [];

    /// <summary>Those of them that no longer exist.</summary>
    public HashSet<(int Instrument, long Sequence)> Lost { get; } = [];

    /// <summary>Refusals and movements of money that were reported and no longer exist.</summary>
    public int LostElse { get; set; }
}
