using Rtx.Domain.Matching.Rules;
using Rtx.Model;

namespace Rtx.Domain.Matching.Records;

/// <summary>The fields of <see cref="Order"/> in memory that changes: an order as its last event left it.</summary>
internal struct OrderState
{
    internal OrderId OrderId;
    internal AccountId AccountId;
    internal ClientOrderId ClientOrderId;
    internal OrderInstructions? Instructions;
    internal Side Side;
    internal OrderType OrderType;
    internal TimeInForce TimeInForce;
    internal OrdStatus Status;
    internal OrderPlace Place;
    internal ExecReason Reason;
    internal RejectReason RejectReason;
    internal Price Price;
    internal Quantity OrderQty;
    internal Quantity CumQty;
    internal Quantity LeavesQty;
    internal Quantity? DisplayedQty;
    internal decimal CumTickLots;
    internal long PrioritySequence;
    internal long Sequence;
    internal Timestamp CreatedAt;
    internal Timestamp UpdatedAt;

    /// <summary>Takes over a state as SQL has it.</summary>
    internal void Set(Order order)
    {
        OrderId = order.OrderId;
        AccountId = order.AccountId;
        ClientOrderId = order.ClientOrderId;
        Instructions = order.Instructions;
        Side = order.Side;
        OrderType = order.OrderType;
        TimeInForce = order.TimeInForce;
        Status = order.Status;
        Place = order.Place;
        Reason = order.Reason;
        RejectReason = order.RejectReason;
        Price = order.Price.GetValueOrDefault();
        OrderQty = order.OrderQty;
        CumQty = order.CumQty;
        LeavesQty = order.LeavesQty;
        DisplayedQty = order.DisplayedQty;
        CumTickLots = order.CumTickLots;
        PrioritySequence = order.PrioritySequence;
        Sequence = order.Sequence;
        CreatedAt = order.CreatedAt;
        UpdatedAt = order.UpdatedAt;
    }

    /// <summary>Takes over the state after an event.</summary>
    internal void Set(in OrderEvent e)
    {
        OrderId = e.OrderId;
        AccountId = e.AccountId;
        ClientOrderId = e.ClientOrderId;
        Instructions = e.Instructions;
        Side = e.Side;
        OrderType = e.OrderType;
        TimeInForce = e.TimeInForce;
        Status = e.Status;
        Place = e.Place;
        Reason = e.Reason;
        RejectReason = e.RejectReason;
        Price = e.Price;
        OrderQty = e.OrderQty;
        CumQty = e.CumQty;
        LeavesQty = e.LeavesQty;
        DisplayedQty = e.DisplayedQty;
        CumTickLots = e.CumTickLots;
        PrioritySequence = e.PrioritySequence;
        Sequence = e.Sequence;
        CreatedAt = e.CreatedAt;
        UpdatedAt = e.Time;
    }

    /// <summary>The state for whoever keeps it.</summary>
    internal readonly Order ToOrder() => new()
    {
        OrderId = OrderId,
        ClientOrderId = ClientOrderId,
        AccountId = AccountId,
        InstrumentId = OrderId.Instrument,
        Side = Side,
        OrderType = OrderType,
        TimeInForce = TimeInForce,
        Price = Price,
        OrderQty = OrderQty,
        CumQty = CumQty,
        LeavesQty = LeavesQty,
        CumTickLots = CumTickLots,
        Status = Status,
        RejectReason = RejectReason,
        PrioritySequence = PrioritySequence,
        Sequence = Sequence,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        Place = Place,
        DisplayedQty = DisplayedQty,
        Instructions = Instructions,
        Reason = Reason,
    };

    /// <summary>What a queue shows of it; nothing when it is in none, or over.</summary>
    internal readonly QueuedOrder ToQueued(bool isOver) => new(OrderId, Side, Price, Place == OrderPlace.Book && !isOver ? DisplayedQty ?? LeavesQty : Quantity.Zero, PrioritySequence);

    /// <summary>Follows an event of the book.</summary>
    /// <param name="e">The event.</param>
    /// <param name="amend">The request that the event answers; null when it answers none.</param>
    /// <param name="now">When it happens.</param>
    internal void Follow(in BookEvent e, AmendOrder? amend, Timestamp now)
    {
        if (amend is not null) Take(amend);
        if (Instructions?.StopPx is { } stopPx && stopPx != e.StopPx) Instructions = Instructions with { StopPx = e.StopPx };
        Price = e.Price;
        if (e.LeavesQty != Quantity.Zero) OrderQty = e.CumQty + e.LeavesQty;
        CumQty = e.CumQty;
        LeavesQty = e.LeavesQty;
        if (e.LastQty != Quantity.Zero) CumTickLots += (decimal)e.LastPx.Ticks * e.LastQty.Lots;
        Status = StatusOf(e);
        RejectReason = e.RejectReason;
        PrioritySequence = e.PrioritySequence;
        Sequence = e.Sequence;
        UpdatedAt = now;
        Place = e.Place;
        DisplayedQty = Instructions?.DisplayQty is null ? null : e.DisplayedQty;
        Reason = e.Reason;
    }

    private void Take(AmendOrder amend)
    {
        if (amend.NewClientOrderId is { } name) ClientOrderId = name;
        if (Instructions is not { } before) return;
        Instructions = before with
        {
            StopPx = amend.StopPx ?? before.StopPx,
            DisplayQty = amend.DisplayQty ?? before.DisplayQty,
            ExpireTime = amend.ExpireTime ?? before.ExpireTime,
        };
    }

    private static OrdStatus StatusOf(in BookEvent e) => e.ExecType switch
    {
        ExecType.Rejected => OrdStatus.Rejected,
        ExecType.Canceled => OrdStatus.Canceled,
        ExecType.Expired => OrdStatus.Expired,
        ExecType.New or ExecType.Replaced or ExecType.Restated or ExecType.Trade or ExecType.Triggered =>
            e.LeavesQty == Quantity.Zero ? OrdStatus.Filled : e.CumQty > Quantity.Zero ? OrdStatus.PartiallyFilled : OrdStatus.New,
    };
}
