using Rtx.ClientApi.Errors;
using Rtx.Model;

namespace Rtx.ClientApi.Wire;

internal static class OrderWire
{
    public static Client.Order ToWire(Instrument instrument, Order order) => new()
    {
        OrderId = order.OrderId.Value,
        ClientOrderId = order.ClientOrderId.Value,
        AccountId = order.AccountId.Value,
        Symbol = instrument.Symbol,
        Side = EnumWire.ToWire(order.Side),
        OrderType = EnumWire.ToWire(order.OrderType),
        TimeInForce = EnumWire.ToWire(order.TimeInForce),
        Price = order.Price is { } price ? instrument.ToDecimal(price) : null,
        OrderQty = instrument.ToDecimal(order.OrderQty),
        CumQty = instrument.ToDecimal(order.CumQty),
        LeavesQty = instrument.ToDecimal(order.LeavesQty),
        AvgPx = AverageWire.Of(instrument, order.CumTickLots, order.CumQty),
        Status = EnumWire.ToWire(order.Status),
        RejectCode = RejectCode(order.RejectReason),
        Sequence = order.Sequence,
        CreatedAt = order.CreatedAt.ToDateTimeOffset(),
        UpdatedAt = order.UpdatedAt.ToDateTimeOffset(),
    };

    public static Client.OrderReply ToWire(Instrument instrument, Order order, IReadOnlyList<Fill> fills) => new()
    {
        Order = ToWire(instrument, order),
        Fills =
        [
            .. fills.Select(fill => new Client.Fill
            {
                TradeId = fill.TradeId.Value,
                LastPx = instrument.ToDecimal(fill.LastPx),
                LastQty = instrument.ToDecimal(fill.LastQty),
                RestingOrderId = fill.RestingOrderId.Value,
            }),
        ],
    };

    public static Client.ExecutionReport ToWire(Instrument instrument, OrderEvent e)
    {
        var isTrade = e.ExecType == ExecType.Trade;
        return new Client.ExecutionReport
        {
            Sequence = e.Sequence,
            ExecType = EnumWire.ToWire(e.ExecType),
            OrderId = e.OrderId.Value,
            ClientOrderId = e.ClientOrderId.Value,
            AccountId = e.AccountId.Value,
            Symbol = instrument.Symbol,
            Side = EnumWire.ToWire(e.Side),
            OrderType = EnumWire.ToWire(e.OrderType),
            TimeInForce = EnumWire.ToWire(e.TimeInForce),
            Price = instrument.ToDecimal(e.Price),
            OrderQty = instrument.ToDecimal(e.OrderQty),
            CumQty = instrument.ToDecimal(e.CumQty),
            LeavesQty = instrument.ToDecimal(e.LeavesQty),
            AvgPx = AverageWire.Of(instrument, e.CumTickLots, e.CumQty),
            Status = EnumWire.ToWire(e.Status),
            RejectCode = RejectCode(e.RejectReason),
            TradeId = isTrade ? e.TradeId.Value : null,
            LastPx = isTrade ? instrument.ToDecimal(e.LastPx) : null,
            LastQty = isTrade ? instrument.ToDecimal(e.LastQty) : null,
            IsAggressor = isTrade ? e.IsAggressor : null,
            Time = e.Time.ToDateTimeOffset(),
        };
    }

    private static string? RejectCode(RejectReason reason) => reason == RejectReason.None ? null : RejectTable.Describe(reason).Code;
}
