using Rtx.Gateway.Errors;
using Rtx.Model;

namespace Rtx.Gateway.Wire;

public static class OrderWire
{
    private static readonly OrderInstructions AsksForNothing = new();

    public static Client.Order ToWire(Instrument instrument, Order order)
    {
        var instructions = order.Instructions ?? AsksForNothing;
        return new Client.Order
        {
            OrderId = order.OrderId.Value,
            ClientOrderId = order.ClientOrderId.Value,
            AccountId = order.AccountId.Value,
            Symbol = instrument.Symbol,
            Side = EnumWire.ToWire(order.Side),
            OrderType = EnumWire.ToWire(order.OrderType),
            TimeInForce = EnumWire.ToWire(order.TimeInForce),
            Price = ToDecimal(instrument, order.Price),
            OrderQty = instrument.ToDecimal(order.OrderQty),
            CumQty = instrument.ToDecimal(order.CumQty),
            LeavesQty = instrument.ToDecimal(order.LeavesQty),
            AvgPx = AverageWire.Of(instrument, order.CumTickLots, order.CumQty),
            Status = EnumWire.ToWire(order.Status),
            RejectCode = RejectCode(order.RejectReason),
            Sequence = order.Sequence,
            CreatedAt = order.CreatedAt.ToDateTimeOffset(),
            UpdatedAt = order.UpdatedAt.ToDateTimeOffset(),
            Place = EnumWire.ToWire(order.Place),
            Reason = EnumWire.ToWire(order.Reason),
            StopPx = ToDecimal(instrument, instructions.StopPx),
            TriggerSource = EnumWire.ToWire(instructions.TriggerSource),
            TrailingOffset = instructions.TrailOffset is { IsBasisPoints: false } ticks
                ? instrument.ToDecimal(new Price(ticks.Value))
                : null,
            TrailingOffsetPercent = instructions.TrailOffset is { IsBasisPoints: true } basisPoints
                ? PercentWire.Of(basisPoints.Value)
                : null,
            DisplayQty = ToDecimal(instrument, instructions.DisplayQty),
            DisplayedQty = ToDecimal(instrument, order.DisplayedQty),
            MinQty = ToDecimal(instrument, instructions.MinQty),
            PostOnly = EnumWire.ToWire(instructions.PostOnly),
            ReduceOnly = instructions.ReduceOnly,
            ExpireTime = instructions.ExpireTime?.ToDateTimeOffset(),
            SelfTradePrevention = EnumWire.ToWire(instructions.SelfTradePrevention),
            TradeGroup = TradeGroupWire.ToWire(instructions.TradeGroup),
            Tag = instructions.Tag.Text,
            CancelOnDisconnect = instructions.ConnectionId != 0,
            ListId = ListIdOf(order.Instructions),
            ListRole = EnumWire.ToWire(instructions.ListRole),
        };
    }

    /// <summary>An answer as one result of several.</summary>
    public static Client.OrderResult ToResult(Outcome<Client.OrderReply> outcome) =>
        outcome.TryGet(out var reply, out var error)
            ? new Client.OrderResult { Reply = reply }
            : new Client.OrderResult { Error = error.ToErrorDetail() };

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

    /// <summary>An event as clients see it.</summary>
    /// <param name="instrument">What it is of.</param>
    /// <param name="e">The event.</param>
    /// <param name="history">The history of the book that it was told in; 0 when it was read, and belongs to the present one.</param>
    public static Client.ExecutionReport ToWire(Instrument instrument, OrderEvent e, long history = 0)
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
            IsAuction = e.IsAuction,
            Place = EnumWire.ToWire(e.Place),
            Reason = EnumWire.ToWire(e.Reason),
            StopPx = ToDecimal(instrument, e.Instructions?.StopPx),
            DisplayedQty = ToDecimal(instrument, e.DisplayedQty),
            Tag = e.Instructions?.Tag.Text,
            ListId = ListIdOf(e.Instructions),
            History = history,
            Time = e.Time.ToDateTimeOffset(),
        };
    }

    private static string? RejectCode(RejectReason reason) => reason == RejectReason.None ? null : RejectTable.Describe(reason).Code;

    private static decimal? ToDecimal(Instrument instrument, Price? price) => price is { } given ? instrument.ToDecimal(given) : null;

    private static decimal? ToDecimal(Instrument instrument, Quantity? quantity) =>
        quantity is { } given ? instrument.ToDecimal(given) : null;

    private static long? ListIdOf(OrderInstructions? instructions) =>
        instructions is { ListRole: not ListRole.None } ? instructions.ListId.Value : null;
}
