using Rtx.Model;

namespace Rtx.Domain.Ledger;

/// <summary>What a trade is worth to its two sides.</summary>
public static class TradeValue
{
    /// <summary>
    /// Quote value of a trade: price × quantity, rounded down for both sides alike, so that what the buyer pays is exactly what the seller receives.
    /// Negative at a negative price.
    /// </summary>
    public static decimal Of(Instrument instrument, Price lastPx, Quantity lastQty)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return Money.RoundDown(instrument.Notional(lastPx, lastQty));
    }

    /// <summary>Fee of one side: its rate on the absolute value, rounded up.</summary>
    public static decimal Fee(Instrument instrument, Price lastPx, Quantity lastQty, bool isAggressor)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return Money.RoundUp(Math.Abs(instrument.Notional(lastPx, lastQty)) * (isAggressor ? instrument.TakerFeeRate : instrument.MakerFeeRate));
    }
}
