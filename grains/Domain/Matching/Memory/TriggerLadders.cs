using Rtx.Model;

namespace Rtx.Domain.Matching.Memory;

/// <summary>The price that a trigger is compared with, in the order in which reached triggers are processed.</summary>
internal enum TriggerReference
{
    LastTrade = 0,
    MarkPrice = 1,
    BestBid = 2,
    BestAsk = 3,
}

/// <summary>
/// Orders that wait for a trigger price: for each reference and direction a ladder of fixed triggers, whose best level is reached first,
/// and the orders with a trailing trigger. The number of a reference and direction is twice the reference's, plus one when waiting for a
/// fall.
/// </summary>
internal sealed class TriggerLadders(OrderPool pool, long lowestPrice)
{
    /// <summary>Number of combinations of reference and direction.</summary>
    internal const int Numbers = 8;

    private readonly PriceLadder?[] _ladders = new PriceLadder?[Numbers];
    private readonly TrailingOrders?[] _trailing = new TrailingOrders?[Numbers];
    private int _trailingCount;

    internal int Count { get; private set; }

    /// <summary>Whether any order's trigger may follow a reference.</summary>
    internal bool HasTrailing => _trailingCount != 0;

    /// <summary>The number of the reference that trailing orders of a side follow.</summary>
    internal static int NumberOf(Side side, TriggerSource source) => NumberOf(side, source, waitsForRise: side == Side.Buy);

    /// <summary>The side of the trailing orders that follow a reference.</summary>
    internal static Side SideOf(int number) => (number & 1) == 0 ? Side.Buy : Side.Sell;

    /// <summary>The trigger source that orders give for a reference.</summary>
    internal static TriggerSource SourceOf(int number) => (TriggerReference)(number >> 1) switch
    {
        TriggerReference.LastTrade => TriggerSource.LastTrade,
        TriggerReference.MarkPrice => TriggerSource.MarkPrice,
        TriggerReference.BestBid or TriggerReference.BestAsk => TriggerSource.OppositeBest,
    };

    /// <summary>Adds an order.</summary>
    /// <param name="n">Its node.</param>
    /// <param name="sequence">The book's last event.</param>
    /// <param name="followed">For a trailing order, the reference price that its trigger price has followed; null when it still has its
    /// own.</param>
    internal void Append(int n, long sequence, Price? followed)
    {
        ref var node = ref pool.Nodes[n];
        Count++;
        if (node.OrderType.IsTrailing())
        {
            _trailingCount++;
            TrailingOf(node).Append(n, sequence, followed?.Ticks);
        }
        else
        {
            LadderOf(node).Append(n, ref node, pool.Extras[node.Extra].StopPx);
        }
    }

    internal void Remove(int n)
    {
        ref var node = ref pool.Nodes[n];
        Count--;
        if (node.OrderType.IsTrailing())
        {
            _trailingCount--;
            TrailingOf(node).Remove(n);
        }
        else
        {
            LadderOf(node).Remove(n, node);
        }
    }

    /// <summary>Reduces the lots of a waiting order.</summary>
    /// <param name="node">The order.</param>
    /// <param name="by">The lots.</param>
    /// <param name="hides">How many more it hides.</param>
    /// <param name="sequence">The book's last event; the next one contains the current trigger price of a trailing order, which continues
    /// from there.</param>
    internal void Shrink(ref OrderNode node, long by, long hides, long sequence)
    {
        if (node.OrderType.IsTrailing()) TrailingOf(node).Renew(node.Level, sequence);
        else LadderOf(node).Shrink(node.Level, by, hides);
    }

    /// <summary>Writes the current trigger price and price into the node of a trailing order.</summary>
    internal void Refresh(int n)
    {
        if (pool.Nodes[n].OrderType.IsTrailing()) TrailingOf(pool.Nodes[n]).Refresh(n);
    }

