using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <summary>An open order in memory: a pooled node of its price level's queue. A node without level is the order that is trading right now.</summary>
internal sealed class RestingOrder
{
    internal OrderId OrderId { get; private set; }

    internal ClientOrderId ClientOrderId { get; private set; }

    internal AccountId AccountId { get; private set; }

    internal Side Side { get; private set; }

    internal OrderType OrderType { get; private set; }

    internal TimeInForce TimeInForce { get; private set; }

    internal Price Price { get; private set; }

    internal Quantity OrderQty { get; private set; }

    internal Quantity CumQty { get; private set; }

    internal Quantity LeavesQty { get; private set; }

    internal decimal CumTickLots { get; private set; }

    internal OrdStatus Status { get; private set; }

    internal long PrioritySequence { get; private set; }

    internal long Sequence { get; private set; }

    internal Timestamp CreatedAt { get; private set; }

    internal Timestamp UpdatedAt { get; private set; }

    internal PriceLevel? Level { get; set; }

    internal RestingOrder? Previous { get; set; }

    internal RestingOrder? Next { get; set; }

    /// <summary>Whether the order may rest; everything else trades at once or goes.</summary>
    internal bool MayRest => TimeInForce == TimeInForce.Gtc;

    internal void Begin(in OrderEvent e)
    {
        OrderId = e.OrderId;
        ClientOrderId = e.ClientOrderId;
        AccountId = e.AccountId;
        Side = e.Side;
        OrderType = e.OrderType;
        TimeInForce = e.TimeInForce;
        CreatedAt = e.CreatedAt;
        Change(e);
    }

    /// <summary>Takes over all that an event can change.</summary>
    internal void Change(in OrderEvent e)
    {
        Price = e.Price;
        OrderQty = e.OrderQty;
        CumQty = e.CumQty;
        LeavesQty = e.LeavesQty;
        CumTickLots = e.CumTickLots;
        Status = e.Status;
        PrioritySequence = e.PrioritySequence;
        Sequence = e.Sequence;
        UpdatedAt = e.Time;
    }

    internal void Restore(Order order, Price price)
    {
        OrderId = order.OrderId;
        ClientOrderId = order.ClientOrderId;
        AccountId = order.AccountId;
        Side = order.Side;
        OrderType = order.OrderType;
        TimeInForce = order.TimeInForce;
        Price = price;
        OrderQty = order.OrderQty;
        CumQty = order.CumQty;
        LeavesQty = order.LeavesQty;
        CumTickLots = order.CumTickLots;
        Status = order.Status;
        PrioritySequence = order.PrioritySequence;
        Sequence = order.Sequence;
        CreatedAt = order.CreatedAt;
        UpdatedAt = order.UpdatedAt;
    }

    internal Order ToOrder() => new()
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
        PrioritySequence = PrioritySequence,
        Sequence = Sequence,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
    };
}
