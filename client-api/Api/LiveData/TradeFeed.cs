using Rtx.ClientApi.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>Trades of an instrument. More than <see cref="MaxTrades"/> at once lose the oldest; all of them are in the history.</summary>
internal sealed class TradeFeed(
    Instrument instrument, string channel, TimeSpan pause, Func<byte[], BookUpdate?> deserialize, LiveAudience audience, TimeProvider time, ILogger logger)
    : LiveFeed<BookUpdate, IReadOnlyList<Client.TradePrint>>(channel, pause, deserialize, audience, time, logger)
{
    private const int MaxTrades = 1_000;

    private readonly Queue<TradePrint> _trades = new();

    protected override void Add(BookUpdate message)
    {
        foreach (var trade in message.Trades)
        {
            if (_trades.Count == MaxTrades) _trades.Dequeue();
            _trades.Enqueue(trade);
        }
    }

    protected override IReadOnlyList<Client.TradePrint>? Drain()
    {
        if (_trades.Count == 0) return null;
        var batch = _trades.Select(trade => MarketDataWire.ToWire(instrument, trade)).ToList();
        _trades.Clear();
        return batch;
    }

    protected override Task Deliver(IReadOnlyList<Client.TradePrint> batch) => Audience.Send(client => client.Trades(batch));
}
