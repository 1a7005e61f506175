using Rtx.Domain.Matching.Memory;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <summary>
/// The hash that tells whether two books are in the same state: sequence, last trade price, the queues (bids best first, then asks best first), then all orders that
/// wait elsewhere by order id. Trading state, mark and reference price are not part of it: the instrument keeps them. FNV-1a over 64-bit words.
/// </summary>
public static class BookStateHash
{
    internal const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The hash of a book that is given as its open orders in the order above.</summary>
    public static ulong Compute(long sequence, Price? lastTradePrice, IEnumerable<BookOrderState> openOrders)
    {
        ArgumentNullException.ThrowIfNull(openOrders);
        var hash = Mix(Mix(Mix(OffsetBasis, sequence), lastTradePrice is null ? 0 : 1), lastTradePrice.GetValueOrDefault().Ticks);
        foreach (var order in openOrders) hash = Add(hash, order);
        return hash;
    }

    private static ulong Add(ulong hash, in BookOrderState order)
    {
        hash = Mix(hash, order.OrderId.Value);
        hash = Mix(hash, order.AccountId.Value);
        hash = Mix(hash, (long)order.Side);
        hash = Mix(hash, (long)order.OrderType);
        hash = Mix(hash, (long)order.TimeInForce);
        hash = Mix(hash, order.Price.Ticks);
        hash = Mix(hash, order.CumQty.Lots);
        hash = Mix(hash, order.LeavesQty.Lots);
        hash = Mix(hash, order.DisplayedQty.Lots);
        hash = Mix(hash, order.PrioritySequence);
        hash = Mix(hash, (long)order.Place);
        return order.Instructions is { } instructions ? Add(hash, instructions) : Mix(hash, 0);
    }

    private static ulong Add(ulong hash, OrderInstructions instructions)
    {
        hash = Mix(hash, 1);
        hash = Mix(hash, instructions.StopPx is null ? 0 : 1);
        hash = Mix(hash, instructions.StopPx.GetValueOrDefault().Ticks);
        hash = Mix(hash, (long)instructions.TriggerSource);
        hash = Mix(hash, instructions.TrailOffset.GetValueOrDefault().Value);
        hash = Mix(hash, instructions.TrailOffset.GetValueOrDefault().IsBasisPoints ? 1 : 0);
        hash = Mix(hash, instructions.DisplayQty.GetValueOrDefault().Lots);
        hash = Mix(hash, (long)instructions.PostOnly);
        hash = Mix(hash, instructions.ReduceOnly ? 1 : 0);
        hash = Mix(hash, instructions.ExpireTime.GetValueOrDefault().UnixMicroseconds);
        hash = Mix(hash, (long)instructions.SelfTradePrevention);
        hash = Mix(hash, instructions.TradeGroup);
        hash = Mix(hash, instructions.Tag);
        hash = Mix(hash, instructions.ConnectionId);
        hash = Mix(hash, instructions.ListId.Value);
        hash = Mix(hash, (long)instructions.ListRole);
        return Mix(hash, instructions.ListIndex);
    }

    internal static ulong Mix(ulong hash, long value) => unchecked((hash ^ (ulong)value) * Prime);
}
