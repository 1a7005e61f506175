using Rtx.Client;

namespace Rtx.Chaos.Hostile.Attacks;

/// <summary>Rests many orders and cancels them all at once, again and again.</summary>
internal static class MassCancelling
{
    private const int BatchesAtOnce = 4;

    public static async Task RunAsync(Attacker attacker, CancellationToken stop)
    {
        for (var round = 1; !stop.IsCancellationRequested; round++)
        {
            var orders = Enumerable.Range(0, attacker.Orders).Select(number => new PlaceOrderRequest
            {
                ClientOrderId = $"{attacker.Name}-{round}-{number}", Symbol = attacker.Spot.Symbol, Side = Side.Buy,
                OrderType = OrderType.Limit, OrderQty = attacker.Spot.MinQuantity,
                Price = attacker.Spot.PriceIncrement * (1 + (number % 100)),
            });
            await attacker.PlaceAllAsync(attacker.Account, orders, BatchesAtOnce, stop);
            await attacker.Tally.SendAsync(
                () => attacker.Client(round).Orders.CancelAllAsync(attacker.Account, cancellationToken: CancellationToken.None));
        }
    }
}
