using Rtx.Model;

namespace Rtx.Domain.Margin;

/// <summary>
/// What margined instruments need of their quote currency. Margin is per quote currency: equity in one currency does not cover margin in another.
/// </summary>
public static class MarginRules
{
    // More than any account can have, and small enough to be summed over all instruments: what exceeds it is not worth an exact number.
    private const decimal Ceiling = 100_000_000_000_000_000_000m;
    private const decimal MaxExactTickLots = 1_000_000_000_000_000_000_000_000_000m;

    /// <summary>
    /// Lots that the position may grow to when the worse of both sides trades: the larger of |position + open buys| and |position − open sells|.
    /// </summary>
    public static long WorstLots(long positionLots, long openBuyLots, long openSellLots) =>
        Math.Max(Math.Abs(positionLots + openBuyLots), Math.Abs(positionLots - openSellLots));

    /// <summary>Margin for a number of lots at a price: |price| × lots × contract × rate, rounded up.</summary>
    public static decimal Required(Instrument instrument, long lots, Price price, decimal rate)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var tickLots = (Int128)Math.Abs(price.Ticks) * lots;
        if (tickLots == 0) return 0m;
        if (tickLots > (Int128)MaxExactTickLots || instrument.TickLotValue > Ceiling / (decimal)tickLots) return Ceiling;
        return Money.RoundUp((decimal)tickLots * instrument.TickLotValue * rate);
    }

    /// <summary>Average entry price of a position as a distance from zero in ticks, rounded up; 0 without position.</summary>
    public static long EntryTicks(Instrument instrument, NettedPosition position)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return position.Lots == 0 ? 0 : (long)decimal.Ceiling(Math.Abs(position.Cost / position.Lots) / instrument.TickLotValue);
    }

    /// <summary>Profit and loss of the open lots if they were closed at the price.</summary>
    public static decimal UnrealizedPnl(Instrument instrument, NettedPosition position, Price price)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return Money.RoundDown(((decimal)price.Ticks * position.Lots * instrument.TickLotValue) - position.Cost);
    }
}
