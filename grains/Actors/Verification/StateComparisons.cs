namespace Rtx.Actors.Verification;

/// <summary>Makes comparisons of states.</summary>
internal static class StateComparisons
{
    private const int MaxReadings = 5;

    public static StateComparison Compare(long sequence, (string Name, StateFingerprint State) left, (string Name, StateFingerprint State) right, string? remark = null) => new(
        left.Name, right.Name, sequence, left.State.Hash(), right.State.Hash(),
        [.. left.State.DifferencesTo(right.State).Select(difference => new StateDifference(difference.Name, difference.Own, difference.Other))], remark);

    /// <summary>
    /// Compares what has no sequence: a live state with what SQL has of it, each read anew while they differ, because the one may have changed before the other was read. A difference
    /// that stays is one.
    /// </summary>
    public static async Task<StateComparison?> CompareUntilEqualAsync(
        (string Left, string Right) names, (long Sequence, StateFingerprint State) live, StateFingerprint saved,
        Func<Task<(long Sequence, StateFingerprint State)?>> readLive, Func<Task<StateFingerprint>> readSaved)
    {
        for (var readings = 1; ; readings++)
        {
            var comparison = Compare(live.Sequence, (names.Left, live.State), (names.Right, saved));
            if (comparison.Differences.Count == 0 || readings == MaxReadings) return comparison;
            if (await readLive() is not { } now) return null;
            (live, saved) = (now, await readSaved());
        }
    }

    /// <summary>One side could not be rebuilt, which is a difference of its own.</summary>
    public static StateComparison Fail(long sequence, string left, string right, string why) =>
        new(left, right, sequence, LeftHash: 0, RightHash: 0, [new StateDifference("rebuilding", Left: null, why)], Remark: null);
}
