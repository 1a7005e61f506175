using Rtx.Domain.Instruments;
using Rtx.Model;

namespace Rtx.Domain.Valuation;

/// <summary>
/// What margined instruments need of their quote currency. Margin is per quote currency: equity in one currency does not cover margin in another.
/// </summary>
public static class MarginRules
{
    /// <summary>
    /// Where prices may be zero or negative, margin is asked for at this many ticks at least: a mark near zero says nothing of how far the price will move.
    /// </summary>
    public const long LeastMarginTicks = 1_000;

    /// <summary>The price that margin is asked for at, as a distance from zero in ticks.</summary>
    /// <param name="instrument">The contract.</param>
    /// <param name="price">Its mark, or what stands for it.</param>
    public static Price MarginPriceOf(Instrument instrument, Price price) =>
        new(Math.Max(Math.Abs(price.Ticks), InstrumentRules.MayTradeBelowZero(instrument) ? LeastMarginTicks : 0));
}
