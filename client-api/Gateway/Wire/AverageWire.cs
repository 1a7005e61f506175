using Rtx.Model;

namespace Rtx.Gateway.Wire;

/// <summary>Average prices: the only rounded figures on the wire.</summary>
public static class AverageWire
{
    // Decimals beyond those of the price increment; the exact figure is the sum of the trades.
    private const int ExtraDecimals = 8;

    private const int MaxDecimals = 28;

    /// <summary>Average price of traded lots; null when nothing has traded.</summary>
    public static decimal? Of(Instrument instrument, decimal cumTickLots, Quantity cumQty) =>
        cumQty.Lots == 0 ? null : Round(instrument, cumTickLots / cumQty.Lots * instrument.PriceIncrement);

    /// <summary>Average entry price of a position; null when it is flat.</summary>
    public static decimal? Of(Instrument instrument, Position position) =>
        position.Lots == 0
            ? null
            : Round(instrument, position.Cost / (position.Lots * instrument.TickLotValue) * instrument.PriceIncrement);

    private static decimal Round(Instrument instrument, decimal price) =>
        decimal.Round(price, Math.Min(instrument.PriceIncrement.Scale + ExtraDecimals, MaxDecimals), MidpointRounding.ToEven);
}
