namespace Rtx.Storage.Commits;

/// <summary>
/// The number of an activation among those of its stream. Its upper half is the timeline of the database on which it began: epochs of a new timeline are above all before, so what an
/// activation of a lost history still sends is told apart, also where the loss took its epoch back.
/// </summary>
public static class StreamEpoch
{
    private const int TimelineShift = 32;

    /// <summary>What the epochs of a timeline are above.</summary>
    public static long Before(uint timeline) => (long)timeline << TimelineShift;

    /// <summary>Below 0 when an epoch is of an older timeline than another, 0 when they are of the same one.</summary>
    public static int CompareTimelines(long epoch, long other) => (epoch >> TimelineShift).CompareTo(other >> TimelineShift);
}
