using System.CommandLine;
using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.Fanout;

internal static class FanoutCommand
{
    public static Command Create()
    {
        var system = new RunningSystemOptions();
        var clients = new Option<int>("--clients") { Description = "Connections that share the market, 10 instruments each.", DefaultValueFactory = _ => 2_000 };
        var seconds = new Option<int>("--seconds") { Description = "Length of each measurement.", DefaultValueFactory = _ => 10 };
        var json = new Option<bool>("--json") { Description = "One JSON object per result." };
        var command = new Command("fanout", "Quotes from the gateway to clients, against a bare SignalR broadcast of the same messages.") { clients, seconds, json };
        system.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var output = new ResultWriter(parse.InvocationConfiguration.Output, parse.GetValue(json));
            var benchmark = new FanoutBenchmark(system.Read(parse), TimeSpan.FromSeconds(parse.GetValue(seconds)));
            await output.WriteAsync(await benchmark.MeasureLatencyAsync(cancellationToken));
            await output.WriteAsync(await benchmark.MeasureRateAsync(parse.GetValue(clients), cancellationToken));
        });
        return command;
    }
}
