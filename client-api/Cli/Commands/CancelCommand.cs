using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class CancelCommand
{
    public static Command Create()
    {
        var order = AccountOptions.Order();
        var account = AccountOptions.Account();
        var command = new Command("cancel", "Cancel an open order.") { order, account };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
            var orderId = await AccountOptions.FindOrderAsync(client, accountId, parse.GetRequiredValue(order), cancellationToken);
            context.Output.Write(await client.Orders.CancelAsync(accountId, orderId, cancellationToken), Tables.Reply);
        });
        return command;
    }
}
