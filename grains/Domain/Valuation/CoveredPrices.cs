using Rtx.Domain.Instruments;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Valuation;

/// <summary>
/// The prices around the mark of a margined instrument at which a lot that closes a position loses no more, its fee included, than the initial margin that it sets free. A trigger
/// is reached, and what it sets off trades, only within them: so a stop costs no margin beyond that of its position, wherever its trigger is, and one trade that is far from the mark
/// sets off nothing.
/// </summary>
/// <param name="Lowest">The lowest of them.</param>
/// <param name="Highest">The highest of them.</param>
public readonly record struct CoveredPrices(Price Lowest, Price Highest)
{
    /// <summary>Those around a mark; only the mark itself where the fee is as high as the margin.</summary>
    public static CoveredPrices Around(Instrument instrument, Price mark)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var fee = Math.Max(instrument.MakerFeeRate, instrument.TakerFeeRate);
        // Of the two prices that far away the one farther from zero pays the higher fee; its distance serves both.
        var margin = (MarginRules.MarginPriceOf(instrument, mark).Ticks * instrument.InitialMarginRate) - (Math.Abs(mark.Ticks) * fee);
        var distance = Math.Max(0m, decimal.Floor(margin / (1m + fee)));
        return new CoveredPrices(Legal(mark.Ticks - distance), Legal(mark.Ticks + distance));

        Price Legal(decimal ticks) =>
            new((long)Math.Clamp(ticks, InstrumentRules.MayTradeBelowZero(instrument) ? -OrderChecks.MaxPriceTicks : 1, OrderChecks.MaxPriceTicks));
    }

    /// <summary>The price, moved to the nearest of them.</summary>
    public Price Nearest(Price price) => price < Lowest ? Lowest : price > Highest ? Highest : price;

    /// <summary>The worst price that an order may trade at, moved towards the mark when it is beyond them.</summary>
    public Price WorstOf(Side side, Price price) => side == Side.Buy ? (price > Highest ? Highest : price) : price < Lowest ? Lowest : price;
}
