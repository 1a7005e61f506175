using Rtx.Client;

namespace Rtx.Chaos.Hostile.Attacks;

/// <summary>Rests many orders, and reads large answers as fast as they come.</summary>
internal static class GreedyReader
{
    private const int Loops = 6;
    private const int BatchesAtOnce = 2;

    public static async Task RunAsync(Attacker attacker, CancellationToken stop)
    {
        var orders = Enumerable.Range(0, attacker.Orders).Select(number => new PlaceOrderRequest
        {
            ClientOrderId = $"{attacker.Name}-{number}", Symbol = attacker.Spot.Symbol, Side = Side.Buy, OrderType = OrderType.Limit,
            OrderQty = attacker.Spot.MinQuantity,
            Price = attacker.Spot.PriceIncrement * (1 + (number % 1_000)),
        });
        await attacker.PlaceAllAsync(attacker.Account, orders, BatchesAtOnce, stop);
        await Task.WhenAll(Enumerable.Range(0, Loops).Select(loop => ReadAsync(attacker, loop, stop)));
    }

    private static async Task ReadAsync(Attacker attacker, int loop, CancellationToken stop)
    {
        var (account, instrument) = ($"/api/v1/accounts/{attacker.Account}", $"/api/v1/instruments/{attacker.Spot.Symbol}");
        string[] paths =
        [
            $"{instrument}/queue?limit=5000", $"{instrument}/depth?levels=1000", $"{instrument}/ticks?limit=1000",
            $"{instrument}/candles?minutes=1", $"{instrument}/gaps", $"{instrument}/spreads?minutes=1",
            $"{instrument}/ticks/count?providerId=0", $"{instrument}/statistics", $"{instrument}/trades", $"{instrument}/depth/history",
            account, $"{account}/orders?limit=1000", $"{account}/executions?limit=1000",
            $"{account}/ledger?limit=1000", "/openapi/v1.json", "/health/ready",
        ];
        for (var count = loop; !stop.IsCancellationRequested; count++)
        {
            try
            {
                var (status, _) = await attacker.Raw[count % attacker.Raw.Count].SendAsync("GET", paths[count % paths.Length]);
                attacker.Tally.NoteRequest(status, "");
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                await attacker.Tally.NoteNoAnswerAsync();
            }
        }
    }
}
