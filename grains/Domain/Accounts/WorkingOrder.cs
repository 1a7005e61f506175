using Rtx.Domain.Matching;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// An order on its way to the book, or open there. While amendments are on their way, the worse of what it is and what it may become is needed.
/// </summary>
internal sealed class WorkingOrder : HoldOwner
{
    private Price _price;
    private Quantity _orderQty;
    private Quantity _leavesQty;

    /// <summary>An order that no book has seen yet.</summary>
    internal WorkingOrder(InstrumentHolding holding, ClientOrderId clientOrderId, in BookOrder terms)
        : base(holding)
    {
        ClientOrderId = clientOrderId;
        Side = terms.Side;
        (_price, _orderQty, _leavesQty) = (terms.Price, terms.OrderQty, terms.OrderQty);
        Heed(terms.Instructions);
    }

    /// <summary>An order as its last event left it.</summary>
    internal WorkingOrder(InstrumentHolding holding, Order order)
        : base(holding)
    {
        ClientOrderId = order.ClientOrderId;
        Side = order.Side;
        Follow(order, ExecType.New);
    }

    /// <summary>Its name; an amendment may change it.</summary>
    internal ClientOrderId ClientOrderId { get; set; }

    internal Side Side { get; }

    /// <summary>Its part in its list.</summary>
    internal ListRole Role { get; private set; }

    /// <summary>The list that it is held for with; null when it is in none.</summary>
    internal ListHold? List { get; set; }

    /// <summary>What the order's last event says of it; null until the book's first event.</summary>
    internal Order? Order { get; private set; }

    /// <summary>What the amendments on their way may make of it.</summary>
    internal PendingAmends Amends { get; set; }

    /// <summary>The price that is worst for margin and for funds: the highest distance from zero that the order may trade at.</summary>
    internal Price WorstPrice => Amends.Count > 0 && Math.Abs(Amends.Price.Ticks) > Math.Abs(_price.Ticks) ? Amends.Price : _price;

    /// <summary>The most that may still trade.</summary>
    internal Quantity WorstLeavesQty => Amends.Count > 0 ? new Quantity(Math.Max(_leavesQty.Lots, AmendedLeavesLots)) : _leavesQty;

    /// <summary>The price that is worst for what the order brings: the lowest that it may trade at.</summary>
    internal Price LeastPrice => Amends.Count > 0 && Amends.Price < _price ? Amends.Price : _price;

    /// <summary>What has traded.</summary>
    internal long CumLots => _orderQty.Lots - _leavesQty.Lots;

    /// <summary>A reduce-only order never raises a margin, so it holds nothing.</summary>
    internal bool IsReduceOnly { get; private set; }

    /// <summary>Whether it counts in full: one that waits for the entry of its list does not.</summary>
    internal bool Holds => !IsReduceOnly && List?.KeepsWaiting(this) != true;

    private long AmendedLeavesLots => Math.Max(0, Amends.OrderQty.Lots - CumLots);

    internal override OrderHold Needed() => NeededFor(long.MaxValue);

    /// <summary>What it needs for no more than a number of lots.</summary>
    internal OrderHold NeededFor(long mostLots)
    {
        if (IsReduceOnly) return default;
        var hold = OrderHold.Of(Holding.Instrument, Side, _price, new Quantity(Math.Min(_leavesQty.Lots, mostLots)));
        if (Amends.Count == 0) return hold;
        return hold.OrWorse(OrderHold.Of(Holding.Instrument, Side, Amends.Price, new Quantity(Math.Min(AmendedLeavesLots, mostLots))));
    }

    /// <summary>Takes over the state after an event.</summary>
    internal void Follow(Order order, ExecType execType)
    {
        Order = order;
        (_price, _orderQty, _leavesQty) = (order.Price.GetValueOrDefault(), order.OrderQty, order.LeavesQty);
        Heed(order.Instructions);
        if (execType == ExecType.Replaced) Amends = Amends.Less();
    }

    internal void BeginAmend(Price price, Quantity orderQty) => Amends = Amends.With(price, orderQty, _price, _orderQty);

    private void Heed(OrderInstructions? instructions)
    {
        IsReduceOnly = instructions is { ReduceOnly: true };
        Role = instructions?.ListRole ?? ListRole.None;
    }
}

/// <summary>How many amendments of an order are on their way, and the worst price and quantity that they may lead to in whatever order they arrive.</summary>
internal readonly record struct PendingAmends(int Count, Price Price, Quantity OrderQty)
{
    internal PendingAmends With(Price price, Quantity orderQty, Price presentPrice, Quantity presentQty) => Count == 0
        ? new PendingAmends(1, price, orderQty)
        : new PendingAmends(
            Count + 1,
            new Price(Math.Max(price.Ticks, Math.Max(presentPrice.Ticks, Price.Ticks))),
            new Quantity(Math.Max(orderQty.Lots, Math.Max(presentQty.Lots, OrderQty.Lots))));

    internal PendingAmends Less() => Count <= 1 ? default : this with { Count = Count - 1 };
}
