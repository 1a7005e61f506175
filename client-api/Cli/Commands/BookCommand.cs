using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class BookCommand
{
    public static Command Create()
    {
        var symbol = AccountOptions.Symbol();
        var levels = new Option<int>("--levels") { Description = "Levels of each side.", DefaultValueFactory = _ => 10 };
        var command = new Command("book", "Show an order book.") { symbol, levels };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            context.Output.Write(await client.Instruments.GetDepthAsync(parse.GetRequiredValue(symbol), parse.GetValue(levels), cancellationToken), Tables.Book);
        });
        return command;
    }
}
