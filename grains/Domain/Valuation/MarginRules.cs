using Rtx.Domain.Instruments;
using Rtx.Model;

namespace Rtx.Domain.Valuation;

/// <summary>
/// The price that margin is calculated at. Margin is per quote currency: equity in one currency does not cover margin in another.
/// </summary>
public static class MarginRules
{
    /// <summary>
    /// Where prices may be zero or negative, margin is calculated at a price of at least this many ticks: a mark near zero says nothing
    /// about how far the price can move.
    /// </summary>
    public const long LeastMarginTicks = 1_000;

    /// <summary>The absolute price, in ticks, that margin is calculated at.</summary>
    /// <param name="instrument">The contract.</param>
    /// <param name="price">Its mark, or the substitute for one.</param>
    public static Price MarginPriceOf(Instrument instrument, Price price) =>
        new(Math.Max(Math.Abs(price.Ticks), InstrumentRules.MayTradeBelowZero(instrument) ? LeastMarginTicks : 0));
}
