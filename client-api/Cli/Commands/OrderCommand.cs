using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.OrderEntry;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class OrderCommand
{
    public static Command Create()
    {
        var options = new OrderOptions();
        var account = AccountOptions.Account();
        var command = new ExampleCommand(
            "order", "Place an order.",
            "rtx order buy BTCUSD 0.1                              at the market",
            "rtx order buy BTCUSD 0.1 --price 60000 --post-only    a limit order that only rests",
            "rtx order sell BTCUSD 0.1 --stop 58000                a stop loss",
            "rtx order sell BTCUSD 0.1 --trail-percent 2           a stop that follows the market",
            "rtx order buy BTCUSD 5 --price 60000 --display 0.5    an iceberg");
        options.AddTo(command);
        command.Options.Add(account);
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var request = options.ToRequest(parse, TimeProvider.System.GetUtcNow());
            var client = await context.ConnectAsync(cancellationToken);
            var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
            context.Output.Write(await client.Orders.PlaceAsync(accountId, request, cancellationToken), Tables.Reply);
        });
        return command;
    }
}
