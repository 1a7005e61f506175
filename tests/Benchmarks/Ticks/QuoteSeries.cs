using Rtx.Client;

namespace Rtx.Benchmarks.Ticks;

/// <summary>Made-up quotes of one instrument: a millisecond apart, the price going up and down by ticks.</summary>
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
                BidQty = 1m,
                Ask = (BidTicks(first + i) + 1) * PriceIncrement,
                AskQty = 1m,
            };
        }

        return ticks;
    }

    public static DateTimeOffset TimeOf(int index) => Start.AddMilliseconds(index);

    public static long BidTicks(int index) => LowestPriceTicks + Math.Abs((index % (2 * Swing)) - Swing);
}
