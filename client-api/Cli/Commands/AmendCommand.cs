using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.OrderEntry;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class AmendCommand
{
    public static Command Create()
    {
        var order = AccountOptions.Order();
        var quantity = new Option<decimal?>("--quantity")
        {
            CustomParser = Numbers.ParseOptional,
            Description = "New total quantity, what has traded included. Less keeps the place in the queue.",
        };
        var price = new Option<decimal?>("--price") { CustomParser = Numbers.ParseOptional, Description = "New limit price." };
        var stop = new Option<decimal?>("--stop")
        {
            CustomParser = Numbers.ParseOptional,
            Description = "New trigger price, while it has not been reached.",
        };
        var display = new Option<decimal?>("--display")
        {
            CustomParser = Numbers.ParseOptional,
            Description = "New quantity that an iceberg shows.",
        };
        var expires = ExpireTimes.Option("New expire time of a gtd order.");
        var newId = new Option<string?>("--new-id") { Description = "New client order id. The old one still finds the order." };
        var account = AccountOptions.Account();
        var command = new Command("amend", "Change an open order.") { order, quantity, price, stop, display, expires, newId, account };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var request = new AmendOrderRequest
            {
                OrderQty = parse.GetValue(quantity),
                Price = parse.GetValue(price),
                StopPx = parse.GetValue(stop),
                DisplayQty = parse.GetValue(display),
                ExpireTime = ExpireTimes.Parse(parse.GetValue(expires), TimeProvider.System.GetUtcNow()),
                NewClientOrderId = parse.GetValue(newId),
            };
            var client = await context.ConnectAsync(cancellationToken);
            var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
            var orderId = await AccountOptions.FindOrderAsync(client, accountId, parse.GetRequiredValue(order), cancellationToken);
            context.Output.Write(await client.Orders.AmendAsync(accountId, orderId, request, cancellationToken), Tables.Reply);
        });
        return command;
    }
}
