using System.CommandLine;
using System.Text.Json;
using Rtx.Benchmarks.Invocation;

namespace Rtx.Benchmarks.Recovery;

internal static class RecoveryCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var system = new RunningSystemOptions();
        var openOrders = new Option<int>("--open-orders") { Description = "Open orders of the book that is activated.", DefaultValueFactory = _ => 1_000_000 };
        var events = new Option<int>("--events") { Description = "Events of the book that is replayed.", DefaultValueFactory = _ => 1_000_000 };
        var json = new Option<bool>("--json") { Description = "One JSON object per result." };
        var command = new Command("recovery", "How long a large book takes to serve after its activation, and how fast events rebuild one.") { openOrders, events, json };
        system.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var benchmark = new RecoveryBenchmark(system.Read(parse));
            await WriteAsync(await benchmark.ActivateAsync(parse.GetValue(openOrders), cancellationToken));
            await WriteAsync(await benchmark.ReplayAsync(parse.GetValue(events), cancellationToken));

            Task WriteAsync(RecoveryResult result) => parse.InvocationConfiguration.Output.WriteLineAsync(parse.GetValue(json) ? JsonSerializer.Serialize(result, Json) : result.ToText());
        });
        return command;
    }
}
