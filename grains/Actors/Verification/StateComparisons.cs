namespace Rtx.Actors.Verification;

/// <summary>Makes comparisons of states.</summary>
internal static class StateComparisons
{
    public static StateComparison Compare(long sequence, (string Name, StateFingerprint State) left, (string Name, StateFingerprint State) right, string? remark = null) => new(
        left.Name, right.Name, sequence, left.State.Hash(), right.State.Hash(),
        [.. left.State.DifferencesTo(right.State).Select(difference => new StateDifference(difference.Name, difference.Own, difference.Other))], remark);

    /// <summary>One side could not be rebuilt, which is a difference of its own.</summary>
    public static StateComparison Fail(long sequence, string left, string right, string why) =>
        new(left, right, sequence, LeftHash: 0, RightHash: 0, [new StateDifference("rebuilding", Left: null, why)], Remark: null);
}
