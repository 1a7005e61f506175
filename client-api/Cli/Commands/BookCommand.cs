using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class BookCommand
{
    public static Command Create()
    {
        var symbol = AccountOptions.Symbol();
        var levels = new Option<int>("--levels")
        {
            Description = "Levels of each side, or orders with --orders.",
            DefaultValueFactory = _ => 10,
        };
        var orders = new Option<bool>("--orders") { Description = "Each order in its queue." };
        var command = new Command("book", "Show an order book.") { symbol, levels, orders };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var (name, count) = (parse.GetRequiredValue(symbol), parse.GetValue(levels));
            if (parse.GetValue(orders))
            {
                context.Output.Write(await client.Instruments.GetOrderQueueAsync(name, count, cancellationToken), Tables.Queue);
            }
            else context.Output.Write(await client.Instruments.GetDepthAsync(name, count, cancellationToken), Tables.Book);
        });
        return command;
    }
}
