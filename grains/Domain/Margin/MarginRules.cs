namespace Rtx.Domain.Margin;

/// <summary>
/// What margined instruments need of their quote currency. Margin is per quote currency: equity in one currency does not cover margin in another.
/// </summary>
public static class MarginRules
{
    /// <summary>
    /// Lots that the position may grow to when the worse of both sides trades: the larger of |position + open buys| and |position − open sells|.
    /// </summary>
    public static long WorstLots(long positionLots, long openBuyLots, long openSellLots) =>
        Math.Max(Math.Abs(positionLots + openBuyLots), Math.Abs(positionLots - openSellLots));
}
