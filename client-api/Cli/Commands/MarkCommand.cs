using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class MarkCommand
{
    public static Command Create()
    {
        var symbol = AccountOptions.Symbol();
        var command = new ExampleCommand(
            "mark", "Show an instrument's mark price and where it comes from.",
            "rtx mark BTCUSD                                           the mark, its age, its rules",
            "rtx mark set BTCUSD --providers 3,1,0 --max-age 5000      follow provider 3, then 1, then the own book (administrators)",
            "rtx mark clear BTCUSD                                     follow the own book (administrators)")
        {
            symbol, CreateSet(), CreateClear(),
        };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var name = parse.GetRequiredValue(symbol);
            var status = await client.Instruments.GetStatusAsync(name, cancellationToken);
            context.Output.Write(
                new MarkView(status, await client.Instruments.GetMarkRulesAsync(name, cancellationToken)), MarkTables.Mark);
        });
        return command;
    }

    private static Command CreateSet()
    {
        var symbol = AccountOptions.Symbol();
        var providers = new Option<string>("--providers")
        {
            Description = "Numbers of the providers, the best first, with commas; 0 is the own book.",
            Required = true,
        };
        var maxAge = new Option<int?>("--max-age")
        {
            Description = "Milliseconds that a provider's price counts, from 100; without it a minute, and the own book's for ever.",
        };
        var maxJump = new Option<int?>("--max-jump")
        {
            Description = "Basis points that the mark may move unconfirmed, from 1; without it 500.",
        };
        var confirmations = new Option<int>("--confirmations")
        {
            Description = "Prices in a row that confirm a jump.",
            DefaultValueFactory = _ => new MarkRules().Confirmations,
        };
        var command = new Command("set", "Set where the mark price of an instrument comes from. Needs an administrator.")
        {
            symbol, providers, maxAge, maxJump, confirmations,
        };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var rules = new MarkRules
            {
                ProviderIds = [.. parse.GetRequiredValue(providers).Split(',').Select(short.Parse)],
                MaxAgeMilliseconds = parse.GetValue(maxAge),
                MaxJumpBasisPoints = parse.GetValue(maxJump),
                Confirmations = parse.GetValue(confirmations),
            };
            var client = await context.ConnectAsync(cancellationToken);
            context.Output.Write(
                await client.Administration.SetMarkRulesAsync(parse.GetRequiredValue(symbol), rules, cancellationToken), MarkTables.Rules);
        });
        return command;
    }

    private static Command CreateClear()
    {
        var symbol = AccountOptions.Symbol();
        var command = new Command("clear", "Let the mark price of an instrument follow its own book. Needs an administrator.") { symbol };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            context.Output.Write(
                await client.Administration.SetMarkRulesAsync(parse.GetRequiredValue(symbol), rules: null, cancellationToken),
                MarkTables.Rules);
        });
        return command;
    }
}
