using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <summary>The queue of one price: a linked list in time priority, oldest first, with its sums. Pooled; the default price of a pooled level means nothing.</summary>
internal sealed class PriceLevel
{
    internal Price Price { get; private set; }

    internal Quantity Quantity { get; private set; }

    internal int OrderCount { get; private set; }

    internal RestingOrder? First { get; private set; }

    /// <summary>Whether the level is already noted as changed since the changes were last taken.</summary>
    internal bool IsNoted { get; set; }

    internal bool IsEmpty => OrderCount == 0;

    private RestingOrder? Last { get; set; }

    internal void Begin(Price price)
    {
        Price = price;
        IsNoted = false;
    }

    internal void Append(RestingOrder order)
    {
        if (Last is { } last && last.PrioritySequence >= order.PrioritySequence)
            throw new BookInvariantException($"Order {order.OrderId} with priority {order.PrioritySequence} joined behind priority {last.PrioritySequence}.");

        order.Level = this;
        order.Previous = Last;
        if (Last is null) First = order;
        else Last.Next = order;
        Last = order;
        Quantity += order.LeavesQty;
        OrderCount++;
    }

    internal void Remove(RestingOrder order)
    {
        if (order.Previous is null) First = order.Next;
        else order.Previous.Next = order.Next;
        if (order.Next is null) Last = order.Previous;
        else order.Next.Previous = order.Previous;
        order.Level = null;
        order.Previous = null;
        order.Next = null;
        Reduce(order.LeavesQty);
        OrderCount--;
        if (OrderCount == 0 != (Quantity == Quantity.Zero)) throw new BookInvariantException($"{OrderCount} orders at {Price} have {Quantity}.");
    }

    internal void Reduce(Quantity by)
    {
        if (by < Quantity.Zero || by > Quantity) throw new BookInvariantException($"{by} left the level {Price}, which has {Quantity}.");
        Quantity -= by;
    }
}
