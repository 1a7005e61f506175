using System.Diagnostics;
using HdrHistogram;

namespace Rtx.Benchmarks.Measuring;

/// <summary>Callers that each do one operation after another for a given time. A caller that waits does not send: the rate adapts to the latency.</summary>
internal static class ClosedLoop
{
    /// <summary>Runs all callers at once; the warm-up before is not counted.</summary>
    /// <param name="name">Of the side.</param>
    /// <param name="callers">Operations that are repeated, one per caller.</param>
    /// <param name="warmUp">Not counted.</param>
    /// <param name="duration">Counted.</param>
    /// <param name="cancellationToken">Ends it without a result.</param>
    public static Task<MeasuredSide> RunAsync(
        string name, IReadOnlyList<Func<CancellationToken, Task>> callers, TimeSpan warmUp, TimeSpan duration, CancellationToken cancellationToken) =>
        RunAsync(name, callers, warmUp, duration, () => Task.CompletedTask, cancellationToken);

    /// <summary>The same; what the operations leave to be done counts in the rate.</summary>
    public static async Task<MeasuredSide> RunAsync(
        string name, IReadOnlyList<Func<CancellationToken, Task>> callers, TimeSpan warmUp, TimeSpan duration, Func<Task> finish, CancellationToken cancellationToken)
    {
        await RepeatAsync(callers, warmUp, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var histogram = await RepeatAsync(callers, duration, cancellationToken);
        await finish();
        return new MeasuredSide(name, histogram.TotalCount, histogram.TotalCount / Stopwatch.GetElapsedTime(started).TotalSeconds, Latencies.PercentilesOf(histogram));
    }

    /// <summary>Repeats all operations for a time.</summary>
    public static async Task<HistogramBase> RepeatAsync(IReadOnlyList<Func<CancellationToken, Task>> callers, TimeSpan duration, CancellationToken cancellationToken)
    {
        var histogram = Latencies.NewHistogram();
        await Task.WhenAll(callers.Select(operation => RepeatAsync(operation, histogram, duration, cancellationToken)));
        return histogram;
    }

    private static async Task RepeatAsync(Func<CancellationToken, Task> operation, HistogramBase histogram, TimeSpan duration, CancellationToken cancellationToken)
    {
        // Callers must not run one after the other on the thread that starts them.
        await Task.Yield();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var before = Stopwatch.GetTimestamp();
            await operation(cancellationToken);
            histogram.Record(Stopwatch.GetElapsedTime(before));
        }
    }
}
