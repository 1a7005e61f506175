using System.CommandLine;
using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.Orders;

internal static class OrdersCommand
{
    private const string Grain = "grain";
    private const string Sdk = "sdk";
    private const string Batch = "batch";
    private const string Clients = "clients";
    private const string Overload = "overload";
    private const string Steps = "steps";
    private static readonly int[] StepCallers = [1, 100];
    private static readonly string[] All = [Grain, Sdk, Batch, Clients, Overload, Steps];

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
        var grainCallers = new Option<int>("--grain-callers") { Description = "Concurrent callers of the grains.", DefaultValueFactory = _ => 300 };
        var books = new Option<int>("--books") { Description = "Instruments that the callers of the grains trade.", DefaultValueFactory = _ => 4 };
        var seconds = new Option<double>("--seconds") { Description = "Counted time of each measurement.", DefaultValueFactory = _ => 10 };
        var transports = new Option<Transport[]>("--transport")
        {
            Description = "How the SDK sends orders.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [Transport.Hub, Transport.Rest],
        };
        var batch = new Option<int>("--batch") { Description = "Orders of one request to the batch endpoint.", DefaultValueFactory = _ => 100 };
        var clients = new Option<int>("--clients") { Description = "Clients of the open loop.", DefaultValueFactory = _ => 2_000 };
        var rate = new Option<double>("--rate") { Description = "Orders per second of the open loop, all clients together.", DefaultValueFactory = _ => 2_000 };
        var json = new Option<bool>("--json") { Description = "One JSON object per result." };
        var command = new Command("orders", "Durable orders, at the grain and through the SDK, against what the same PostgreSQL can do.")
        {
            parts, callers, grainCallers, books, transports, batch, clients, rate, seconds, json,
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

            if (wanted.Contains(Sdk))
            {
                var sdk = new OrdersBenchmark(running, duration);
                foreach (var transport in parse.GetRequiredValue(transports))
                {
                    foreach (var number in parse.GetRequiredValue(callers)) await output.WriteAsync(await sdk.MeasureAsync(transport, number, cancellationToken));
                }
            }

            if (wanted.Contains(Batch))
            {
                foreach (var transport in parse.GetRequiredValue(transports))
                    await output.WriteAsync(await new BatchBenchmark(running, duration).MeasureAsync(transport, parse.GetValue(batch), cancellationToken));
            }

            if (wanted.Contains(Clients))
            {
                var (number, perSecond) = (parse.GetValue(clients), parse.GetValue(rate));
                await output.WriteAsync("clients", $"{number} clients, {perSecond:0} orders/s, open loop", await new ClientsBenchmark(running, duration).MeasureAsync(number, perSecond, cancellationToken));
            }

            if (wanted.Contains(Overload)) await output.WriteAsync(await new OverloadBenchmark(running, duration).MeasureAsync(cancellationToken));
            if (wanted.Contains(Steps))
            {
                foreach (var number in StepCallers)
                    await output.WriteAsync($"steps, {number} callers through the SDK (hub)", await new StepsBenchmark(running, duration).MeasureAsync(number, cancellationToken));
            }
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
