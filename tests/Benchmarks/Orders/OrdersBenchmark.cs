using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.Orders;

/// <summary>
/// Callers place limit orders at one price, each on an account of its own, buying and selling in turn: about every second order trades. An order counts when its
/// answer is there, and the answer means that it is committed. The limit is one row per commit, as many connections as callers, on the same server.
/// </summary>
internal sealed class OrdersBenchmark(RunningSystem system, TimeSpan duration)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public async Task<Result> MeasureAsync(Transport transport, int callers, CancellationToken cancellationToken)
    {
        using var client = await system.ConnectAsync(cancellationToken);
        var market = new SdkMarket(system, client, transport);
        var symbol = await market.MakeInstrumentAsync(cancellationToken);
        var traders = new List<OrderCaller>(callers);
        try
        {
            for (var i = 0; i < callers; i++) traders.Add(await market.MakeCallerAsync(symbol, buysFirst: i % 2 == 0, cancellationToken));
            var limit = await BareCommits.MeasureAsync(system.Trading, callers, WarmUp, duration, cancellationToken);
            var orders = await ClosedLoop.RunAsync("durable orders", [.. traders.Select(trader => (Func<CancellationToken, Task>)trader.PlaceAsync)], WarmUp, duration, cancellationToken);
            return new Result($"orders through the SDK ({transport})", callers == 1 ? "1 caller" : $"{callers} callers", orders, limit);
        }
        finally
        {
            foreach (var trader in traders) await trader.DisposeAsync();
        }
    }
}
