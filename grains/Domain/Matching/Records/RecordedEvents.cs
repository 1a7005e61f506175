using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Matching.Records;

/// <summary>
/// From what a book tells to what is stored, and back. An order's last event is its state, so each event is the one before it with what
/// has changed; what a book need not know (name, total quantity, sums, times) is carried on.
/// </summary>
internal static class RecordedEvents
{
    private static readonly ClientOrderId NoOrder = new("-");

    // Shared by all events of books: what their trailing orders follow.
    private static readonly OrderInstructions[] Follows =
        [.. Enum.GetValues<TriggerSource>().Select(source => new OrderInstructions { TriggerSource = source })];

    /// <summary>An order that no event has told of yet.</summary>
    internal static OrderEvent Begin(in BookOrder order, ClientOrderId name, Timestamp now) => default(OrderEvent) with
    {
        OrderId = order.OrderId,
        AccountId = order.AccountId,
        ClientOrderId = name,
        Side = order.Side,
        OrderType = order.OrderType,
        TimeInForce = order.TimeInForce,
        OrderQty = order.OrderQty,
        CreatedAt = now,
        Instructions = order.Instructions,
    };

    /// <summary>The next event of an order.</summary>
    /// <param name="last">Its last one.</param>
    /// <param name="e">What the book tells.</param>
    /// <param name="amend">The request that the event answers; null when it answers none.</param>
    /// <param name="contra">The account on the other side of a trade; zero otherwise.</param>
    /// <param name="now">When it happens.</param>
    internal static OrderEvent Next(in OrderEvent last, in BookEvent e, AmendOrder? amend, AccountId contra, Timestamp now)
    {
        var instructions = InstructionsAfter(last.Instructions, e, amend);
        return last with
        {
            Sequence = e.Sequence,
            ExecType = e.ExecType,
            ClientOrderId = amend?.NewClientOrderId ?? last.ClientOrderId,
            Price = e.Price,
            OrderQty = e.LeavesQty != Quantity.Zero ? e.CumQty + e.LeavesQty : last.OrderQty,
            CumQty = e.CumQty,
            LeavesQty = e.LeavesQty,
            CumTickLots = e.LastQty != Quantity.Zero ? last.CumTickLots + ((decimal)e.LastPx.Ticks * e.LastQty.Lots) : last.CumTickLots,
            Status = StatusOf(e),
            PrioritySequence = e.PrioritySequence,
            Time = now,
            RejectReason = e.RejectReason,
            TradeId = e.Liquidity != Liquidity.None ? TradeOf(last, e) : default,
            LastPx = e.LastPx,
            LastQty = e.LastQty,
            ContraOrderId = e.ContraOrderId,
            ContraAccountId = contra,
            IsAggressor = e.Liquidity == Liquidity.Taker,
            IsAuction = e.Liquidity == Liquidity.Auction,
            Place = e.Place,
            Reason = e.Reason,
            DisplayedQty = instructions?.DisplayQty is null ? null : e.DisplayedQty,
            Instructions = instructions,
        };
    }

    /// <summary>An event of the book: no order, no account, no quantity, but what is asked of every event, and what is followed.</summary>
    internal static OrderEvent OfBook(in BookEvent e, Timestamp now) => default(OrderEvent) with
    {
        Sequence = e.Sequence,
        ExecType = e.ExecType,
        Reason = e.Reason,
        OrderId = e.OrderId,
        ClientOrderId = NoOrder,
        Side = e.TrailingSide,
        OrderType = OrderType.TrailingStop,
        TimeInForce = TimeInForce.Gtc,
        Price = e.Price,
        Status = OrdStatus.New,
        PrioritySequence = e.PrioritySequence,
        CreatedAt = now,
        Time = now,
        Instructions = Follows[(int)e.TriggerSource],
    };

    /// <summary>What the trailing orders of a book follow by an event of it.</summary>
    internal static TriggerSource SourceOf(in OrderEvent e) => e.Instructions?.TriggerSource ?? TriggerSource.LastTrade;

    /// <summary>An event as a book told it.</summary>
    internal static BookEvent ToBookEvent(in OrderEvent e) => new()
    {
        Sequence = e.Sequence,
        OrderId = e.OrderId,
        Price = e.Price,
        StopPx = (e.Instructions?.StopPx).GetValueOrDefault(),
        CumQty = e.CumQty,
        LeavesQty = e.LeavesQty,
        DisplayedQty = e.DisplayedQty ?? e.LeavesQty,
        PrioritySequence = e.PrioritySequence,
        ContraOrderId = e.ContraOrderId,
        LastPx = e.LastPx,
        LastQty = e.LastQty,
        ExecType = e.ExecType,
        Reason = e.Reason,
        RejectReason = e.RejectReason,
        Place = e.LeavesQty == Quantity.Zero ? OrderPlace.None : e.Place,
        TrailingSide = e.OrderId.IsOfBook ? e.Side : default,
        TriggerSource = e.OrderId.IsOfBook ? SourceOf(e) : default,
        Liquidity = LiquidityOf(e),
    };

    private static Liquidity LiquidityOf(in OrderEvent e)
    {
        if (e.ExecType != ExecType.Trade) return Liquidity.None;
        if (e.IsAuction) return Liquidity.Auction;
        return e.IsAggressor ? Liquidity.Taker : Liquidity.Maker;
    }

    private static TradeId TradeOf(in OrderEvent order, in BookEvent e)
    {
        var isFirst = e.Liquidity == Liquidity.Maker || (e.Liquidity == Liquidity.Auction && order.Side == Side.Buy);
        return TradeId.Create(order.OrderId.Instrument, isFirst ? e.Sequence : e.Sequence - 1);
    }

    private static OrderInstructions? InstructionsAfter(OrderInstructions? before, in BookEvent e, AmendOrder? amend)
    {
        if (before is null) return null;
        var asked = amend is null ? before : before.After(amend);
        return asked.StopPx is { } stopPx && stopPx != e.StopPx ? asked with { StopPx = e.StopPx } : asked;
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
