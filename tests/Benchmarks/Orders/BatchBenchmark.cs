using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.Orders;

/// <summary>Orders through the batch endpoint, against the same orders sent one by one by as many callers.</summary>
internal sealed class BatchBenchmark(RunningSystem system, TimeSpan duration)
{
    private const int Callers = 4;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public async Task<Result> MeasureAsync(Transport transport, int ordersPerRequest, CancellationToken cancellationToken)
    {
        using var client = await system.ConnectAsync(cancellationToken);
        var market = new SdkMarket(system, client, transport);
        var traders = new List<OrderCaller>(Callers);
        try
        {
            for (var i = 0; i < Callers; i++) traders.Add(await market.MakeCallerAsync(await market.MakeInstrumentAsync(cancellationToken), buysFirst: i % 2 == 0, cancellationToken));
            var single = await ClosedLoop.RunAsync(
                "orders, one a request", [.. traders.Select(trader => (Func<CancellationToken, Task>)trader.PlaceAsync)], WarmUp, duration, cancellationToken);
            var batches = await ClosedLoop.RunAsync(
                $"orders, {ordersPerRequest} a request (times are of requests)", [.. traders.Select(trader => (Func<CancellationToken, Task>)(token => trader.PlaceBatchAsync(ordersPerRequest, token)))],
                WarmUp, duration, cancellationToken);
            var orders = batches with { Count = batches.Count * ordersPerRequest, PerSecond = batches.PerSecond * ordersPerRequest };
            return new Result($"batches through the SDK ({transport})", $"{Callers} callers, {ordersPerRequest} orders a request", orders, single);
        }
        finally
        {
            foreach (var trader in traders) await trader.DisposeAsync();
        }
    }
}
