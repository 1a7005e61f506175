using Rtx.Client;

namespace Rtx.Chaos.Bots;

/// <summary>
/// Queries one book at a steady pace, so that pauses show to a tenth of a second: each probe is an order that trades with nobody and ends
/// immediately. Several accounts take turns, so that an unavailable account does not look like an unavailable book.
/// </summary>
internal sealed class BookProbe(Instrument instrument, IReadOnlyList<RecordedRequests> accounts)
{
    private const int MaxOutstanding = 60;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<Task> _outstanding = [];
    private int _count;

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Pace);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                _outstanding.RemoveWhere(request => request.IsCompleted);
                if (_outstanding.Count < MaxOutstanding) _outstanding.Add(AskAsync());
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(_outstanding);
        }
    }

    private Task<IReadOnlyList<Order>> AskAsync()
    {
        var count = ++_count;
        var requests = accounts[count % accounts.Count];
        return requests.PlaceAsync(
            new PlaceOrderRequest
            {
                ClientOrderId = $"probe-{instrument.InstrumentId}-{count}",
                Symbol = instrument.Symbol,
                Side = Side.Buy,
                OrderType = OrderType.Limit,
                TimeInForce = TimeInForce.Ioc,
                OrderQty = instrument.MinQuantity,
                Price = instrument.PriceIncrement,
            },
            attempts: 1);
    }
}
