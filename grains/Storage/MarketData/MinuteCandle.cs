using Rtx.Model;

namespace Rtx.Storage.MarketData;

/// <summary>Identifies a minute candle.</summary>
internal readonly record struct MinuteCandleKey(InstrumentId InstrumentId, CandlePrice PriceKind, Timestamp OpenTime);

/// <summary>A tick's position in the order of ticks of its instrument and kind.</summary>
internal readonly record struct TickPosition(Timestamp Time, short ProviderId, long Sequence) : IComparable<TickPosition>
{
    public int CompareTo(TickPosition other) => (Time, ProviderId, Sequence).CompareTo((other.Time, other.ProviderId, other.Sequence));

    public static bool operator <(TickPosition left, TickPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(TickPosition left, TickPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(TickPosition left, TickPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TickPosition left, TickPosition right) => left.CompareTo(right) >= 0;
}

/// <summary>What a batch of ticks adds to one minute candle; ticks may be added in any order.</summary>
internal sealed class MinuteCandle(Price price, TickPosition position, long spread)
{
    public Price Open { get; private set; } = price;

    public Price High { get; private set; } = price;

    public Price Low { get; private set; } = price;

    public Price Close { get; private set; } = price;

    public TickPosition OpenPosition { get; private set; } = position;

    public TickPosition ClosePosition { get; private set; } = position;

    public Quantity Volume { get; private set; }

    public long TickCount { get; private set; }

    /// <summary>Sum of the quotes' spreads in a mid candle; zero in others.</summary>
    public long SpreadSum { get; private set; }

    public long SpreadMin { get; private set; } = spread;

    public long SpreadMax { get; private set; } = spread;

    public void Add(Price price, Quantity volume, TickPosition position, long spread)
    {
        if (position < OpenPosition) (Open, OpenPosition) = (price, position);
        if (position > ClosePosition) (Close, ClosePosition) = (price, position);
        if (price > High) High = price;
        if (price < Low) Low = price;
        Volume += volume;
        TickCount++;
        SpreadSum += spread;
        SpreadMin = Math.Min(SpreadMin, spread);
        SpreadMax = Math.Max(SpreadMax, spread);
    }
}
