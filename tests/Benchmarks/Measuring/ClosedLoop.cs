using System.Diagnostics;
using HdrHistogram;

namespace Rtx.Benchmarks.Measuring;

/// <summary>Callers that each do one operation after another for a given time. A caller that waits does not send: the rate adapts to the latency.</summary>
internal static class ClosedLoop
{
    private const int SignificantDigits = 3;
    private static readonly long HighestMicroseconds = (long)TimeSpan.FromMinutes(1).TotalMicroseconds;

    /// <summary>Runs all callers at once; the warm-up before is not counted.</summary>
    /// <param name="name">Of the side.</param>
    /// <param name="callers">Operations that are repeated, one per caller.</param>
    /// <param name="warmUp">Not counted.</param>
    /// <param name="duration">Counted.</param>
    /// <param name="cancellationToken">Ends it without a result.</param>
    public static async Task<MeasuredSide> RunAsync(
        string name, IReadOnlyList<Func<CancellationToken, Task>> callers, TimeSpan warmUp, TimeSpan duration, CancellationToken cancellationToken)
    {
        await Task.WhenAll(callers.Select(operation => RepeatAsync(operation, warmUp, cancellationToken)));
        var started = Stopwatch.GetTimestamp();
        var histograms = await Task.WhenAll(callers.Select(operation => RepeatAsync(operation, duration, cancellationToken)));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var all = NewHistogram();
        foreach (var histogram in histograms) all.Add(histogram);
        return new MeasuredSide(name, all.TotalCount, all.TotalCount / elapsed.TotalSeconds, ToPercentiles(all));
    }

    private static async Task<LongHistogram> RepeatAsync(Func<CancellationToken, Task> operation, TimeSpan duration, CancellationToken cancellationToken)
    {
        // Callers must not run one after the other on the thread that starts them.
        await Task.Yield();
        var histogram = NewHistogram();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var before = Stopwatch.GetTimestamp();
            await operation(cancellationToken);
            histogram.RecordValue(Math.Clamp((long)Stopwatch.GetElapsedTime(before).TotalMicroseconds, 1, HighestMicroseconds));
        }

        return histogram;
    }

    private static LongHistogram NewHistogram() => new(HighestMicroseconds, SignificantDigits);

    private static Percentiles ToPercentiles(HistogramBase histogram)
    {
        return new Percentiles(At(50), At(90), At(99), At(99.9), histogram.GetMaxValue() / 1_000d);

        double At(double percentile) => histogram.GetValueAtPercentile(percentile) / 1_000d;
    }
}
