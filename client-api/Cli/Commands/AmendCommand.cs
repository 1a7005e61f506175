using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class AmendCommand
{
    public static Command Create()
    {
        var order = AccountOptions.Order();
        var quantity = new Option<decimal?>("--quantity") { Description = "New total quantity, what has traded included." };
        var price = new Option<decimal?>("--price") { Description = "New limit price." };
        var account = AccountOptions.Account();
        var command = new Command("amend", "Change an open order.") { order, quantity, price, account };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
            var orderId = await AccountOptions.FindOrderAsync(client, accountId, parse.GetRequiredValue(order), cancellationToken);
            var request = new AmendOrderRequest { OrderQty = parse.GetValue(quantity), Price = parse.GetValue(price) };
            context.Output.Write(await client.Orders.AmendAsync(accountId, orderId, request, cancellationToken), Tables.Reply);
        });
        return command;
    }
}
