using System.Globalization;
using System.Text.Json;
using Rtx.Benchmarks.History;
using Rtx.Benchmarks.Orders;
using Rtx.Benchmarks.Ticks;

namespace Rtx.Benchmarks.Measuring;

/// <summary>Prints results: both sides and their ratio, for people or one JSON object per line.</summary>
internal sealed class ResultWriter(TextWriter output, bool asJson)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private string? _setting;

    public Task WriteAsync(Result result) => output.WriteLineAsync(asJson ? JsonSerializer.Serialize(result, Json) : ToText(result));

    /// <summary>Prints one side that is held against nothing.</summary>
    public Task WriteAsync(string benchmark, MeasuredSide side) => output.WriteLineAsync(
        asJson ? JsonSerializer.Serialize(new { Benchmark = benchmark, Result = side }, Json) : $"{benchmark}{Environment.NewLine}{Line(side)}");

    /// <summary>Prints ticks at full speed.</summary>
    public Task WriteAsync(string setting, TickThroughput result) => output.WriteLineAsync(asJson
        ? JsonSerializer.Serialize(new { Benchmark = "ticks", Setting = setting, Result = result }, Json)
        : string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ticks, {setting}
            {Line(result.System)}
            {Line(result.Limit)}
              ratio: rate {result.RateRatio:0.000}
              CPU of one: {result.Cost.ClientMicroseconds:0.00} µs here, {result.Cost.ServerMicroseconds:0.00} µs in PostgreSQL, {result.RedisMicroseconds:0.00} µs in Redis
              a tick: {result.StoredBytes:0} bytes stored, {result.Cost.WalBytes:0} bytes of log, {result.Cost.AllocatedBytes:0} bytes allocated
            """));

    /// <summary>Prints what an open loop saw.</summary>
    public Task WriteAsync(string benchmark, string setting, OpenLoopResult result) => output.WriteLineAsync(
        asJson ? JsonSerializer.Serialize(new { Benchmark = benchmark, Setting = setting, Result = result }, Json) : $"{benchmark}, {setting}{Environment.NewLine}{ToText(result)}");

    /// <summary>Prints what a flood did.</summary>
    public Task WriteAsync(OverloadResult result) => output.WriteLineAsync(asJson
        ? JsonSerializer.Serialize(new { Benchmark = "overload", Result = result }, Json)
        : string.Create(
            CultureInfo.InvariantCulture,
            $"""
            overload, {result.Times:0} times the {result.SustainablePerSecond:#,0}/s that callers reach who wait
              calm, half that rate
            {ToText(result.Calm)}
              flood
            {ToText(result.Flood)}
              as calm as before {result.RecoverySeconds:0.0} s after the flood
            """));

    /// <summary>Prints a figure of stored market data beside the required one; what it was measured on is told when it changes.</summary>
    public Task WriteAsync(HistoryResult result)
    {
        if (asJson) return output.WriteLineAsync(JsonSerializer.Serialize(new { Benchmark = "history", Result = result }, Json));
        var heading = result.Setting == _setting ? "" : $"history, {result.Setting} (required: rtx-requirements.md, 7 and 8){Environment.NewLine}";
        _setting = result.Setting;
        return output.WriteLineAsync(heading + ToText(result));
    }

    /// <summary>Prints where the time went.</summary>
    public Task WriteAsync(string setting, IReadOnlyList<StepTime> steps) => output.WriteLineAsync(asJson
        ? JsonSerializer.Serialize(new { Benchmark = "steps", Setting = setting, Result = steps }, Json)
        : string.Join(Environment.NewLine, [setting, .. steps.Select(ToText)]));

    private static string ToText(HistoryResult result)
    {
        var name = result.LatencyMs is null ? result.Name : string.Create(CultureInfo.InvariantCulture, $"{result.Name} ({result.Count:#,0} rows)");
        var figure = result.LatencyMs is { } ms
            ? string.Create(CultureInfo.InvariantCulture, $"p50 {ms.P50,8:0.00} ms   p99 {ms.P99,8:0.00} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{result.Value,12:#,0.0} {result.Unit}");
        var limit = string.Create(CultureInfo.InvariantCulture, $"{result.Required,9:#,0.0} {(result.Required is null ? "" : result.Unit),-8} {(result.RequiredP99 is { } p99 ? $"p99 {p99:0} ms" : ""),-10}");
        return result.IsMet is { } isMet ? $"  {name,-58} {figure,-34} required {limit} {(isMet ? "met" : "NOT MET")}" : $"  {name,-58} {figure}";
    }

    private static string ToText(StepTime step) => string.Create(
        CultureInfo.InvariantCulture, $"  {step.Step,-28} {step.Count,9:#,0} times   mean {step.MeanMs,8:0.000} ms   p50 {step.Ms?.P50,8:0.000} ms   p99 {step.Ms?.P99,8:0.000} ms");

    private static string ToText(OpenLoopResult result) => string.Join(Environment.NewLine, ToText("done", result.Done, result.Seconds, result.DoneMs), ToText("refused", result.Refused, result.Seconds, result.RefusedMs));

    private static string ToText(string name, long count, double seconds, Percentiles? latency) =>
        string.Create(CultureInfo.InvariantCulture, $"  {name,-44} {count / seconds,12:#,0}/s") +
        (latency is not { } ms ? "" : string.Create(CultureInfo.InvariantCulture, $"   p50 {ms.P50,8:0.00} ms   p95 {ms.P95,8:0.00} ms   p99 {ms.P99,8:0.00} ms   p99.9 {ms.P999,8:0.00} ms"));

    private static string ToText(Result result) => string.Join(
        Environment.NewLine,
        $"{result.Benchmark}, {result.Setting}",
        Line(result.System),
        Line(result.Limit),
        string.Create(CultureInfo.InvariantCulture, $"  ratio: rate {result.RateRatio:0.000}") +
        (result.LatencyRatio is { } latency ? string.Create(CultureInfo.InvariantCulture, $", median latency {latency:0.0} times") : "") +
        (result.Cost is not { } cost ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.NewLine}  CPU of one: {cost.ClientMicroseconds:0} µs here, {cost.ServerMicroseconds:0} µs in PostgreSQL; {cost.AllocatedBytes:#,0} bytes allocated, {cost.WalBytes:#,0} bytes of log")));

    private static string Line(MeasuredSide side)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"  {side.Name,-44} {side.PerSecond,12:#,0}/s");
        return side.LatencyMs is not { } ms
            ? text
            : text + string.Create(CultureInfo.InvariantCulture, $"   p50 {ms.P50,8:0.00} ms   p99 {ms.P99,8:0.00} ms   p99.9 {ms.P999,8:0.00} ms");
    }
}
