using Rtx.Model;

namespace Rtx.Domain.Matching.Records;

/// <summary>
/// The hash that tells whether two <see cref="RecordedBook"/>s are in the same state: the book's own hash and, in its order, what only the records of the open orders know.
/// </summary>
internal static class RecordStateHash
{
    internal static ulong Compute(ulong bookHash, IEnumerable<Order> openOrders)
    {
        var hash = new StateHash().Add(unchecked((long)bookHash));
        foreach (var order in openOrders) Add(hash, order);
        return hash.Value;
    }

    private static void Add(StateHash hash, Order order)
    {
        hash.Add(order.OrderId.Value).Add(order.ClientOrderId.Value).Add(order.OrderQty.Lots);
        Add(hash, (Int128)order.CumTickLots);
        hash.Add((long)order.Status).Add(order.Sequence).Add(order.CreatedAt.UnixMicroseconds).Add(order.UpdatedAt.UnixMicroseconds);
    }

    // By value: 5 and 5.00 are the same tick-lots, however a database writes them.
    private static void Add(StateHash hash, Int128 value) => hash.Add((long)(value >> 62)).Add((long)(value & ((Int128.One << 62) - 1)));
}
