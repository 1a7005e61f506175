using Rtx.Model;

namespace Rtx.Storage.MarketData;

/// <summary>
/// Sorts the prices of a batch into minute candles: bids and offers of quotes with a size, mids of quotes with both, and trades.
/// </summary>
internal static class MinuteCandles
{
    private const long MicrosecondsPerMinute = 60_000_000;

    public static Dictionary<MinuteCandleKey, MinuteCandle> Of(IReadOnlyList<Tick> ticks)
    {
        var candles = new Dictionary<MinuteCandleKey, MinuteCandle>();
        foreach (var tick in ticks)
        {
            switch (tick.Kind)
            {
                case TickKind.Quote:
                    if (tick.BidQty > Quantity.Zero) Add(candles, tick, CandlePrice.Bid, tick.Bid, Quantity.Zero);
                    if (tick.AskQty > Quantity.Zero) Add(candles, tick, CandlePrice.Ask, tick.Ask, Quantity.Zero);
                    if (tick.BidQty > Quantity.Zero && tick.AskQty > Quantity.Zero) AddMid(candles, tick);
                    break;
                case TickKind.Trade:
                    Add(candles, tick, CandlePrice.Trade, tick.LastPx, tick.LastQty);
                    break;
            }
        }

        return candles;
    }

    // In half ticks, so that the mid is a whole number.
    private static void AddMid(Dictionary<MinuteCandleKey, MinuteCandle> candles, in Tick tick) =>
        Add(candles, tick, CandlePrice.Mid, new Price(tick.Bid.Ticks + tick.Ask.Ticks), Quantity.Zero, tick.Ask.Ticks - tick.Bid.Ticks);

    private static void Add(
        Dictionary<MinuteCandleKey, MinuteCandle> candles, in Tick tick, CandlePrice priceKind, Price price, Quantity volume,
        long spread = 0)
    {
        var key = new MinuteCandleKey(tick.InstrumentId, priceKind, MinuteOf(tick.Time));
        var position = new TickPosition(tick.Time, tick.ProviderId, tick.Sequence);
        if (!candles.TryGetValue(key, out var candle)) candles.Add(key, candle = new MinuteCandle(price, position, spread));
        candle.Add(price, volume, position, spread);
    }

    /// <summary>Rounds down to the whole minute, also before 1970.</summary>
    private static Timestamp MinuteOf(Timestamp time) => new(time.UnixMicroseconds - PositiveRemainder(time.UnixMicroseconds));

    private static long PositiveRemainder(long microseconds) =>
        ((microseconds % MicrosecondsPerMinute) + MicrosecondsPerMinute) % MicrosecondsPerMinute;
}
