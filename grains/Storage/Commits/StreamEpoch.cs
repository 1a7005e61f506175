namespace Rtx.Storage.Commits;

/// <summary>
/// The number of an activation of a stream. The upper half is the database's timeline when it began: epochs of a new timeline are higher
/// than all before, so messages of an activation whose history was lost are recognised even when its epoch was lost with it.
/// </summary>
public static class StreamEpoch
{
    private const int TimelineShift = 32;

    /// <summary>The number below all epochs of a timeline.</summary>
    public static long Before(uint timeline) => (long)timeline << TimelineShift;

    /// <summary>Negative when the first epoch is of an older timeline, 0 when both are of the same one.</summary>
    public static int CompareTimelines(long epoch, long other) => (epoch >> TimelineShift).CompareTo(other >> TimelineShift);
}
