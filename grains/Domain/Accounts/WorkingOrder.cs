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
    private OrderPlace _place;
    private bool _isReduceOnly;

    /// <summary>An order that no book has seen yet.</summary>
    /// <param name="holding">Its instrument.</param>
    /// <param name="clientOrderId">Its name.</param>
    /// <param name="terms">What the book is asked for.</param>
    /// <param name="waits">Whether it will wait for the entry of its list.</param>
    internal WorkingOrder(InstrumentHolding holding, ClientOrderId clientOrderId, in BookOrder terms, bool waits)
        : base(holding)
    {
        ClientOrderId = clientOrderId;
        Side = terms.Side;
        (_price, _orderQty, _leavesQty) = (terms.Price, terms.OrderQty, terms.OrderQty);
        _place = waits ? OrderPlace.Held : OrderPlace.Aggressing;
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

    /// <summary>
    /// Whether it keeps anything. One that waits for the entry of its list does not until it works, and a reduce-only one never raises a margin.
    /// </summary>
    internal bool Holds => !_isReduceOnly && !(_place == OrderPlace.Held && Role is ListRole.Child or ListRole.StopLoss or ListRole.TakeProfit);

    private long AmendedLeavesLots => Math.Max(0, Amends.OrderQty.Lots - (_orderQty.Lots - _leavesQty.Lots));

    internal override OrderHold Needed()
    {
        if (!Holds) return default;
        var hold = OrderHold.Of(Holding.Instrument, Side, _price, _leavesQty);
        if (Amends.Count == 0) return hold;
        return hold.OrWorse(OrderHold.Of(Holding.Instrument, Side, Amends.Price, new Quantity(AmendedLeavesLots)));
    }

    /// <summary>Takes over the state after an event.</summary>
    internal void Follow(Order order, ExecType execType)
    {
        Order = order;
        (_price, _orderQty, _leavesQty, _place) = (order.Price.GetValueOrDefault(), order.OrderQty, order.LeavesQty, order.Place);
        Heed(order.Instructions);
        if (execType == ExecType.Replaced) Amends = Amends.Less();
    }

    internal void BeginAmend(Price price, Quantity orderQty) => Amends = Amends.With(price, orderQty, _price, _orderQty);

    private void Heed(OrderInstructions? instructions)
    {
        _isReduceOnly = instructions is { ReduceOnly: true };
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
