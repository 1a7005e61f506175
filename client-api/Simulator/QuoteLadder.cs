using Rtx.Simulator.Demo;

namespace Rtx.Simulator;

/// <summary>Which quote to refresh next, and where it belongs. Pure.</summary>
internal sealed class QuoteLadder
{
    public const int Levels = 6;

    private readonly DemoInstrument _instrument;
    private readonly List<QuoteSlot> _slots = [.. Enumerable.Range(0, Levels).SelectMany(
        level => new[] { new QuoteSlot(Side.Buy, level), new QuoteSlot(Side.Sell, level) })];

    public QuoteLadder(DemoInstrument instrument) => _instrument = instrument;

    public IReadOnlyList<QuoteSlot> Slots => _slots;

    /// <summary>Target price of a slot in ticks.</summary>
    public long Target(QuoteSlot slot, long middle)
    {
        var distance = _instrument.HalfSpreadTicks + ((long)slot.Level * _instrument.LevelTicks);
        return slot.Side switch
        {
            Side.Buy => Math.Max(1, middle - distance),
            Side.Sell => middle + distance,
        };
    }

    /// <summary>
    /// The slot farthest from its target; a missing order comes first. A slot that would trade against an own quote waits until that quote
    /// has moved.
    /// </summary>
    public QuoteSlot Next(long middle)
    {
        var next = _slots.MaxBy(slot => slot.Order is null ? long.MaxValue - slot.Level : Math.Abs(slot.Ticks - Target(slot, middle)))!;
        return Blocking(next, Target(next, middle)) ?? next;
    }

    /// <summary>The best own quote of a side; null when there is none.</summary>
    public QuoteSlot? Best(Side side)
    {
        var quotes = _slots.Where(slot => slot.Side == side && slot.Order is not null);
        return side switch
        {
            Side.Buy => quotes.MaxBy(slot => slot.Ticks),
            Side.Sell => quotes.MinBy(slot => slot.Ticks),
        };
    }

    private QuoteSlot? Blocking(QuoteSlot slot, long target)
    {
        var best = Best(slot.Side == Side.Buy ? Side.Sell : Side.Buy);
        if (best is null) return null;
        var crosses = slot.Side == Side.Buy ? target >= best.Ticks : target <= best.Ticks;
        return crosses ? best : null;
    }
}
