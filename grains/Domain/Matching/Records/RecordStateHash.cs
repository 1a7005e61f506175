using Rtx.Model;

namespace Rtx.Domain.Matching.Records;

/// <summary>
/// The hash that tells whether two <see cref="RecordedBook"/>s are in the same state: the book's own hash and, in its order, what only the records of the open orders know.
/// FNV-1a over 64-bit words.
/// </summary>
internal static class RecordStateHash
{
    private const ulong Prime = 1099511628211;

    internal static ulong Compute(ulong bookHash, IEnumerable<Order> openOrders)
    {
        var hash = bookHash;
        foreach (var order in openOrders) hash = Add(hash, order);
        return hash;
    }

    private static ulong Add(ulong hash, Order order)
    {
        hash = Mix(hash, order.OrderId.Value);
        foreach (var character in order.ClientOrderId.Value) hash = Mix(hash, character);
        hash = Mix(hash, order.OrderQty.Lots);
        hash = Mix(hash, (Int128)order.CumTickLots);
        hash = Mix(hash, (long)order.Status);
        hash = Mix(hash, order.Sequence);
        hash = Mix(hash, order.CreatedAt.UnixMicroseconds);
        return Mix(hash, order.UpdatedAt.UnixMicroseconds);
    }

    // By value: 5 and 5.00 are the same tick-lots, however a database writes them.
    private static ulong Mix(ulong hash, Int128 value) => Mix(Mix(hash, (long)(value >> 62)), (long)(value & ((Int128.One << 62) - 1)));

    private static ulong Mix(ulong hash, long value) => unchecked((hash ^ (ulong)value) * Prime);
}
