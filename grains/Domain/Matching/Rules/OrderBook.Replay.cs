using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <content>Rebuilding a book: from its events, or from its open orders.</content>
public sealed partial class OrderBook
{
    /// <summary>Replays the next event of this book.</summary>
    /// <param name="e">The event.</param>
    /// <param name="order">For New, the order as accepted, with its position in a list; for Replaced, the same with its amended
    /// instructions; otherwise ignored.</param>
    /// <exception cref="BookInvariantException">The event does not follow from the book's state.</exception>
    public void Apply(in BookEvent e, in BookOrder order)
    {
        if (e.Sequence != Sequence + 1) throw new BookInvariantException($"Event {e.Sequence} follows {Sequence}.");
        _isReplaying = true;
        if (e.OrderId.IsOfBook) FollowReference(e);
        else if (e.ExecType != ExecType.Rejected) Follow(e.ExecType == ExecType.New ? Open(order) : Get(e), e, order);
        _state.Sequence = e.Sequence;
        _state.Recycle();
    }

    /// <summary>Fills a new book: the open orders in any order, the sequence of its last event, and the last trade price.</summary>
    /// <exception cref="BookInvariantException">The orders can't be the open orders of a book.</exception>
    public void Restore(IEnumerable<BookOrderState> openOrders, long sequence, Price? lastTradePrice)
    {
        ArgumentNullException.ThrowIfNull(openOrders);
        if (Sequence != 0 || OpenOrderCount != 0) throw new InvalidOperationException("Only a book without a past can be restored.");
        foreach (var order in openOrders.OrderBy(order => order.PrioritySequence))
        {
            if (!IsRestorable(order, sequence))
                throw new BookInvariantException($"Order {order.OrderId} can't be open in a book at {sequence}: {order}");
            var n = Open(new BookOrder(
                order.OrderId, order.AccountId, order.Side, order.OrderType, order.TimeInForce, order.CumQty + order.LeavesQty, order.Price,
                order.Instructions));
            Set(n, order.Place, order.CumQty, order.LeavesQty, order.DisplayedQty, order.PrioritySequence);
            Put(n, order.Place, order.Followed);
        }

        _state.Sequence = sequence;
        _state.LastTradePrice = lastTradePrice;
        _state.FindReleases();
    }

    /// <summary>Sets the restored book's trading state and reference price, without the effects of a change of state.</summary>
    public void RestoreStanding(TradingState state, Price? reference) => (State, ReferencePrice) = (state, reference);

    private static bool IsRestorable(in BookOrderState order, long sequence) =>
        order.Place is OrderPlace.Book or OrderPlace.Trigger or OrderPlace.Held && order.LeavesQty > Quantity.Zero
            && order.CumQty >= Quantity.Zero
        && order.DisplayedQty > Quantity.Zero && order.DisplayedQty <= order.LeavesQty && order.PrioritySequence <= sequence
        && (order.Place == OrderPlace.Book || order.Instructions is not null || order.TimeInForce == TimeInForce.AtTheClose);

    private int Open(in BookOrder order)
    {
        _state.Open(order, out var n);
        return n;
    }

    private int Get(in BookEvent e) =>
        _state.Find(e.OrderId) is > 0 and var n
            ? n
            : throw new BookInvariantException($"Event {e.Sequence} is about order {e.OrderId}, which is not open.");

    private void FollowReference(in BookEvent e)
    {
        var number = TriggerLadders.NumberOf(e.TrailingSide, e.TriggerSource);
        if (e.ExecType != ExecType.Restated || e.Reason != ExecReason.Trailed || !_state.Triggers.IsAwaited(number, e.Price.Ticks))
            throw new BookInvariantException($"Event {e.Sequence} lets trailing orders follow {e.Price}, which none of them awaits.");
        _state.Triggers.Follow(number, e.Price.Ticks, e.Sequence);
    }

    /// <summary>Sets an order to the state in the event.</summary>
    private void Follow(int n, in BookEvent e, in BookOrder order)
    {
        _state.CatchUp(n);
        ref var node = ref Node(n);
        if (e.ExecType == ExecType.Trade)
        {
            if (e.LastQty <= Quantity.Zero || e.CumQty.Lots != node.Cum + e.LastQty.Lots
                || e.LeavesQty.Lots != node.Leaves - e.LastQty.Lots)
                throw new BookInvariantException(
                    $"Event {e.Sequence} trades {e.LastQty} of order {e.OrderId}, which has {node.Leaves} lots.");
            _state.LastTradePrice = e.LastPx;
            _state.MovePosition(node.AccountId, node.Side, e.LastQty.Lots);
        }

        if (e.ExecType == ExecType.Replaced && order.Instructions is { } amended) _state.SetInstructions(n, amended);
        var keepsPlace = e.Place == node.Place && e.Place is OrderPlace.Book or OrderPlace.Trigger && e.PrioritySequence == node.Priority;
        if (keepsPlace && e.ExecType != ExecType.New)
        {
            if (e.Price.Ticks != node.Price || (node.Extra != 0 && e.StopPx.Ticks != _state.Extra(n).StopPx))
                throw new BookInvariantException($"Event {e.Sequence} moves order {e.OrderId} without losing its priority.");
            _state.Shrink(ref node, node.Leaves - e.LeavesQty.Lots, e.DisplayedQty.Lots);
            node.Cum = e.CumQty.Lots;
            return;
        }

        _state.TakeOut(n, ref node);
        if (node.Extra != 0 && _state.Extra(n).StopPx != e.StopPx.Ticks) _state.Extra(n).StopPx = e.StopPx.Ticks;
        node.Price = e.Price.Ticks;
        Set(n, e.Place, e.CumQty, e.LeavesQty, e.DisplayedQty, e.PrioritySequence);
        if (e.Place == OrderPlace.None) _state.Close(n, ref node);
        else Put(n, e.Place);
        if (e.ExecType == ExecType.Replaced) _state.NoteExpiry(n);
    }

    private void Set(int n, OrderPlace place, Quantity cumQty, Quantity leavesQty, Quantity displayedQty, long priority)
    {
        ref var node = ref Node(n);
        (node.Cum, node.Leaves, node.Priority) = (cumQty.Lots, leavesQty.Lots, priority);
        if (node.Extra != 0) _state.Extra(n).Shown = displayedQty.Lots;
        // Once an order has entered the book or aggressed, it has been triggered and its minimum quantity checked.
        if (place is OrderPlace.Book or OrderPlace.Aggressing) node.Traits &= ~(OrderTraits.Untriggered | OrderTraits.AsksForMinimum);
    }

    private void Put(int n, OrderPlace place, Price? followed = null)
    {
        switch (place)
        {
            case OrderPlace.Book:
                _state.PutInBook(n, ref Node(n));
                break;
            case OrderPlace.Aggressing:
                _state.MakeAggressor(n, ref Node(n));
                break;
            case OrderPlace.Trigger:
                _state.PutInTriggers(n, followed);
                break;
            case OrderPlace.Held:
                _state.Hold(n);
                break;
            case OrderPlace.None:
                throw new BookInvariantException($"Order {Node(n).OrderId} is nowhere.");
        }
    }

    private void EndReplay()
    {
        if (_state.Aggressor != 0) throw new BookInvariantException($"The events end while order {Node(_state.Aggressor).OrderId} trades.");
        _isReplaying = false;
        _state.FindReleases();
    }
}
