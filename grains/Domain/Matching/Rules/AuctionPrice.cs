using Rtx.Domain.Matching.Memory;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <summary>
/// The price of a call auction: the most quantity, then the least surplus, then market pressure, then the reference price. Demand falls and
/// supply rises with the price, so the best prices form one range of ticks, and only order prices and the gaps between them must be
/// checked. An order that would lose more than its margin at its own price counts at the farthest covered price. Cost: O(crossing levels).
/// </summary>
internal static class AuctionPrice
{
    /// <summary>Whether there is a price at which anything trades.</summary>
    internal static bool Exists(PriceLadder bids, PriceLadder asks) =>
        !bids.IsEmpty && !asks.IsEmpty && bids.BestCoveredPrice >= asks.BestCoveredPrice;

    internal static IndicativeAuction Find(PriceLadder bids, PriceLadder asks, Price? reference)
    {
        var supply = CrossingLevels(asks, bids.BestCoveredPrice);
        var demand = CrossingLevels(bids, asks.BestCoveredPrice);
        demand.Reverse();
        var best = Search(demand, supply);
        var price = best switch
        {
            { HighSurplus: > 0 } => best.High,
            { LowSurplus: < 0 } => best.Low,
            _ => Math.Clamp(reference?.Ticks ?? (best.Low + ((best.High - best.Low) >> 1)), best.Low, best.High),
        };
        var (bought, sold) = (Sum(demand, level => level.Price >= price), Sum(supply, level => level.Price <= price));
        return new IndicativeAuction(new Price(price), new Quantity(Math.Min(bought, sold)), bought - sold);
    }

    /// <summary>Goes through the prices upwards: every order price, and the ticks between two of them, which are all equivalent.</summary>
    private static Range Search(List<(long Price, long Lots)> demand, List<(long Price, long Lots)> supply)
    {
        var best = new Range(0, 0, -1, 0, 0);
        var (bought, sold) = (Sum(demand, _ => true), 0L);
        var (d, s) = (0, 0);
        while (d < demand.Count || s < supply.Count)
        {
            var price = Math.Min(d < demand.Count ? demand[d].Price : long.MaxValue, s < supply.Count ? supply[s].Price : long.MaxValue);
            if (s < supply.Count && supply[s].Price == price) sold += supply[s++].Lots;
            best = best.With(price, price, bought, sold);
            if (d < demand.Count && demand[d].Price == price) bought -= demand[d++].Lots;
            var next = Math.Min(d < demand.Count ? demand[d].Price : long.MaxValue, s < supply.Count ? supply[s].Price : long.MaxValue);
            if (next != long.MaxValue && next > price + 1) best = best.With(price + 1, next - 1, bought, sold);
        }

        return best;
    }

    private static List<(long Price, long Lots)> CrossingLevels(PriceLadder side, long otherBest)
    {
        var levels = new List<(long Price, long Lots)>();
        for (var level = side.Best; level >= 0; level = side.Worse(level))
        {
            var price = side.CoveredPriceOf(level);
            if (side.KeyOf(price) < side.KeyOf(otherBest)) break;
            var lots = side.Levels[level].Total;
            if (levels.Count > 0 && levels[^1].Price == price) levels[^1] = (price, levels[^1].Lots + lots);
            else levels.Add((price, lots));
        }

        return levels;
    }

    private static long Sum(List<(long Price, long Lots)> levels, Func<(long Price, long Lots), bool> counts)
    {
        var sum = 0L;
        foreach (var level in levels) sum += counts(level) ? level.Lots : 0;
        return sum;
    }

    /// <summary>The best ticks so far, with the quantity that trades there and the surplus at both ends.</summary>
    private readonly record struct Range(long Low, long High, long Quantity, long LowSurplus, long HighSurplus)
    {
        internal Range With(long low, long high, long bought, long sold)
        {
            var (quantity, surplus) = (Math.Min(bought, sold), bought - sold);
            var least = Math.Abs(HighSurplus);
            if (quantity > Quantity || (quantity == Quantity && Math.Abs(surplus) < least))
                return new Range(low, high, quantity, surplus, surplus);
            return quantity == Quantity && Math.Abs(surplus) == least ? this with { High = high, HighSurplus = surplus } : this;
        }
    }
}
