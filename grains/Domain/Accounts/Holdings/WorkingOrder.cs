using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Holdings;

/// <summary>
/// An order on its way to the book, or open there. While amendments are pending, it needs the worse of its present and its possible terms.
/// Its memory is reused for another order once it has closed.
/// </summary>
internal sealed class WorkingOrder : HoldOwner
{
    private OrderEvent _order;

    /// <summary>Its client order id; an amendment may change it.</summary>
    internal ClientOrderId ClientOrderId { get; set; }

    /// <summary>The next one in its bucket of client order ids; for an unused one, the next unused one.</summary>
    internal WorkingOrder? NextByClientOrderId { get; set; }

    /// <summary>The next one in its bucket of order ids.</summary>
    internal WorkingOrder? NextById { get; set; }

    /// <summary>The hash of its client order id, which determines the bucket.</summary>
    internal int ClientOrderIdHash { get; set; }

    internal Side Side => _order.Side;

    /// <summary>Its role in its list.</summary>
    internal ListRole Role => _order.Instructions?.ListRole ?? ListRole.None;

    /// <summary>The list that it shares a hold with; null when it is in none.</summary>
    internal ListHold? List { get; set; }

    /// <summary>Whether the book has sent an event of it; before that, only the request is known.</summary>
    internal bool IsKnownToBook => _order.OrderId != default;

    /// <summary>Its last event, or the order as requested.</summary>
    internal ref readonly OrderEvent Order => ref _order;

    /// <summary>The terms that pending amendments may give it.</summary>
    internal PendingAmends Amends { get; set; }

    /// <summary>The worst price for its owner that it may trade at: the highest of a buy, the lowest of a sell.</summary>
    internal Price WorstPrice => Side == Side.Buy ? HighestPrice : LeastPrice;

    /// <summary>The largest absolute price that it may trade at, in ticks.</summary>
    internal long FarthestTicks => Math.Max(Math.Abs(HighestPrice.Ticks), Math.Abs(LeastPrice.Ticks));

    /// <summary>The most that may still trade.</summary>
    internal Quantity WorstLeavesQty =>
        Amends.Count > 0 ? new Quantity(Math.Max(_order.LeavesQty.Lots, AmendedLeavesLots)) : _order.LeavesQty;

    /// <summary>The lowest price that it may trade at: the worst for its proceeds.</summary>
    internal Price LeastPrice => Amends.Count > 0 && Amends.LowestPrice < _order.Price ? Amends.LowestPrice : _order.Price;

    /// <summary>Lots that have traded.</summary>
    internal long CumLots => _order.OrderQty.Lots - _order.LeavesQty.Lots;

    /// <summary>Whether it may only reduce a position.</summary>
    internal bool IsReduceOnly => _order.Instructions is { ReduceOnly: true };

    /// <summary>Whether the book still waits for its trigger price before it trades.</summary>
    internal bool IsWaiting => _order.OrderType.HasTrigger() && (!IsKnownToBook || _order.Place is OrderPlace.Trigger or OrderPlace.Held);

    internal override bool IsSpecial => IsReduceOnly || IsWaiting;

    private Price HighestPrice => Amends.Count > 0 && Amends.HighestPrice > _order.Price ? Amends.HighestPrice : _order.Price;

    private long AmendedLeavesLots => Math.Max(0, Amends.OrderQty.Lots - CumLots);

    /// <summary>Becomes an order that no book has seen yet.</summary>
    internal void Begin(InstrumentHolding holding, ClientOrderId clientOrderId, in BookOrder terms)
    {
        (Holding, ClientOrderId) = (holding, clientOrderId);
        _order = default(OrderEvent) with
        {
            Side = terms.Side,
            OrderType = terms.OrderType,
            Price = terms.Price,
            OrderQty = terms.OrderQty,
            LeavesQty = terms.OrderQty,
            Instructions = terms.Instructions,
        };
    }

    /// <summary>Becomes an order as SQL has it.</summary>
    internal void Begin(InstrumentHolding holding, Order order)
    {
        (Holding, ClientOrderId) = (holding, order.ClientOrderId);
        _order = OrderEvent.OfState(order);
    }

    /// <summary>Becomes an order as an event left it.</summary>
    internal void Begin(InstrumentHolding holding, in OrderEvent e)
    {
        (Holding, ClientOrderId, _order) = (holding, e.ClientOrderId, e);
    }

    /// <summary>Clears it for reuse.</summary>
    internal void End()
    {
        _order = default;
        (ClientOrderId, List, Amends) = (default, null, default);
        Held = default;
    }

    internal override OrderHold NeededAt(in HoldRates rates) => NeededFor(long.MaxValue, rates);

    /// <summary>What it needs for at most a number of lots.</summary>
    internal OrderHold NeededFor(long mostLots, in HoldRates rates)
    {
        var hold = rates.Of(Side, _order.Price, Math.Min(_order.LeavesQty.Lots, mostLots), IsWaiting);
        if (Amends.Count == 0) return hold;
        var lots = Math.Min(AmendedLeavesLots, mostLots);
        return rates.Worse(
            rates.Worse(hold, rates.Of(Side, Amends.LowestPrice, lots, IsWaiting)), rates.Of(Side, Amends.HighestPrice, lots, IsWaiting));
    }

    /// <summary>What a number of lots would need at its prices.</summary>
    internal OrderHold NeededOfExactly(long lots, in HoldRates rates) =>
        rates.Worse(rates.Of(Side, LeastPrice, lots, IsWaiting), rates.Of(Side, HighestPrice, lots, IsWaiting));

    /// <summary>Sets another worst price for an order that no book has seen yet.</summary>
    internal void Protect(Price price) => _order = _order with { Price = price };

    /// <summary>Whether an event leaves its need unchanged: a plain order with the same price and lots.</summary>
    internal bool IsHeldAs(in OrderEvent e) =>
        Amends.Count == 0 && List is null && !IsSpecial && e.Price == _order.Price && e.LeavesQty == _order.LeavesQty
            && (e.Instructions?.ListRole ?? ListRole.None) == ListRole.None;

    /// <summary>Copies the state after an event.</summary>
    internal void Follow(in OrderEvent e)
    {
        _order = e;
        if (e.ExecType == ExecType.Replaced) Amends = Amends.Less();
    }

    internal void BeginAmend(Price price, Quantity orderQty) => Amends = Amends.With(price, orderQty, _order.Price, _order.OrderQty);
}

/// <summary>
/// How many amendments of an order are pending, and the range of prices and the largest quantity that they may lead to, in any order of
/// arrival.
/// </summary>
internal readonly record struct PendingAmends(int Count, Price LowestPrice, Price HighestPrice, Quantity OrderQty)
{
    internal PendingAmends With(Price price, Quantity orderQty, Price presentPrice, Quantity presentQty) => Count == 0
        ? new PendingAmends(1, price, price, orderQty)
        : new PendingAmends(
            Count + 1,
            new Price(Math.Min(price.Ticks, Math.Min(presentPrice.Ticks, LowestPrice.Ticks))),
            new Price(Math.Max(price.Ticks, Math.Max(presentPrice.Ticks, HighestPrice.Ticks))),
            new Quantity(Math.Max(orderQty.Lots, Math.Max(presentQty.Lots, OrderQty.Lots))));

    internal PendingAmends Less() => Count <= 1 ? default : this with { Count = Count - 1 };
}
