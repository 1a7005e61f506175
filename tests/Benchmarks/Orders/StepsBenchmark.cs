using System.Collections.Concurrent;
using System.Diagnostics;
using HdrHistogram;
using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;
using Rtx.ClientApi;

namespace Rtx.Benchmarks.Orders;

/// <summary>Where an order's time goes.</summary>
/// <param name="Step">Name of the step.</param>
/// <param name="Count">How often it was seen.</param>
/// <param name="MeanMs">Mean time.</param>
/// <param name="Ms">Its distribution.</param>
internal sealed record StepTime(string Step, long Count, double MeanMs, Percentiles? Ms);

/// <summary>
/// Orders through the SDK, with silo and API in this process, whose activities are heard. Steps are measured each by itself, so that the means add up to the mean of
/// the whole but for what lies between them: serialization, sockets, the calls between grains, waiting for a thread.
/// </summary>
internal sealed class StepsBenchmark(RunningSystem system, TimeSpan duration)
{
    private const int Books = 4;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly string[] Sources = ["Rtx.ClientApi", "Rtx.Orders", "Rtx.Storage"];

    public async Task<IReadOnlyList<StepTime>> MeasureAsync(int callers, CancellationToken cancellationToken)
    {
        await using var silo = await InProcessSilo.StartAsync(
            system, cancellationToken, $"--Rtx:Bootstrap:AdministratorName={system.UserName}", $"--Rtx:Bootstrap:AdministratorPassword={system.Password}");
        await using var api = ApiHost.Build([.. silo.ClientSettings, "--urls=http://127.0.0.1:0"]);
        await api.StartAsync(cancellationToken);
        var local = system with { Url = new Uri(api.Urls.First()) };
        using var client = await local.ConnectAsync(cancellationToken);
        var market = new SdkMarket(local, client, Transport.Hub);
        var symbols = new List<string>();
        for (var i = 0; i < Books; i++) symbols.Add(await market.MakeInstrumentAsync(cancellationToken));
        var traders = new List<OrderCaller>(callers);
        for (var i = 0; i < callers; i++) traders.Add(await market.MakeCallerAsync(symbols[i % Books], buysFirst: i / Books % 2 == 0, cancellationToken));
        Func<CancellationToken, Task>[] operations = [.. traders.Select(trader => (Func<CancellationToken, Task>)trader.PlaceAsync)];
        await ClosedLoop.RepeatAsync(operations, WarmUp, cancellationToken);

        ConcurrentDictionary<string, HistogramBase> steps = new(StringComparer.Ordinal);
        using var listener = new ActivityListener();
        listener.ShouldListenTo = source => Sources.Contains(source.Name);
        listener.Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData;
        listener.ActivityStopped = activity => steps.GetOrAdd(NameOf(activity), _ => Latencies.NewHistogram()).Record(activity.Duration);
        ActivitySource.AddActivityListener(listener);
        var whole = await ClosedLoop.RepeatAsync(operations, duration, cancellationToken);
        foreach (var trader in traders) await trader.DisposeAsync();
        await api.StopAsync(cancellationToken);
        return [.. steps.OrderBy(step => step.Key, StringComparer.Ordinal).Select(step => TimeOf(step.Key, step.Value)), TimeOf("whole, at the SDK", whole)];
    }

    private static string NameOf(Activity activity) => activity.GetTagItem("lane") is { } lane ? $"{activity.OperationName} ({lane})" : activity.OperationName;

    private static StepTime TimeOf(string step, HistogramBase times) => new(step, times.TotalCount, times.GetMean() / 1_000d, Latencies.PercentilesOf(times));
}
