using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <summary>
/// The hash that tells whether two books are in the same state: sequence, last trade price and every open order in priority order (bids best first, then asks
/// best first, oldest first within a price). Whether trading is halted is not part of it, because no event of the book says so. FNV-1a over 64-bit words.
/// </summary>
public static class BookStateHash
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The hash of a book that is given as open orders in priority order, e.g. as SQL has it.</summary>
    public static ulong Compute(long sequence, Price? lastTradePrice, IEnumerable<Order> openOrdersInPriorityOrder)
    {
        ArgumentNullException.ThrowIfNull(openOrdersInPriorityOrder);
        var hash = Begin(sequence, lastTradePrice);
        foreach (var order in openOrdersInPriorityOrder) hash = Add(hash, order);
        return hash;
    }

    private static ulong Begin(long sequence, Price? lastTradePrice) =>
        Mix(Mix(Mix(OffsetBasis, sequence), lastTradePrice is null ? 0 : 1), lastTradePrice.GetValueOrDefault().Ticks);

    private static ulong Add(ulong hash, Order order)
    {
        hash = Mix(hash, order.OrderId.Value);
        hash = Mix(hash, order.AccountId.Value);
        foreach (var character in order.ClientOrderId.Value) hash = Mix(hash, character);
        hash = Mix(hash, (long)order.Side);
        hash = Mix(hash, (long)order.OrderType);
        hash = Mix(hash, (long)order.TimeInForce);
        hash = Mix(hash, order.Price.GetValueOrDefault().Ticks);
        hash = Mix(hash, order.OrderQty.Lots);
        hash = Mix(hash, order.CumQty.Lots);
        hash = Mix(hash, order.LeavesQty.Lots);
        hash = Mix(hash, (Int128)order.CumTickLots);
        hash = Mix(hash, (long)order.Status);
        hash = Mix(hash, order.PrioritySequence);
        hash = Mix(hash, order.Sequence);
        hash = Mix(hash, order.CreatedAt.UnixMicroseconds);
        return Mix(hash, order.UpdatedAt.UnixMicroseconds);
    }

    // By value: 5 and 5.00 are the same tick-lots, however a database writes them.
    private static ulong Mix(ulong hash, Int128 value) => Mix(Mix(hash, (long)(value >> 62)), (long)(value & ((Int128.One << 62) - 1)));

    private static ulong Mix(ulong hash, long value) => unchecked((hash ^ (ulong)value) * Prime);
}
