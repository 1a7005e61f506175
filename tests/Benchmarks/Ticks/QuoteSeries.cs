using Rtx.Client;

namespace Rtx.Benchmarks.Ticks;

/// <summary>
/// Made-up quotes of one instrument: a millisecond apart, the price going up and down by ticks and trembling by some, the quantities without any order, so that they
/// compress about as badly as real ones.
/// </summary>
internal sealed class QuoteSeries(int instrumentId, string symbol)
{
    /// <summary>Price of one tick.</summary>
    public const decimal PriceIncrement = 0.01m;

    /// <summary>An external provider that no replay uses.</summary>
    public const short Provider = 9;

    private const long LowestPriceTicks = 10_000;
    private const int Swing = 50;
    private static readonly DateTimeOffset Start = new(2024, 1, 2, 0, 0, 0, TimeSpan.Zero);

    public int InstrumentId { get; } = instrumentId;

    public string Symbol { get; } = symbol;

    /// <summary>Quotes with sequences from <paramref name="first"/> + 1.</summary>
    public IReadOnlyList<Tick> Ticks(int first, int count)
    {
        var ticks = new Tick[count];
        for (var i = 0; i < count; i++)
        {
            ticks[i] = new Tick
            {
                Symbol = Symbol,
                ProviderId = Provider,
                Sequence = first + i + 1,
                Time = TimeOf(first + i),
                Kind = TickKind.Quote,
                Bid = BidTicks(first + i) * PriceIncrement,
                BidQty = BidLots(first + i),
                Ask = AskTicks(first + i) * PriceIncrement,
                AskQty = AskLots(first + i),
            };
        }

        return ticks;
    }

    public static DateTimeOffset TimeOf(int index) => Start.AddMilliseconds(index);

    public static long BidTicks(int index) => LowestPriceTicks + Math.Abs((index / 20 % (2 * Swing)) - Swing) + (Scramble(index) & 3);

    public static long AskTicks(int index) => BidTicks(index) + 1 + ((Scramble(index) >> 2) & 3);

    public static long BidLots(int index) => 1 + ((Scramble(index) >> 8) & 255);

    public static long AskLots(int index) => 1 + ((Scramble(index) >> 16) & 255);

    /// <summary>The same for the same index, and without a visible order (the last step of MurmurHash3).</summary>
    private static uint Scramble(int index)
    {
        var hash = (uint)index;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }
}
