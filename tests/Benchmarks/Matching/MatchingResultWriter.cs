using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rtx.Benchmarks.Matching;

/// <summary>Prints figures of workloads, for people or one JSON object per line.</summary>
internal sealed class MatchingResultWriter(TextWriter output, bool asJson)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public void Write(MatchingResult result) => output.WriteLine(asJson ? JsonSerializer.Serialize(result, Json) : string.Join(Environment.NewLine, Lines(result)));

    private static IEnumerable<string> Lines(MatchingResult result)
    {
        var (throughput, latency, clock) = (result.Throughput, result.LatencyNs, result.ClockNs);
        yield return Text($"matching {result.Workload}: {result.Commands:#,0} commands, seed {result.Seed}, median of {result.Runs} runs");
        yield return Text($"  rate        {throughput.PerSecondWall,12:#,0}/s   {throughput.PerSecondThread,12:#,0}/s of thread time");
        yield return Text($"  latency     {Percentiles(latency)}");
        yield return Text($"  of which    {Percentiles(clock)}   are the clock's");
        yield return Text($"  allocated   {throughput.AllocatedBytesPerCommand,8:0.00} bytes per command, {throughput.AllocatedBytesPerLaterCommand:0.00} in the second half; collections of generation 0, 1, 2: {string.Join(", ", throughput.Collections)}");
        yield return Text($"  heap        {throughput.HeapBytesPerOrderBefore,8:0.0} bytes per order with {throughput.OrdersBefore:#,0} open, {throughput.HeapBytesPerOrderAfter:0.0} at the end with {throughput.OrdersAfter:#,0}; {throughput.HeapBytesOfEmptyBook:#,0} for the book and its accounts");
        yield return Text($"  outcome     {result.Outcome.Trades:#,0} trades, trade hash {result.Outcome.TradeHash:x16}, book hash {result.Outcome.BookHash:x16}: as expected in every run");
        if (result.Audit is not { } audit) yield break;
        yield return Text($"  events      hash {audit.EventHash:x16}, the same in both audits");
        foreach (var (what, count) in audit.Counts) yield return Text($"    {what,-40} {count,10:#,0}");
    }

    private static string Percentiles(LatencyFigures figures) =>
        Text($"p50 {figures.P50,6:#,0} ns   p99 {figures.P99,6:#,0} ns   p99.9 {figures.P999,6:#,0} ns   p99.99 {figures.P9999,7:#,0} ns");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
