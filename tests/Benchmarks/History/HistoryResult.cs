using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.History;

/// <summary>One figure of stored market data. What is required comes from section 7 of the requirements, measured there on 16 cores.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Setting">On what.</param>
/// <param name="Count">Rows of an answer, or ticks.</param>
/// <param name="Value">The figure, in <paramref name="Unit"/>; of latencies the median.</param>
/// <param name="Unit">ms, ticks/s, bytes or s.</param>
/// <param name="Required">The figure to meet; null where nothing is asked for.</param>
/// <param name="LatencyMs">Of single questions; null where there are none.</param>
internal sealed record HistoryResult(string Name, string Setting, long Count, double Value, string Unit, double? Required, Percentiles? LatencyMs)
{
    /// <summary>The 99th percentile that is required, in ms; null where none is.</summary>
    public double? RequiredP99 { get; init; }

    /// <summary>Whether what is required is reached; null where nothing is.</summary>
    public bool? IsMet =>
        (Required, RequiredP99) is (null, null) ? null : !(Unit == "ticks/s" ? Value < Required : Value > Required) && !(LatencyMs?.P99 > RequiredP99);
}
