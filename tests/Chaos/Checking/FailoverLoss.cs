namespace Rtx.Chaos.Checking;

/// <summary>What was told of the history that ended with a failover, and what is left of it.</summary>
internal sealed class FailoverLoss
{
    /// <summary>Events that were told after the standby had received its last.</summary>
    public HashSet<(int Instrument, long Sequence)> Told { get; } = [];

    /// <summary>Those of them that are beyond what it had received.</summary>
    public HashSet<(int Instrument, long Sequence)> Beyond { get; } = [];

    /// <summary>Those of them that are not there any more.</summary>
    public HashSet<(int Instrument, long Sequence)> Lost { get; } = [];

    /// <summary>Refusals and movements of money that were told and are not there any more.</summary>
    public int LostElse { get; set; }
}
