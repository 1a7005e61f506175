using Rtx.Client;

namespace Rtx.Chaos.Hostile.Attacks;

/// <summary>Sends batches of orders with unknown symbols, each a different one.</summary>
internal static class UnknownSymbols
{
    private const int Loops = 5;

    public static Task RunAsync(Attacker attacker, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, Loops).Select(loop => SendAsync(attacker, loop, stop)));

    private static async Task SendAsync(Attacker attacker, int loop, CancellationToken stop)
    {
        for (var count = 0; !stop.IsCancellationRequested; count++)
        {
            var orders = Enumerable.Range(0, PlaceOrderBatchRequest.MaxOrders).Select(number => new PlaceOrderRequest
            {
                ClientOrderId = $"{attacker.Name}-{loop}-{count}-{number}", Symbol = $"NO{loop}-{count}-{number}", Side = Side.Buy,
                OrderType = OrderType.Limit, OrderQty = 1m, Price = 1m,
            }).ToList();
            var reply = await attacker.Tally.SendAsync(
                () => attacker.Client(loop).Orders.PlaceBatchAsync(attacker.Account, new PlaceOrderBatchRequest { Orders = orders }, stop));
            attacker.Tally.Note(reply);
        }
    }
}
