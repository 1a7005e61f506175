using System.CommandLine;
using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.Orders;

internal static class OrdersCommand
{
    public static Command Create()
    {
        var system = new RunningSystemOptions();
        var callers = new Option<int[]>("--callers")
        {
            Description = "Numbers of concurrent callers to measure with.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1, 16, 100],
        };
        var seconds = new Option<double>("--seconds") { Description = "Counted time of each measurement.", DefaultValueFactory = _ => 10 };
        var transport = new Option<Transport>("--transport") { Description = "How the SDK sends orders.", DefaultValueFactory = _ => Transport.Hub };
        var json = new Option<bool>("--json") { Description = "One JSON object per result." };
        var command = new Command("orders", "Durable orders through the SDK, against bare commits of the same PostgreSQL.") { callers, seconds, transport, json };
        system.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var duration = TimeSpan.FromSeconds(parse.GetValue(seconds));
            var benchmark = new OrdersBenchmark(system.Read(parse), parse.GetValue(transport), duration);
            var output = new ResultWriter(parse.InvocationConfiguration.Output, parse.GetValue(json));
            foreach (var number in parse.GetRequiredValue(callers)) await output.WriteAsync(await benchmark.MeasureAsync(number, cancellationToken));
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
