using Rtx.Domain.Ledger;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Holdings;

/// <summary>
/// The working orders of one list, in its order. Together they hold exactly what they can trade together:
/// <list type="bullet">
/// <item>only one leg of an OCO trades: the largest one is held, per side;</item>
/// <item>a stop loss and its take profits together trade at most the larger of both sums: each lot is held once, at the worse price of the
/// orders that may trade it;</item>
/// <item>orders that wait for an entry (children, exits) hold only what the entry will not deliver, for the worst quantity at which the
/// entry may end. For exits of what an entry buys, that is nothing until the entry trades, then what it has traded.</item>
/// </list>
/// When the entry has ended, the others hold like single orders. A list has at most <see cref="NewOrderList.MaxOrders"/> orders, so
/// iterating is cheap.
/// </summary>
internal sealed class ListHold : HoldOwner
{
    private readonly List<WorkingOrder> _orders = [];
    private WorkingOrder? _entry;

    internal ListHold(InstrumentHolding holding) => Holding = holding;

    internal bool IsEmpty => _orders.Count == 0;

    internal override bool IsSpecial => !IsEmpty;

    /// <summary>Whether a loop over all orders counts the list at this order.</summary>
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
        // An order that closes what the entry opened realises the entry's loss too.
        if (Holding.IsMargined && entry.Side == Side.Buy && waiting.SellFunds > Amount.Zero)
            waiting += new OrderHold(default, hold.BuyFunds, 0, 0);
        if (Holding.IsMargined && entry.Side == Side.Sell && waiting.BuyFunds > Amount.Zero)
            waiting += new OrderHold(hold.SellFunds, default, 0, 0);
        return hold + waiting;
    }

    private OrderHold NeededByWaiting(WorkingOrder entry, in HoldRates rates)
    {
        var (traded, all) = (entry.CumLots, entry.CumLots + entry.WorstLeavesQty.Lots);
        var (worst, profits) = (rates.Worse(default, NotDelivered(entry, traded, rates)), 0L);
        // Need and delivery are linear between the quantities at which one of the orders is satisfied, so the worst end is one of these, or
        // no further trade.
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

    /// <summary>
    /// What children and exits need when each child, each stop loss and all take profits together have at most a number of lots.
    /// </summary>
    private OrderHold NeededByOthers(long mostLots, in HoldRates rates)
    {
        var children = default(OrderHold);
        foreach (var order in _orders)
        {
            if (order.Role is ListRole.Child or ListRole.None)
                children += order.NeededFor(Math.Min(mostLots, MostLotsOf(order, rates)), rates);
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

    // While there is an entry, what it opens can be closed. A hold must not depend on other holds, or the order of arrival would change it.
    private long MostLotsOf(WorkingOrder order, in HoldRates rates) =>
        order.IsReduceOnly && _entry is null && rates.IsValued ? rates.ClosableLots(order.Side) : long.MaxValue;
}
