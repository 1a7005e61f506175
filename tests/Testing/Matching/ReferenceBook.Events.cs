using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "Words": an event says the whole state of its order.</summary>
public sealed partial class ReferenceBook
{
    private void Tell(ReferenceOrder order, ExecType execType, ExecReason reason = ExecReason.None) => _events.Add(StateOf(order, execType, reason));

    private void TellTrade(ReferenceOrder order, ReferenceOrder with, long price, long quantity, Liquidity liquidity) =>
        _events.Add(StateOf(order, ExecType.Trade, ExecReason.None) with
        {
            ContraOrderId = with.Id,
            LastPx = new Price(price),
            LastQty = new Quantity(quantity),
            Liquidity = liquidity,
        });

    private void TellRejected(in BookOrder order, RejectReason reason)
    {
        Sequence++;
        _events.Add(new BookEvent
        {
            Sequence = Sequence,
            OrderId = order.OrderId,
            Price = order.Price,
            StopPx = order.Instructions?.StopPx ?? default,
            PrioritySequence = Sequence,
            ExecType = ExecType.Rejected,
            RejectReason = reason,
            Place = OrderPlace.None,
        });
    }

    private void TellFollowed(TriggerSource source, Side side, long reference)
    {
        Sequence++;
        _events.Add(new BookEvent
        {
            Sequence = Sequence,
            OrderId = OrderId.OfBook(instrument.Id),
            Price = new Price(reference),
            PrioritySequence = Sequence,
            ExecType = ExecType.Restated,
            Reason = ExecReason.Trailed,
            TrailingSide = side,
            TriggerSource = source,
        });
    }

    private BookEvent StateOf(ReferenceOrder order, ExecType execType, ExecReason reason)
    {
        // The event tells the trigger price: what the order followed before does not matter any more.
        order.Followed = null;
        return new BookEvent
        {
            Sequence = ++Sequence,
            OrderId = order.Id,
            Price = new Price(order.Price),
            StopPx = new Price(order.StopPx ?? 0),
            CumQty = new Quantity(order.CumQty),
            LeavesQty = new Quantity(order.LeavesQty),
            DisplayedQty = new Quantity(order.Displayed),
            PrioritySequence = order.Priority,
            ExecType = execType,
            Reason = reason,
            Place = order.Place,
        };
    }

    /// <summary>The order's closing event and what it brings to the orders of its list; nothing when an earlier consequence closed it.</summary>
    private void Close(ReferenceOrder order, ExecType execType, ExecReason reason)
    {
        if (!order.IsOpen) return;
        order.LeavesQty = 0;
        Remove(order);
        Tell(order, execType, reason);
        AfterEnd(order, reason);
    }

    private void Cancel(ReferenceOrder order, ExecReason reason) => Close(order, ExecType.Canceled, reason);

    private void Add(ReferenceOrder order)
    {
        var index = _open.FindIndex(other => other.Id.Value > order.Id.Value);
        _open.Insert(index < 0 ? _open.Count : index, order);
    }

    private void Remove(ReferenceOrder order)
    {
        order.Place = OrderPlace.None;
        order.Displayed = 0;
        _open.Remove(order);
    }
}
