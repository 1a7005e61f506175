using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// The working orders of one list. They hold less than their sum where one of them trading takes from the others:
/// <list type="bullet">
/// <item>of the legs of an OCO only one trades: the largest of them is held, per side;</item>
/// <item>a stop loss and its take profits trade no more together than the larger of both sums: each lot is held once, at the worse price of the orders that may trade it.</item>
/// </list>
/// An entry and its children hold their sum. At most <see cref="NewOrderList.MaxOrders"/> orders, so walking them costs little.
/// </summary>
internal sealed class ListHold(InstrumentHolding holding) : HoldOwner(holding)
{
    private readonly List<WorkingOrder> _orders = [];

    internal bool IsEmpty => _orders.Count == 0;

    internal void Add(WorkingOrder order)
    {
        _orders.Add(order);
        order.List = this;
    }

    internal void Remove(WorkingOrder order)
    {
        _orders.Remove(order);
        order.List = null;
    }

    internal override OrderHold Needed()
    {
        var (legs, others) = (default(OrderHold), default(OrderHold));
        foreach (var order in _orders)
        {
            switch (order.Role)
            {
                case ListRole.OcoLeg:
                    legs = legs.OrWorse(order.Needed());
                    break;
                case ListRole.None or ListRole.Entry or ListRole.Child:
                    others += order.Needed();
                    break;
                case ListRole.StopLoss or ListRole.TakeProfit:
                    break;
            }
        }

        return legs + others + NeededByExits();
    }

    private OrderHold NeededByExits()
    {
        var stop = _orders.Find(order => order is { Role: ListRole.StopLoss, Holds: true });
        var (hold, taken) = (default(OrderHold), 0L);
        foreach (var order in _orders)
        {
            if (order is not { Role: ListRole.TakeProfit, Holds: true }) continue;
            hold += Hold(order, order.WorstLeavesQty, stop is null ? order.WorstPrice : Worse(order.WorstPrice, stop.WorstPrice));
            taken += order.WorstLeavesQty.Lots;
        }

        return stop is null || stop.WorstLeavesQty.Lots <= taken ? hold : hold + Hold(stop, new Quantity(stop.WorstLeavesQty.Lots - taken), stop.WorstPrice);
    }

    private static OrderHold Hold(WorkingOrder order, Quantity quantity, Price price) => OrderHold.Of(order.Holding.Instrument, order.Side, price, quantity);

    private static Price Worse(Price one, Price other) => Math.Abs(one.Ticks) >= Math.Abs(other.Ticks) ? one : other;
}
