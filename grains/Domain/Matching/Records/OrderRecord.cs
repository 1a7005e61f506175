using Rtx.Model;

namespace Rtx.Domain.Matching.Records;

/// <summary>An open order of a book, and its places in <see cref="OrderRecords"/>.</summary>
internal struct OrderRecord
{
    /// <summary>The order as its last event left it.</summary>
    internal OrderEvent Order;

    /// <summary>The next record in its bucket; of one that is not in use the next free one.</summary>
    internal int Next;

    /// <summary>Whether its change waits to be published: the record is kept for that, also when the order has closed.</summary>
    internal bool IsTouched;

    /// <summary>Whether the order has closed.</summary>
    internal bool IsClosed;

    /// <summary>Whether the order is over, so that no queue has it, although it has not closed.</summary>
    internal bool IsOver;

    /// <summary>What a queue shows of it; nothing when it is in none, or over.</summary>
    internal readonly QueuedOrder ToQueued()
    {
        var shown = Order.Place == OrderPlace.Book && !IsOver ? Order.DisplayedQty ?? Order.LeavesQty : Quantity.Zero;
        return new QueuedOrder(Order.OrderId, Order.Side, Order.Price, shown, Order.PrioritySequence);
    }
}
