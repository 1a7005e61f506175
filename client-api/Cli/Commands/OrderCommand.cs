using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Output;

namespace Rtx.Cli.Commands;

internal static class OrderCommand
{
    public static Command Create()
    {
        var side = new Argument<Side>("side") { Description = "buy or sell." };
        var symbol = AccountOptions.Symbol();
        var quantity = new Argument<decimal>("quantity") { Description = "How much." };
        var price = new Option<decimal?>("--price") { Description = "Limit price; without it the order is a market order." };
        var timeInForce = new Option<TimeInForce?>("--tif") { Description = "gtc, ioc or fok; gtc for a limit order unless given, ioc for a market order." };
        var id = new Option<string?>("--id") { Description = "Your own name for the order; repeating a command with it does nothing twice. Made up unless given." };
        var account = AccountOptions.Account();
        var command = new Command("order", "Place an order.") { side, symbol, quantity, price, timeInForce, id, account };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var limit = parse.GetValue(price);
            var request = new PlaceOrderRequest
            {
                ClientOrderId = parse.GetValue(id) ?? $"rtx-{Guid.CreateVersion7():N}",
                Symbol = parse.GetRequiredValue(symbol),
                Side = parse.GetRequiredValue(side),
                OrderType = limit is null ? OrderType.Market : OrderType.Limit,
                TimeInForce = parse.GetValue(timeInForce),
                OrderQty = parse.GetRequiredValue(quantity),
                Price = limit,
            };
            var accountId = await context.AccountAsync(parse.GetValue(account), cancellationToken);
            context.Output.Write(await client.Orders.PlaceAsync(accountId, request, cancellationToken), Tables.Reply);
        });
        return command;
    }
}
