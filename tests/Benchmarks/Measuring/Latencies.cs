using HdrHistogram;

namespace Rtx.Benchmarks.Measuring;

/// <summary>Latencies in microseconds, in histograms that several threads may record to.</summary>
internal static class Latencies
{
    private const int SignificantDigits = 3;
    private static readonly long HighestMicroseconds = (long)TimeSpan.FromMinutes(1).TotalMicroseconds;

    public static HistogramBase NewHistogram() => new LongConcurrentHistogram(1, HighestMicroseconds, SignificantDigits);

    public static void Record(this HistogramBase histogram, TimeSpan latency) => histogram.RecordValue(Math.Clamp((long)latency.TotalMicroseconds, 1, HighestMicroseconds));

    /// <summary>Null when nothing was recorded.</summary>
    public static Percentiles? PercentilesOf(HistogramBase histogram)
    {
        return histogram.TotalCount == 0 ? null : new Percentiles(At(50), At(90), At(95), At(99), At(99.9), histogram.GetMaxValue() / 1_000d);

        double At(double percentile) => histogram.GetValueAtPercentile(percentile) / 1_000d;
    }
}
