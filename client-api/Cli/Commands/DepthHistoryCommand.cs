using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class DepthHistoryCommand
{
    public static Command Create()
    {
        var symbol = AccountOptions.Symbol();
        var from = new Option<DateTimeOffset?>("--from") { Description = "Start, included." };
        var to = new Option<DateTimeOffset?>("--to") { Description = "End, not included." };
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = _ => 20 };
        var command = new Command("depth-history", "Show the best levels of a book as they were recorded.") { symbol, from, to, limit };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var filter = new DepthFilter { From = parse.GetValue(from), To = parse.GetValue(to), Limit = parse.GetValue(limit) };
            context.Output.Write(
                await client.Instruments.GetDepthHistoryAsync(parse.GetRequiredValue(symbol), filter, cancellationToken),
                Tables.DepthHistory);
        });
        return command;
    }
}
