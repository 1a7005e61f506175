using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "States", Uncross.</summary>
public sealed partial class ReferenceBook
{
    /// <summary>What uncross would do now; null when nothing would trade.</summary>
    public IndicativeAuction? Indicative()
    {
        if (!WouldTrade()) return null;
        var price = AuctionPrice();
        var (bids, asks) = Sums(price);
        return new IndicativeAuction(new Price(price), new Quantity(Math.Min(bids, asks)), bids - asks);
    }

    private bool IsCrossed() => BestOf(Side.Buy) >= BestOf(Side.Sell);

    private void Uncross()
    {
        while (WouldTrade())
        {
            var price = AuctionPrice();
            var hasTraded = false;
            while (First(Side.Buy) is { } bid && bid.Price >= price && First(Side.Sell) is { } ask && ask.Price <= price)
            {
                if (CancelIfNothingToReduce(bid) || CancelIfNothingToReduce(ask)) continue;
                Trade(bid, ask, price, Least(bid.Displayed, ask.Displayed, Reducible(bid), Reducible(ask)), isAuction: true);
                hasTraded = true;
            }

            if (hasTraded) ReferencePrice = new Price(price);
        }

        while (IsCrossed()) Cancel((FirstUncovered(Side.Buy) ?? FirstUncovered(Side.Sell))!, ExecReason.PriceBand);
    }

    private bool WouldTrade() => First(Side.Buy) is { } bid && First(Side.Sell) is { } ask && CoveredPriceOf(bid) >= CoveredPriceOf(ask);

    private long AuctionPrice()
    {
        var prices = _open.Where(order => order.Place == OrderPlace.Book && !order.IsOver).Select(CoveredPriceOf).ToList();
        var ticks = new List<(long Tick, long Traded, long Surplus)>();
        for (var tick = prices.Min(); tick <= prices.Max(); tick++)
        {
            var (bids, asks) = Sums(tick);
            ticks.Add((tick, Math.Min(bids, asks), bids - asks));
        }

        var most = ticks.Max(tick => tick.Traded);
        ticks.RemoveAll(tick => tick.Traded != most);
        var smallest = ticks.Min(tick => Math.Abs(tick.Surplus));
        ticks.RemoveAll(tick => Math.Abs(tick.Surplus) != smallest);
        var (lowest, highest) = (ticks[0].Tick, ticks[^1].Tick);
        if (ticks.TrueForAll(tick => tick.Surplus > 0)) return highest;
        if (ticks.TrueForAll(tick => tick.Surplus < 0)) return lowest;
        var middle = (long)Math.Floor((lowest + highest) / 2m);
        return Math.Clamp((ReferencePrice ?? LastTradePrice)?.Ticks ?? middle, lowest, highest);
    }

    /// <summary>Quantity of the bids at or above a price, and of the asks at or below it, hidden quantity included.</summary>
    private (long Bids, long Asks) Sums(long price)
    {
        var bids = 0L;
        var asks = 0L;
        foreach (var order in _open)
        {
            if (order.Place != OrderPlace.Book || order.IsOver) continue;
            if (order.Side == Side.Buy && CoveredPriceOf(order) >= price) bids += order.LeavesQty;
            if (order.Side == Side.Sell && CoveredPriceOf(order) <= price) asks += order.LeavesQty;
        }

        return (bids, asks);
    }
}
