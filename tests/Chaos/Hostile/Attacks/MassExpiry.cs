using Rtx.Client;

namespace Rtx.Chaos.Hostile.Attacks;

/// <summary>Repeatedly rests orders that all expire at the same instant.</summary>
internal static class MassExpiry
{
    private const int BatchesAtOnce = 4;

    private static readonly TimeSpan TimeToPlace = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan TimeToExpire = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Attacker attacker, CancellationToken stop)
    {
        for (var round = 1; !stop.IsCancellationRequested; round++)
        {
            var expireTime = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()) + TimeToPlace;
            using var inTime = CancellationTokenSource.CreateLinkedTokenSource(stop);
            inTime.CancelAfter(TimeToPlace);
            var orders = Enumerable.Range(0, attacker.Orders).Select(number => new PlaceOrderRequest
            {
                ClientOrderId = $"{attacker.Name}-{round}-{number}", Symbol = attacker.Spot.Symbol, Side = Side.Buy,
                OrderType = OrderType.Limit, TimeInForce = TimeInForce.Gtd,
                ExpireTime = expireTime, OrderQty = attacker.Spot.MinQuantity, Price = attacker.Spot.PriceIncrement * (1 + (number % 100)),
            });
            await attacker.PlaceAllAsync(attacker.Account, orders, BatchesAtOnce, inTime.Token);
            var rest = expireTime + TimeToExpire - DateTimeOffset.UtcNow;
            if (rest > TimeSpan.Zero) await Task.Delay(rest, CancellationToken.None);
        }
    }
}
