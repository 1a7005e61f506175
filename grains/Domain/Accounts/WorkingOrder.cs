using Rtx.Domain.Risk;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// An order that something is held for: on its way to the book, or open there. While amendments are on their way, the worse of what it is and what it may become is held.
/// </summary>
internal sealed class WorkingOrder(InstrumentHolding holding, ClientOrderId clientOrderId, Side side, Price price, Quantity orderQty)
{
    private Price _price = price;
    private Quantity _orderQty = orderQty;
    private Quantity _leavesQty = orderQty;
    private Price _amendedPrice;
    private Quantity _amendedOrderQty;
    private int _pendingAmends;

    internal InstrumentHolding Holding => holding;

    internal ClientOrderId ClientOrderId => clientOrderId;

    internal Side Side => side;

    /// <summary>What the order's last event says of it; null until the book's first event.</summary>
    internal Order? Order { get; private set; }

    /// <summary>Funds held at the moment (spot).</summary>
    internal decimal HeldFunds { get; set; }

    /// <summary>Lots counted as open at the moment (margined).</summary>
    internal long HeldLots { get; set; }

    /// <summary>The price that is worst for margin: the highest distance from zero that the order may trade at.</summary>
    internal Price WorstPrice => _pendingAmends > 0 && Math.Abs(_amendedPrice.Ticks) > Math.Abs(_price.Ticks) ? _amendedPrice : _price;

    internal static WorkingOrder From(InstrumentHolding holding, Order order)
    {
        var working = new WorkingOrder(holding, order.ClientOrderId, order.Side, order.Price.GetValueOrDefault(), order.OrderQty);
        working.Follow(order, ExecType.New);
        return working;
    }

    /// <summary>Takes over the state after an event.</summary>
    internal void Follow(Order order, ExecType execType)
    {
        Order = order;
        _price = order.Price.GetValueOrDefault();
        _orderQty = order.OrderQty;
        _leavesQty = order.LeavesQty;
        if (execType == ExecType.Replaced) EndAmend();
    }

    /// <summary>The hold of the order as it is, or if that is worse, as the amendments on their way may make it.</summary>
    internal OrderHold NeededHold()
    {
        var hold = OrderHold.Of(holding.Instrument, side, _price, _leavesQty);
        return _pendingAmends == 0 ? hold : hold.OrWorse(HoldIf(_amendedPrice, _amendedOrderQty));
    }

    internal OrderHold HoldIf(Price price, Quantity orderQty)
    {
        var cumQty = _orderQty - _leavesQty;
        return OrderHold.Of(holding.Instrument, side, price, orderQty > cumQty ? orderQty - cumQty : Quantity.Zero);
    }

    internal void BeginAmend(Price price, Quantity orderQty)
    {
        var isAlone = _pendingAmends++ == 0;
        _amendedPrice = isAlone ? price : new Price(Math.Max(price.Ticks, Math.Max(_price.Ticks, _amendedPrice.Ticks)));
        _amendedOrderQty = isAlone ? orderQty : new Quantity(Math.Max(orderQty.Lots, Math.Max(_orderQty.Lots, _amendedOrderQty.Lots)));
    }

    internal void EndAmend() => _pendingAmends = Math.Max(0, _pendingAmends - 1);
}

/// <summary>What an order keeps: funds of one currency (spot) or lots that count as open (margined); the other one is zero.</summary>
internal readonly record struct OrderHold(Money Funds, long Lots)
{
    internal static OrderHold Of(Instrument instrument, Side side, Price price, Quantity leavesQty) => instrument.Kind switch
    {
        InstrumentKind.Spot => new OrderHold(SpotHold.Of(instrument, side, price, leavesQty), 0),
        InstrumentKind.Margined => new OrderHold(default, leavesQty.Lots),
    };

    internal OrderHold OrWorse(OrderHold other) =>
        new(other.Funds.Amount > Funds.Amount ? other.Funds : Funds, Math.Max(Lots, other.Lots));
}
