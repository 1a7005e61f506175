using System.Diagnostics;
using HdrHistogram;
using Rtx.Benchmarks.Measuring;
using Rtx.Client;

namespace Rtx.Benchmarks.Recovery;

/// <summary>Places one order after the other that can't trade and doesn't rest, and measures how long the answers take.</summary>
internal sealed class OrderProbe(RtxClient client, long account, string symbol)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private HistogramBase _latencies = Latencies.NewHistogram();
    private int _orders;

    /// <summary>Orders that were answered.</summary>
    public int Orders => _orders;

    /// <summary>Orders that were answered otherwise.</summary>
    public int Failures { get; private set; }

    /// <summary>Places orders until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                // The last one is still answered: what it did counts.
                await client.Orders.PlaceAsync(
                    account,
                    new PlaceOrderRequest { ClientOrderId = $"{_run}-{i}", Symbol = symbol, Side = Side.Buy, OrderType = OrderType.Limit, TimeInForce = TimeInForce.Ioc, OrderQty = 1m, Price = 0.01m },
                    CancellationToken.None);
                Interlocked.Increment(ref _orders);
            }
            catch (RtxException)
            {
                Failures++;
            }

            _latencies.Record(Stopwatch.GetElapsedTime(began));
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <summary>What was measured since the last call.</summary>
    public Percentiles? Take() => Latencies.PercentilesOf(Interlocked.Exchange(ref _latencies, Latencies.NewHistogram()));
}
