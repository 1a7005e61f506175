using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class SpreadsCommand
{
    public static Command Create()
    {
        var symbol = AccountOptions.Symbol();
        var minutes = new Option<int>("--minutes") { Description = "1 or 60.", DefaultValueFactory = _ => 60 };
        var from = new Option<DateTimeOffset?>("--from") { Description = "Start, included." };
        var to = new Option<DateTimeOffset?>("--to") { Description = "End, not included." };
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = _ => 24 };
        var command = new Command("spreads", "Show spreads of quotes by hour or minute.") { symbol, minutes, from, to, limit };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var filter = new SpreadFilter
            {
                Minutes = parse.GetValue(minutes),
                From = parse.GetValue(from),
                To = parse.GetValue(to),
                Limit = parse.GetValue(limit),
            };
            context.Output.Write(
                await client.Instruments.GetSpreadsAsync(parse.GetRequiredValue(symbol), filter, cancellationToken), Tables.Spreads);
        });
        return command;
    }
}