    /// <summary>The reference price that an order's trigger price has followed since its last event; null for none.</summary>
    internal Price? FollowedBy(int n) => pool.Nodes[n].OrderType.IsTrailing() ? TrailingOf(pool.Nodes[n]).FollowedBy(n) : null;

    /// <summary>Whether a price of a reference would move any trailing order.</summary>
    internal bool IsAwaited(int number, long price) => _trailing[number] is { } trailing && trailing.KeyOf(price) >= trailing.Awaited;

    /// <summary>Moves the trailing orders that await a price of a reference.</summary>
    internal void Follow(int number, long price, long sequence) => _trailing[number]!.Follow(_trailing[number]!.KeyOf(price), sequence);

    /// <summary>The first order whose trigger price a reference has reached; 0 when there is none.</summary>
    /// <param name="prices">The references' prices by their number; null where there is none.</param>
    internal int FindReached(ReadOnlySpan<long?> prices)
    {
        for (var number = 0; number < Numbers; number++)
        {
            if (prices[number >> 1] is not { } price) continue;
            var key = (number & 1) == 0 ? -price : price;
            var (ladder, trailing) = (_ladders[number], _trailing[number]);
            var (best, bestTrailing) = (ladder?.BestKey ?? long.MinValue, trailing?.BestTrigger ?? long.MinValue);
            if (Math.Max(best, bestTrailing) < key) continue;
            return best >= bestTrailing ? ladder!.Levels[ladder.Best].First : trailing!.First;
        }

        return 0;
    }

    /// <summary>
    /// The first order with a fixed trigger price that a trade reached while the order waited; 0 when there is none. Trailing orders
    /// use only the last trade: where their triggers were at earlier trades is no longer known.
    /// </summary>
    internal int FindReached(TradePrints prints)
    {
        var rising = FindReached(_ladders[0], prints, waitsForRise: true);
        return rising != 0 ? rising : FindReached(_ladders[1], prints, waitsForRise: false);
    }

    private int FindReached(PriceLadder? ladder, TradePrints prints, bool waitsForRise)
    {
        if (ladder is null || KeySince(long.MinValue) is not { } furthest) return 0;
        for (var level = ladder.Best; level >= 0; level = ladder.Worse(level))
        {
            var key = ladder.KeyOf(ladder.PriceOf(level));
            if (key < furthest) return 0;
            // The first order of a level has waited longest.
            var n = ladder.Levels[level].First;
            if (KeySince(pool.Nodes[n].Priority) <= key) return n;
        }

        return 0;

        long? KeySince(long sequence) => waitsForRise ? -prints.HighestSince(sequence) : prints.LowestSince(sequence);
    }

    private static int NumberOf(Side side, TriggerSource source, bool waitsForRise)
    {
        var reference = source switch
        {
            TriggerSource.LastTrade => TriggerReference.LastTrade,
            TriggerSource.MarkPrice => TriggerReference.MarkPrice,
            TriggerSource.OppositeBest => side == Side.Buy ? TriggerReference.BestAsk : TriggerReference.BestBid,
        };
        return ((int)reference << 1) | (waitsForRise ? 0 : 1);
    }

    /// <summary>The ladder that an order waits in, created if missing.</summary>
    private PriceLadder LadderOf(in OrderNode node)
    {
        var waitsForRise = node.OrderType is OrderType.Stop or OrderType.StopLimit == (node.Side == Side.Buy);
        return _ladders[NumberOf(node.Side, SourceOf(node), waitsForRise)] ??= new PriceLadder(pool, highestIsBest: !waitsForRise);
    }

    private TrailingOrders TrailingOf(in OrderNode node) =>
        _trailing[NumberOf(node.Side, SourceOf(node))] ??= new TrailingOrders(
            pool, node.Side, TrailRules.HighestKey(node.Side, lowestPrice));

    private TriggerSource SourceOf(in OrderNode node) => pool.Extras[node.Extra].Instructions!.TriggerSource;
}
