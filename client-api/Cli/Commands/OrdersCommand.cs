using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class OrdersCommand
{
    public static Command Create()
    {
        var symbol = new Option<string?>("--symbol") { Description = "Of one instrument only." };
        var all = new Option<bool>("--all") { Description = "Closed orders too." };
        var tag = new Option<string?>("--tag") { Description = "Of one tag only." };
        var limit = new Option<int>("--limit") { Description = "At most so many, newest first.", DefaultValueFactory = _ => 100 };
        var account = AccountOptions.Account();
        var command = new Command("orders", "List orders.") { symbol, all, tag, limit, account };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
            var most = parse.GetValue(limit);
            var filter = new OrderFilter
            {
                Symbol = parse.GetValue(symbol), OpenOnly = !parse.GetValue(all), Tag = parse.GetValue(tag),
                Limit = AccountOptions.PageOf(most),
            };
            context.Output.Write(
                await client.Orders.ReadAsync(accountId, filter, cancellationToken).Take(most).ToListAsync(cancellationToken),
                Tables.Orders);
        });
        return command;
    }
}
