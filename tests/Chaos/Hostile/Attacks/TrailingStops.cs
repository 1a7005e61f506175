using Rtx.Client;

namespace Rtx.Chaos.Hostile.Attacks;

/// <summary>Rests thousands of trailing stops and moves the price that they follow, one lot at a time.</summary>
internal static class TrailingStops
{
    private const int BatchesAtOnce = 4;
    private const int Distance = 400;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(Attacker attacker, CancellationToken stop)
    {
        var spot = attacker.Spot;
        var stops = Enumerable.Range(0, attacker.Orders).Select(number => new PlaceOrderRequest
        {
            ClientOrderId = $"{attacker.Name}-{number}", Symbol = spot.Symbol, Side = Side.Sell, OrderType = OrderType.TrailingStop,
            OrderQty = spot.MinQuantity,
            TrailingOffset = (Distance + (number % 100)) * spot.PriceIncrement,
        });
        await attacker.PlaceAllAsync(attacker.Account, stops, BatchesAtOnce, stop);
        for (var count = 1; !stop.IsCancellationRequested; count++)
        {
            var order = new PlaceOrderRequest
            {
                ClientOrderId = $"{attacker.Name}-push-{count}", Symbol = spot.Symbol, Side = count % 3 == 0 ? Side.Sell : Side.Buy,
                OrderType = OrderType.Market, OrderQty = spot.MinQuantity,
            };
            await attacker.Tally.SendAsync(() => attacker.Client(count).Orders.PlaceAsync(attacker.Account, order, CancellationToken.None));
            await Task.Delay(Pace, CancellationToken.None);
        }
    }
}
