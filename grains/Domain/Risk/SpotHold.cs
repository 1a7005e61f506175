using Rtx.Model;

namespace Rtx.Domain.Risk;

/// <summary>What an open spot order keeps of a balance.</summary>
public static class SpotHold
{
    /// <summary>
    /// What an order holds for lots that still work: a buy the quote currency that it pays at worst, notional × (1 + the higher fee rate) rounded up; a sell the base
    /// units that it delivers.
    /// </summary>
    public static Money Of(Instrument instrument, Side side, Price price, Quantity leavesQty)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return side switch
        {
            Side.Buy => new Money(
                Money.RoundUp(instrument.Notional(price, leavesQty) * (1m + Math.Max(instrument.MakerFeeRate, instrument.TakerFeeRate))), instrument.QuoteCurrency),
            Side.Sell => new Money(instrument.BaseUnits(leavesQty), instrument.BaseCurrency),
        };
    }
}
