using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Simulator;
using Spectre.Console;

namespace Rtx.Cli.Commands;

internal static class SimulateCommand
{
    public static Command Create()
    {
        var password = DemoPassword.Option();
        var rate = new Option<int>("--rate")
        {
            Description = "Requests a second, all instruments together.",
            DefaultValueFactory = _ => 20,
        };
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same decisions.", DefaultValueFactory = _ => 1 };
        var seconds = new Option<double?>("--seconds") { Description = "How long; until Ctrl-C unless given." };
        rate.Validators.Add(result =>
        {
            if (result.GetValue(rate) is < 1 or > 1_000) result.AddError("--rate is 1 to 1000.");
        });
        var command = new Command("simulate", "Quote and trade the demo instruments; run demo first.") { password, rate, seed, seconds };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var settings = new SimulationSettings(parse.GetValue(rate), parse.GetValue(seed), parse.GetValue(seconds));
            var simulator = new MarketSimulator(
                context.Url, DemoPassword.Resolve(parse.GetValue(password), context.Url), settings, context.Output.Remark);
            var result = await simulator.RunAsync(cancellationToken);
            context.Output.Write(result, r => new Text($"{r.Requests} requests, {r.Refusals} refused, {r.Outages} outages.\n"));
        });
        return command;
    }
}
