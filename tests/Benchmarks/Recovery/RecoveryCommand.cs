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
        var expiring = new Option<int>("--expiring") { Description = "Orders that expire at the same instant.", DefaultValueFactory = _ => 1_000_000 };
        var json = new Option<bool>("--json") { Description = "One JSON object per result." };
        var command = new Command("recovery", "How long a large book takes to serve after its activation, and how fast events rebuild one, and what many orders that expire at once do to others.") { openOrders, events, expiring, json };
        system.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var running = system.Read(parse);
            var markets = new RecoveryMarkets(running);
            var benchmark = new RecoveryBenchmark(running, markets);
            if (parse.GetValue(openOrders) is > 0 and var open) await WriteAsync(await benchmark.ActivateAsync(open, cancellationToken), result => result.ToText());
            if (parse.GetValue(events) is > 0 and var replayed) await WriteAsync(await benchmark.ReplayAsync(replayed, cancellationToken), result => result.ToText());
            if (parse.GetValue(expiring) is > 0 and var ending) await WriteAsync(await new ExpiryBenchmark(running, markets).RunAsync(ending, cancellationToken), result => result.ToText());

            Task WriteAsync<T>(T result, Func<T, string> toText) => parse.InvocationConfiguration.Output.WriteLineAsync(parse.GetValue(json) ? JsonSerializer.Serialize(result, Json) : toText(result));
        });
        return command;
    }
}
