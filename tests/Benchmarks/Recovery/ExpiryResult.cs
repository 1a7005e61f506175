using System.Globalization;
using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.Recovery;

/// <summary>A measured mass expiry. Latencies are those of orders in milliseconds, in the book itself and in another one, before the instant and until all were told to have expired.</summary>
internal sealed record ExpiryResult(
    string Benchmark, int Orders, double Seconds, double GoalSeconds, Percentiles? OwnBefore, Percentiles? OwnDuring, Percentiles? OtherBefore, Percentiles? OtherDuring, int Failures)
{
    public string ToText() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Benchmark}, {Orders:#,0} orders at one instant: {Seconds:0.00} s (goal {GoalSeconds:0} s), {Orders / Seconds:#,0}/s; the book itself {Text(OwnBefore)} before, {Text(OwnDuring)} meanwhile; another book {Text(OtherBefore)} before, {Text(OtherDuring)} meanwhile; {Failures} orders without a clear answer");

    private static string Text(Percentiles? latency) =>
        latency is null ? "nothing" : string.Create(CultureInfo.InvariantCulture, $"p50 {latency.P50:0.0} p99 {latency.P99:0.0} max {latency.Max:0.0} ms");
}
