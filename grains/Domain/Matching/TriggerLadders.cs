using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <summary>The price that a trigger compares with, in the order in which reached triggers are taken.</summary>
internal enum TriggerReference
{
    LastTrade = 0,
    MarkPrice = 1,
    BestBid = 2,
    BestAsk = 3,
}

/// <summary>
/// Orders that wait for a trigger price: for each reference and direction a ladder whose best level is the one that is reached first; and those among them whose trigger trails, by
/// order id.
/// </summary>
internal sealed class TriggerLadders(OrderPool pool)
{
    private const int References = 4;

    // Two per reference: those that wait for a rise (the lowest is reached first), then those that wait for a fall.
    private readonly PriceLadder?[] _ladders = new PriceLadder?[References * 2];
    private readonly SortedList<long, int> _trailing = [];

    // For each reference and side of its trailing orders the price that was best for them so far: only a better one moves any.
    private readonly long?[] _followed = new long?[References * 2];

    internal int Count { get; private set; }

    internal static TriggerReference ReferenceOf(Side side, TriggerSource source) => source switch
    {
        TriggerSource.LastTrade => TriggerReference.LastTrade,
        TriggerSource.MarkPrice => TriggerReference.MarkPrice,
        TriggerSource.OppositeBest => side == Side.Buy ? TriggerReference.BestAsk : TriggerReference.BestBid,
    };

    internal void Append(int n)
    {
        ref var node = ref pool.Nodes[n];
        LadderOf(node).Append(n, ref node, pool.Extras[node.Extra].StopPx);
        Count++;
        if (!node.OrderType.IsTrailing()) return;
        _trailing.Add(node.OrderId, n);
        LookAgain(n);
    }

    /// <summary>Lets the next look at trailing orders not pass over those like this one: it has not followed its reference.</summary>
    internal void LookAgain(int n) => _followed[GroupOf(pool.Nodes[n])] = null;

    internal void Remove(int n)
    {
        ref var node = ref pool.Nodes[n];
        LadderOf(node).Remove(n, node);
        Count--;
        if (node.OrderType.IsTrailing()) _trailing.Remove(node.OrderId);
    }

    /// <summary>Adds the trailing orders that a reference may move since the last call, by order id.</summary>
    /// <param name="prices">The references' prices by their number; null where there is none.</param>
    /// <param name="found">Takes the nodes.</param>
    internal void FindTrailing(ReadOnlySpan<long?> prices, List<int> found)
    {
        if (_trailing.Count == 0) return;
        Span<bool> mayMove = stackalloc bool[References * 2];
        var any = false;
        for (var group = 0; group < mayMove.Length; group++)
        {
            if (prices[group >> 1] is not { } price) continue;
            var isForBuys = (group & 1) == 0;
            if (_followed[group] is { } followed && (isForBuys ? price >= followed : price <= followed)) continue;
            _followed[group] = price;
            any = mayMove[group] = true;
        }

        if (!any) return;
        foreach (var n in _trailing.Values)
        {
            if (mayMove[GroupOf(pool.Nodes[n])]) found.Add(n);
        }
    }

    /// <summary>The first order whose trigger price a reference has reached; 0 when there is none.</summary>
    /// <param name="prices">The references' prices by their number; null where there is none.</param>
    internal int FindReached(ReadOnlySpan<long?> prices)
    {
        for (var number = 0; number < _ladders.Length; number++)
        {
            if (_ladders[number] is not { IsEmpty: false } ladder || prices[number >> 1] is not { } reference) continue;
            if (ladder.BestKey >= ladder.KeyOf(reference)) return ladder.Levels[ladder.Best].First;
        }

        return 0;
    }

    /// <summary>The ladder that an order waits in, made when there is none.</summary>
    internal PriceLadder LadderOf(in OrderNode node)
    {
        var isStop = node.OrderType is OrderType.Stop or OrderType.StopLimit or OrderType.TrailingStop or OrderType.TrailingStopLimit;
        var waitsForRise = isStop == (node.Side == Side.Buy);
        var reference = ReferenceOf(node.Side, pool.Extras[node.Extra].Instructions!.TriggerSource);
        var number = ((int)reference << 1) | (waitsForRise ? 0 : 1);
        return _ladders[number] ??= new PriceLadder(pool, highestIsBest: !waitsForRise);
    }

    private int GroupOf(in OrderNode node) =>
        ((int)ReferenceOf(node.Side, pool.Extras[node.Extra].Instructions!.TriggerSource) << 1) | (node.Side == Side.Buy ? 0 : 1);
}
