using Rtx.Client;

namespace Rtx.Chaos.Hostile.Attacks;

/// <summary>Sends orders as fast as they are answered, one by one and in batches; they trade with nobody and end immediately.</summary>
internal static class Flooder
{
    private const int Loops = 8;

    public static Task RunAsync(Attacker attacker, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, Loops).Select(loop => FloodAsync(attacker, loop, stop)));

    private static async Task FloodAsync(Attacker attacker, int loop, CancellationToken stop)
    {
        var isBatch = loop % 2 == 0;
        for (var count = 0; !stop.IsCancellationRequested;)
        {
            if (isBatch)
            {
                var orders = Enumerable.Range(0, PlaceOrderBatchRequest.MaxOrders).Select(_ => Order(attacker, loop, ++count)).ToList();
                var reply = await attacker.Tally.SendAsync(
                    () =>
                        attacker.Client(loop).Orders.PlaceBatchAsync(
                            attacker.Account, new PlaceOrderBatchRequest { Orders = orders }, CancellationToken.None));
                attacker.Tally.Note(reply);
            }
            else
            {
                await attacker.Tally.SendAsync(
                    () =>
                        attacker.Client(loop).Orders.PlaceAsync(attacker.Account, Order(attacker, loop, ++count), CancellationToken.None));
            }
        }
    }

    private static PlaceOrderRequest Order(Attacker attacker, int loop, int count)
    {
        var instrument = attacker.Instruments[count % attacker.Instruments.Count];
        return new PlaceOrderRequest
        {
            ClientOrderId = $"{attacker.Name}-{loop}-{count}", Symbol = instrument.Symbol, Side = Side.Buy, OrderType = OrderType.Limit,
            TimeInForce = TimeInForce.Ioc,
            OrderQty = instrument.MinQuantity, Price = instrument.PriceIncrement,
        };
    }
}
