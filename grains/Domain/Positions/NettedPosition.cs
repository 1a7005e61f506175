using Rtx.Domain.Ledger;
using Rtx.Model;

namespace Rtx.Domain.Positions;

/// <summary>
/// A margined position at average cost. <see cref="Cost"/> is the signed quote value at which the open lots were entered: bought lots add
/// their value, sold lots subtract it. A reduction releases its share of the cost; rounding differences stay in the cost, so over any
/// sequence of trades Cost − RealizedPnl changes by exactly the signed value of each trade, and both sides of all trades sum to zero.
/// </summary>
/// <param name="Lots">Signed lots: positive is long.</param>
/// <param name="Cost">Signed quote value of the entry.</param>
/// <param name="RealizedPnl">Profit and loss realised so far, before fees.</param>
public readonly record struct NettedPosition(long Lots, Amount Cost, Amount RealizedPnl)
{
    /// <summary>The position after a trade.</summary>
    /// <param name="side">Bought or sold.</param>
    /// <param name="quantity">Lots traded, above zero.</param>
    /// <param name="value">Quote value of the trade, negative at a negative price.</param>
    public NettedPosition After(Side side, Quantity quantity, Amount value)
    {
        var isBuy = side == Side.Buy;
        var lots = isBuy ? Lots + quantity.Lots : Lots - quantity.Lots;
        if (Lots == 0 || (Lots > 0) == isBuy) return this with { Lots = lots, Cost = Cost + Signed(value) };

        var openLots = Math.Abs(Lots);
        var closedLots = Math.Min(openLots, quantity.Lots);
        var releasedCost = Share(Cost, closedLots, openLots);
        var closingValue = Share(value, closedLots, quantity.Lots);
        return new NettedPosition(
            lots, Cost - releasedCost + Signed(value - closingValue), RealizedPnl - Signed(closingValue) - releasedCost);

        Amount Signed(Amount amount) => isBuy ? amount : -amount;
    }

    // The ratio first: an amount times a number of lots may overflow a decimal. A full release is exact, without rounding.
    private static Amount Share(Amount amount, long part, long whole) =>
        part == whole ? amount : Amount.Of(decimal.Round(amount.ToDecimal() * ((decimal)part / whole), Money.Scale));
}
