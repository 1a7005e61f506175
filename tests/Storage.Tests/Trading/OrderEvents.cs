using Rtx.Model;

namespace Rtx.Storage.Tests.Trading;

/// <summary>Events as a book would emit them.</summary>
internal static class OrderEvents
{
    /// <summary>A limit order of ten lots that was accepted into the book.</summary>
    public static OrderEvent Accepted(
        InstrumentId instrument, long sequence, AccountId account, string name, Side side, long price = 100) => new()
    {
        Sequence = sequence,
        ExecType = ExecType.New,
        OrderId = OrderId.Create(instrument, sequence),
        AccountId = account,
        ClientOrderId = new ClientOrderId(name),
        Side = side,
        OrderType = OrderType.Limit,
        TimeInForce = TimeInForce.Gtc,
        Price = new Price(price),
        OrderQty = new Quantity(10),
        CumQty = Quantity.Zero,
        LeavesQty = new Quantity(10),
        CumTickLots = 0m,
        Status = OrdStatus.New,
        PrioritySequence = sequence,
        CreatedAt = new Timestamp(sequence * 1_000_000),
        Time = new Timestamp(sequence * 1_000_000),
        Place = OrderPlace.Book,
    };

    /// <summary>The order's next event, with unchanged state.</summary>
    public static OrderEvent Then(this OrderEvent order, long sequence, ExecType what, ExecReason reason = ExecReason.None) =>
        order with { Sequence = sequence, ExecType = what, Reason = reason, Time = new Timestamp(sequence * 1_000_000) };

    /// <summary>Ends the order without a trade.</summary>
    public static OrderEvent Closed(this OrderEvent order, long sequence, ExecType what, ExecReason reason = ExecReason.None) =>
        order.Then(sequence, what, reason) with
        {
            LeavesQty = Quantity.Zero,
            DisplayedQty = null,
            Place = OrderPlace.None,
            Status = what == ExecType.Expired ? OrdStatus.Expired : OrdStatus.Canceled,
        };

    /// <summary>Both events of a trade of all ten lots: the first order's, then the second's.</summary>
    public static OrderEvent[] Traded(OrderEvent first, OrderEvent second, long sequence, bool isAuction)
    {
        return [Filled(first, second, sequence) with { IsAuction = isAuction }, Filled(
            second, first, sequence + 1) with { IsAuction = isAuction, IsAggressor = !isAuction }];

        OrderEvent Filled(OrderEvent order, OrderEvent contra, long at) => order.Then(at, ExecType.Trade) with
        {
            CumQty = order.OrderQty,
            LeavesQty = Quantity.Zero,
            CumTickLots = order.Price.Ticks * order.OrderQty.Lots,
            Status = OrdStatus.Filled,
            Place = OrderPlace.None,
            TradeId = TradeId.Create(order.OrderId.Instrument, sequence),
            LastPx = order.Price,
            LastQty = order.OrderQty,
            ContraOrderId = contra.OrderId,
            ContraAccountId = contra.AccountId,
            Time = new Timestamp(sequence * 1_000_000),
        };
    }
}
