namespace Rtx.Benchmarks.Matching;

/// <summary>The middle of several runs, which a disturbed one does not move.</summary>
internal static class Median
{
    /// <summary>The middle figure; of an even number of runs the mean of the two in the middle.</summary>
    public static double Of<T>(IReadOnlyList<T> runs, Func<T, double> figure)
    {
        var sorted = runs.Select(figure).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
