using System.CommandLine;
using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.Orders;

internal static class OrdersCommand
{
    private const string Grain = "grain";
    private const string Sdk = "sdk";
    private static readonly string[] All = [Grain, Sdk];

    public static Command Create()
    {
        var system = new RunningSystemOptions();
        var parts = new Option<string[]>("--parts") { Description = "What to measure.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => All };
        parts.AcceptOnlyFromAmong(All);
        var callers = new Option<int[]>("--callers")
        {
            Description = "Numbers of concurrent callers to measure the SDK with.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1, 16, 100],
        };
        var grainCallers = new Option<int>("--grain-callers") { Description = "Concurrent callers of the grains.", DefaultValueFactory = _ => 1_000 };
        var books = new Option<int>("--books") { Description = "Instruments that the callers of the grains trade.", DefaultValueFactory = _ => 4 };
        var seconds = new Option<double>("--seconds") { Description = "Counted time of each measurement.", DefaultValueFactory = _ => 10 };
        var transport = new Option<Transport>("--transport") { Description = "How the SDK sends orders.", DefaultValueFactory = _ => Transport.Hub };
        var json = new Option<bool>("--json") { Description = "One JSON object per result." };
        var command = new Command("orders", "Durable orders, at the grain and through the SDK, against what the same PostgreSQL can do.")
        {
            parts, callers, grainCallers, books, seconds, transport, json,
        };
        system.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var duration = TimeSpan.FromSeconds(parse.GetValue(seconds));
            var running = system.Read(parse);
            var wanted = parse.GetRequiredValue(parts);
            var output = new ResultWriter(parse.InvocationConfiguration.Output, parse.GetValue(json));
            if (wanted.Contains(Grain))
            {
                var grain = new GrainOrdersBenchmark(running, duration);
                await output.WriteAsync(await grain.MeasureLatencyAsync(cancellationToken));
                await output.WriteAsync(await grain.MeasureThroughputAsync(parse.GetValue(grainCallers), parse.GetValue(books), cancellationToken));
            }

            if (!wanted.Contains(Sdk)) return;
            var sdk = new OrdersBenchmark(running, parse.GetValue(transport), duration);
            foreach (var number in parse.GetRequiredValue(callers)) await output.WriteAsync(await sdk.MeasureAsync(number, cancellationToken));
        });
        return command;
    }
}

/// <summary>How orders travel.</summary>
internal enum Transport
{
    /// <summary>SignalR, MessagePack.</summary>
    Hub,

    /// <summary>HTTP, JSON.</summary>
    Rest,
}
