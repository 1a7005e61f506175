using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// The working orders of one list, in its order. Together they hold no more than they can trade together, and no less:
/// <list type="bullet">
/// <item>of the legs of an OCO only one trades: the largest of them is held, per side;</item>
/// <item>a stop loss and its take profits trade no more together than the larger of both sums: each lot is held once, at the worse price of the orders that
/// may trade it;</item>
/// <item>what waits for an entry (children, exits) holds only what the entry will not deliver for it, at the quantity at which the entry may end that is worst
/// for that. For exits of what an entry buys that is nothing until the entry trades, then what it has traded.</item>
/// </list>
/// When the entry has ended, the others hold like orders that came alone. At most <see cref="NewOrderList.MaxOrders"/> orders, so walking them costs little.
/// </summary>
internal sealed class ListHold : HoldOwner
{
    private readonly List<WorkingOrder> _orders = [];
    private WorkingOrder? _entry;

    internal ListHold(InstrumentHolding holding) => Holding = holding;

    internal bool IsEmpty => _orders.Count == 0;

    /// <summary>Whether an order of the list waits for its entry.</summary>
    internal bool KeepsWaiting(WorkingOrder order) => _entry is not null && order != _entry;

    internal void Add(WorkingOrder order)
    {
        _orders.Add(order);
        order.List = this;
        if (order.Role == ListRole.Entry) _entry = order;
    }

    internal void Remove(WorkingOrder order)
    {
        _orders.Remove(order);
        order.List = null;
        if (order == _entry) _entry = null;
    }

    internal override OrderHold Needed()
    {
        var legs = default(OrderHold);
        foreach (var order in _orders)
        {
            if (order.Role == ListRole.OcoLeg) legs = legs.OrWorse(order.Needed());
        }

        return legs + (_entry is null ? NeededByOthers(long.MaxValue) : _entry.Needed() + NeededByWaiting(_entry));
    }

    private OrderHold NeededByWaiting(WorkingOrder entry)
    {
        var (traded, all) = (entry.CumLots, entry.CumLots + entry.WorstLeavesQty.Lots);
        var (worst, profits) = (default(OrderHold), 0L);
        // Needed and delivered are linear between the quantities at which one of the orders gets all that it asks for: one of these, or no more at all, is the
        // worst end.
        foreach (var order in _orders)
        {
            if (order.Role == ListRole.TakeProfit) profits += order.WorstLeavesQty.Lots;
            var end = order == entry ? all : order.Role == ListRole.TakeProfit ? profits : order.WorstLeavesQty.Lots;
            worst = worst.OrWorse(NotDelivered(Math.Clamp(end, traded, all)));
        }

        return worst.OrWorse(NotDelivered(traded));

        OrderHold NotDelivered(long lots) => NeededByOthers(lots) - OrderHold.DeliveredBy(Holding, entry.Side, entry.LeastPrice, new Quantity(lots - traded));
    }

    /// <summary>What children and exits need when each child, each stop loss and all take profits have no more than a number of lots.</summary>
    private OrderHold NeededByOthers(long mostLots)
    {
        var children = default(OrderHold);
        foreach (var order in _orders)
        {
            if (order.Role is ListRole.Child or ListRole.None) children += order.NeededFor(mostLots);
        }

        return children + NeededByExits(mostLots);
    }

    private OrderHold NeededByExits(long mostLots)
    {
        var stop = _orders.Find(order => order is { Role: ListRole.StopLoss, IsReduceOnly: false });
        var (hold, taken) = (default(OrderHold), 0L);
        foreach (var order in _orders)
        {
            if (order is not { Role: ListRole.TakeProfit, IsReduceOnly: false }) continue;
            var lots = Math.Min(order.WorstLeavesQty.Lots, mostLots - taken);
            hold += Hold(order, lots, stop is null ? order.WorstPrice : Worse(order.WorstPrice, stop.WorstPrice));
            taken += lots;
        }

        if (stop is null) return hold;
        var left = Math.Min(stop.WorstLeavesQty.Lots, mostLots) - taken;
        return left > 0 ? hold + Hold(stop, left, stop.WorstPrice) : hold;
    }

    private static OrderHold Hold(WorkingOrder order, long lots, Price price) => OrderHold.Of(order.Holding, order.Side, price, new Quantity(lots));

    private static Price Worse(Price one, Price other) => Math.Abs(one.Ticks) >= Math.Abs(other.Ticks) ? one : other;
}
