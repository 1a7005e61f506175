namespace Rtx.Benchmarks.Measuring;

/// <summary>One side of a comparison: the system, or the limit that it is held against.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Count">How often.</param>
/// <param name="PerSecond">Rate.</param>
/// <param name="LatencyMs">Latencies of single operations; null where there is no single operation to time.</param>
internal sealed record MeasuredSide(string Name, long Count, double PerSecond, Percentiles? LatencyMs);

/// <summary>Latencies in milliseconds.</summary>
internal sealed record Percentiles(double P50, double P90, double P95, double P99, double P999, double Max);

/// <summary>A measurement with both sides and what one is of the other.</summary>
/// <param name="Benchmark">Name.</param>
/// <param name="Setting">What was varied, e.g. <c>16 callers</c>.</param>
/// <param name="System">RTX.</param>
/// <param name="Limit">The same work without it.</param>
internal sealed record Result(string Benchmark, string Setting, MeasuredSide System, MeasuredSide Limit)
{
    /// <summary>CPU time and log of one operation of the system; null where it was not read.</summary>
    public OperationCost? Cost { get; init; }

    /// <summary>Rate of the system as a share of the limit's: 1 would be perfect.</summary>
    public double RateRatio => System.PerSecond / Limit.PerSecond;

    /// <summary>Median latency of the system in multiples of the limit's; null where either has none.</summary>
    public double? LatencyRatio => System.LatencyMs?.P50 / Limit.LatencyMs?.P50;
}
