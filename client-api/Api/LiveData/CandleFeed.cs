using Rtx.ClientApi.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>Minute candles of an instrument in their newest state. More than <see cref="MaxCandles"/> at once (a replay of the past) lose the earliest.</summary>
internal sealed class CandleFeed(
    Instrument instrument, string channel, TimeSpan pause, Func<byte[], Candle[]?> deserialize, LiveAudience audience, TimeProvider time, ILogger logger)
    : LiveFeed<Candle[], IReadOnlyList<Client.Candle>>(channel, pause, deserialize, audience, time, logger)
{
    private const int MaxCandles = 1_000;

    private readonly SortedDictionary<(Timestamp OpenTime, CandlePrice PriceKind), Candle> _candles = [];

    protected override void Add(Candle[] message)
    {
        foreach (var candle in message) _candles[(candle.OpenTime, candle.PriceKind)] = candle;
        while (_candles.Count > MaxCandles) _candles.Remove(_candles.Keys.First());
    }

    protected override IReadOnlyList<Client.Candle>? Drain()
    {
        if (_candles.Count == 0) return null;
        var batch = _candles.Values.Select(candle => MarketDataWire.ToWire(instrument, candle, minutes: 1)).ToList();
        _candles.Clear();
        return batch;
    }

    protected override Task Deliver(IReadOnlyList<Client.Candle> batch) => Audience.Send(client => client.Candles(batch));
}
