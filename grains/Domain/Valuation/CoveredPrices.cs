using Rtx.Domain.Instruments;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Valuation;

/// <summary>
/// The range of prices around the mark of a margined instrument at which closing a lot loses no more, including its fee, than the initial
/// margin that it frees. Triggers are reached, and triggered orders trade, only within it: so a stop needs no margin beyond that of its
/// position, wherever its trigger is, and a single trade far from the mark triggers nothing.
/// </summary>
/// <param name="Lowest">The lowest price of the range.</param>
/// <param name="Highest">The highest price of the range.</param>
public readonly record struct CoveredPrices(Price Lowest, Price Highest)
{
    /// <summary>The range around a mark; only the mark itself where the fee is as high as the margin.</summary>
    public static CoveredPrices Around(Instrument instrument, Price mark)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var fee = Math.Max(instrument.MakerFeeRate, instrument.TakerFeeRate);
        // Of the two ends, the one farther from zero pays the higher fee; its distance is used for both.
        var margin = (MarginRules.MarginPriceOf(instrument, mark).Ticks * instrument.InitialMarginRate) - (Math.Abs(mark.Ticks) * fee);
        var distance = Math.Max(0m, decimal.Floor(margin / (1m + fee)));
        return new CoveredPrices(Legal(mark.Ticks - distance), Legal(mark.Ticks + distance));

        Price Legal(decimal ticks) =>
            new((long)Math.Clamp(
                ticks, InstrumentRules.MayTradeBelowZero(instrument) ? -OrderChecks.MaxPriceTicks : 1, OrderChecks.MaxPriceTicks));
    }

    /// <summary>The price, clamped to the range.</summary>
    public Price Nearest(Price price) => price < Lowest ? Lowest : price > Highest ? Highest : price;

    /// <summary>An order's worst price, moved towards the mark when it is outside the range.</summary>
    public Price WorstOf(Side side, Price price) =>
        side == Side.Buy ? (price > Highest ? Highest : price) : price < Lowest ? Lowest : price;
}
