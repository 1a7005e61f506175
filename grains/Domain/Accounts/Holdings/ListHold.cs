using Rtx.Domain.Ledger;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Holdings;

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

    internal override bool IsSpecial => !IsEmpty;

    /// <summary>Whether the order is the one by which a walk over all orders sees the list.</summary>
    internal bool IsFirst(WorkingOrder order) => _orders[0] == order;

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

    internal override OrderHold NeededAt(in HoldRates rates)
    {
        var legs = default(OrderHold);
        foreach (var order in _orders)
        {
            if (order.Role == ListRole.OcoLeg) legs = rates.Worse(legs, order.NeededFor(MostLotsOf(order, rates), rates));
        }

        return legs + (_entry is null ? NeededByOthers(long.MaxValue, rates) : NeededWithEntry(_entry, rates));
    }

    private OrderHold NeededWithEntry(WorkingOrder entry, in HoldRates rates)
    {
        var (hold, waiting) = (entry.NeededAt(rates), NeededByWaiting(entry, rates));
        // What closes again what the entry has opened loses what the entry has lost, too.
        if (Holding.IsMargined && entry.Side == Side.Buy && waiting.SellFunds > Amount.Zero) waiting += new OrderHold(default, hold.BuyFunds, 0, 0);
        if (Holding.IsMargined && entry.Side == Side.Sell && waiting.BuyFunds > Amount.Zero) waiting += new OrderHold(hold.SellFunds, default, 0, 0);
        return hold + waiting;
    }

    private OrderHold NeededByWaiting(WorkingOrder entry, in HoldRates rates)
    {
        var (traded, all) = (entry.CumLots, entry.CumLots + entry.WorstLeavesQty.Lots);
        var (worst, profits) = (rates.Worse(default, NotDelivered(entry, traded, rates)), 0L);
        // Needed and delivered are linear between the quantities at which one of the orders gets all that it asks for: one of these, or no more at all, is the
        // worst end.
        foreach (var order in _orders)
        {
            if (order.Role == ListRole.TakeProfit) profits += order.WorstLeavesQty.Lots;
            var end = order == entry ? all : order.Role == ListRole.TakeProfit ? profits : order.WorstLeavesQty.Lots;
            worst = rates.Worse(worst, NotDelivered(entry, Math.Clamp(end, traded, all), rates));
        }

        return worst;
    }

    private OrderHold NotDelivered(WorkingOrder entry, long lots, in HoldRates rates) =>
        NeededByOthers(lots, rates) - rates.DeliveredBy(entry.Side, entry.LeastPrice, lots - entry.CumLots);

    /// <summary>What children and exits need when each child, each stop loss and all take profits have no more than a number of lots.</summary>
    private OrderHold NeededByOthers(long mostLots, in HoldRates rates)
    {
        var children = default(OrderHold);
        foreach (var order in _orders)
        {
            if (order.Role is ListRole.Child or ListRole.None) children += order.NeededFor(Math.Min(mostLots, MostLotsOf(order, rates)), rates);
        }

        return children + NeededByExits(mostLots, rates);
    }

    private OrderHold NeededByExits(long mostLots, in HoldRates rates)
    {
        var stop = _orders.Find(order => order.Role == ListRole.StopLoss);
        var (hold, taken) = (default(OrderHold), 0L);
        foreach (var order in _orders)
        {
            if (order.Role != ListRole.TakeProfit) continue;
            var most = Math.Min(mostLots, MostLotsOf(order, rates));
            var lots = Math.Min(order.WorstLeavesQty.Lots, Math.Max(0, most - taken));
            var needed = order.NeededOfExactly(lots, rates);
            hold += stop is null ? needed : rates.Worse(needed, stop.NeededOfExactly(lots, rates));
            taken += lots;
        }

        if (stop is null) return hold;
        var left = Math.Min(stop.WorstLeavesQty.Lots, Math.Min(mostLots, MostLotsOf(stop, rates))) - taken;
        return left > 0 ? hold + stop.NeededOfExactly(left, rates) : hold;
    }

    // While there is an entry, what it opens can be closed. What is held must not follow from what others hold, or it would depend on who came first.
    private long MostLotsOf(WorkingOrder order, in HoldRates rates) => order.IsReduceOnly && _entry is null && rates.IsValued ? rates.ClosableLots(order.Side) : long.MaxValue;
}
