using Rtx.Domain.Matching;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// An order on its way to the book, or open there. While amendments are on their way, the worse of what it is and what it may become is needed.
/// Its memory is used again for another order once it has closed.
/// </summary>
internal sealed class WorkingOrder : HoldOwner
{
    private OrderState _order;

    /// <summary>Its name; an amendment may change it.</summary>
    internal ClientOrderId ClientOrderId { get; set; }

    /// <summary>The next one in its bucket of names; of one that is not in use the next such.</summary>
    internal WorkingOrder? NextByName { get; set; }

    /// <summary>The next one in its bucket of order ids.</summary>
    internal WorkingOrder? NextById { get; set; }

    /// <summary>What its name's bucket follows from.</summary>
    internal int NameHash { get; set; }

    internal Side Side => _order.Side;

    /// <summary>Its part in its list.</summary>
    internal ListRole Role => _order.Instructions?.ListRole ?? ListRole.None;

    /// <summary>The list that it is held for with; null when it is in none.</summary>
    internal ListHold? List { get; set; }

    /// <summary>Whether the book has told of it; before, nothing but what was asked is known.</summary>
    internal bool IsKnownToBook => _order.OrderId != default;

    /// <summary>What the order's last event says of it, or what was asked.</summary>
    internal ref readonly OrderState Order => ref _order;

    /// <summary>What the amendments on their way may make of it.</summary>
    internal PendingAmends Amends { get; set; }

    /// <summary>The price that is worst for margin and for funds: the highest distance from zero that the order may trade at.</summary>
    internal Price WorstPrice => Amends.Count > 0 && Math.Abs(Amends.Price.Ticks) > Math.Abs(_order.Price.Ticks) ? Amends.Price : _order.Price;

    /// <summary>The most that may still trade.</summary>
    internal Quantity WorstLeavesQty => Amends.Count > 0 ? new Quantity(Math.Max(_order.LeavesQty.Lots, AmendedLeavesLots)) : _order.LeavesQty;

    /// <summary>The price that is worst for what the order brings: the lowest that it may trade at.</summary>
    internal Price LeastPrice => Amends.Count > 0 && Amends.Price < _order.Price ? Amends.Price : _order.Price;

    /// <summary>What has traded.</summary>
    internal long CumLots => _order.OrderQty.Lots - _order.LeavesQty.Lots;

    /// <summary>A reduce-only order never raises a margin, so it holds nothing.</summary>
    internal bool IsReduceOnly => _order.Instructions is { ReduceOnly: true };

    /// <summary>Whether it counts in full: one that waits for the entry of its list does not.</summary>
    internal bool Holds => !IsReduceOnly && List?.KeepsWaiting(this) != true;

    private long AmendedLeavesLots => Math.Max(0, Amends.OrderQty.Lots - CumLots);

    /// <summary>Becomes an order that no book has seen yet.</summary>
    internal void Begin(InstrumentHolding holding, ClientOrderId clientOrderId, in BookOrder terms)
    {
        (Holding, ClientOrderId) = (holding, clientOrderId);
        _order.Side = terms.Side;
        _order.Price = terms.Price;
        _order.OrderQty = _order.LeavesQty = terms.OrderQty;
        _order.Instructions = terms.Instructions;
    }

    /// <summary>Becomes an order as SQL has it.</summary>
    internal void Begin(InstrumentHolding holding, Order order)
    {
        (Holding, ClientOrderId) = (holding, order.ClientOrderId);
        _order.Set(order);
    }

    /// <summary>Becomes an order as an event left it.</summary>
    internal void Begin(InstrumentHolding holding, in OrderEvent e)
    {
        (Holding, ClientOrderId) = (holding, e.ClientOrderId);
        _order.Set(e);
    }

    /// <summary>Is no order any more.</summary>
    internal void End()
    {
        _order = default;
        (ClientOrderId, List, Amends) = (default, null, default);
        Held = default;
    }

    internal override OrderHold Needed() => NeededFor(long.MaxValue);

    /// <summary>What it needs for no more than a number of lots.</summary>
    internal OrderHold NeededFor(long mostLots)
    {
        if (IsReduceOnly) return default;
        var lots = new Quantity(Math.Min(_order.LeavesQty.Lots, mostLots));
        if (Amends.Count == 0) return OrderHold.Of(Holding, Side, _order.Price, lots);
        return OrderHold.Of(Holding, Side, _order.Price, lots).OrWorse(OrderHold.Of(Holding, Side, Amends.Price, new Quantity(Math.Min(AmendedLeavesLots, mostLots))));
    }

    /// <summary>Takes over the state after an event.</summary>
    internal void Follow(in OrderEvent e)
    {
        _order.Set(e);
        if (e.ExecType == ExecType.Replaced) Amends = Amends.Less();
    }

    internal void BeginAmend(Price price, Quantity orderQty) => Amends = Amends.With(price, orderQty, _order.Price, _order.OrderQty);
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
