using Rtx.Model;

namespace Rtx.Domain.Margin;

/// <summary>
/// A margined position at average cost. <see cref="Cost"/> is the signed quote value at which the open lots were entered: bought lots add their value, sold
/// lots subtract it. A reduction releases its share of the cost; what rounding leaves stays in the cost, so over any sequence of trades
/// Cost − RealizedPnl changes by exactly the signed value of each trade, and both sides of all trades sum to zero.
/// </summary>
/// <param name="Lots">Signed lots: plus is long.</param>
/// <param name="Cost">Signed quote value of the entry.</param>
/// <param name="RealizedPnl">Profit and loss realised so far, before fees.</param>
public readonly record struct NettedPosition(long Lots, decimal Cost, decimal RealizedPnl)
{
    /// <summary>The position after a trade.</summary>
    /// <param name="side">Bought or sold.</param>
    /// <param name="quantity">Lots traded, above zero.</param>
    /// <param name="value">Quote value of the trade, negative at a negative price.</param>
    public NettedPosition After(Side side, Quantity quantity, decimal value)
    {
        var sign = side.Sign();
        var tradedLots = sign * quantity.Lots;
        if (Lots == 0 || Math.Sign(Lots) == sign) return this with { Lots = Lots + tradedLots, Cost = Cost + (sign * value) };

        var openLots = Math.Abs(Lots);
        var closedLots = Math.Min(openLots, quantity.Lots);
        var releasedCost = Share(Cost, closedLots, openLots);
        var closingValue = Share(value, closedLots, quantity.Lots);
        return new NettedPosition(
            Lots + tradedLots,
            Cost - releasedCost + (sign * (value - closingValue)),
            RealizedPnl - (sign * closingValue) - releasedCost);
    }

    // The ratio first: an amount times a number of lots may be beyond decimal. All of it releases all of it, without rounding.
    private static decimal Share(decimal amount, long part, long whole) =>
        part == whole ? amount : decimal.Round(amount * ((decimal)part / whole), Money.Scale);
}
