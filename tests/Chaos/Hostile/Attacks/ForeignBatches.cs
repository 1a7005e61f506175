using Rtx.Client;

namespace Rtx.Chaos.Hostile.Attacks;

/// <summary>Sends batches to accounts of others, and to accounts that do not exist.</summary>
internal static class ForeignBatches
{
    private const int Loops = 8;
    private const int NobodyInTen = 3;

    public static Task RunAsync(Attacker attacker, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, Loops).Select(loop => SendAsync(attacker, loop, stop)));

    private static async Task SendAsync(Attacker attacker, int loop, CancellationToken stop)
    {
        var dice = new Random(loop);
        for (var count = 0; !stop.IsCancellationRequested; count++)
        {
            var account = dice.Next(10) < NobodyInTen ? long.MaxValue - count : attacker.Strangers[dice.Next(attacker.Strangers.Count)];
            var orders = Enumerable.Range(0, PlaceOrderBatchRequest.MaxOrders).Select(number => new PlaceOrderRequest
            {
                ClientOrderId = $"{attacker.Name}-{loop}-{count}-{number}", Symbol = attacker.Spot.Symbol, Side = Side.Sell,
                OrderType = OrderType.Market, OrderQty = attacker.Spot.MinQuantity,
            }).ToList();
            var reply = await attacker.Tally.SendAsync(
                () => attacker.Client(loop).Orders.PlaceBatchAsync(account, new PlaceOrderBatchRequest { Orders = orders }, stop));
            if (reply is not null) attacker.Tally.Find($"a batch for account {account}, which is not his, was taken");
        }
    }
}
