using System.Diagnostics.CodeAnalysis;
using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <summary>
/// What a book is, and the one set of mutations that live commands and replay share: each event leads from one legal state to the next.
/// An accepted or amended order that may rest and does not cross joins its queue at once; any other one is the <see cref="Aggressor"/> until it is filled,
/// cancelled, or has traded so far that it no longer crosses. So the book is never crossed, not even between two events.
/// </summary>
internal sealed class BookState
{
    private readonly BookSide _bids = new(Side.Buy);
    private readonly BookSide _asks = new(Side.Sell);
    private readonly Dictionary<OrderId, RestingOrder> _orders = [];
    private readonly Stack<RestingOrder> _pool = new();
    private readonly ChangedLevels _changedLevels = new();

    internal long Sequence { get; private set; }

    internal Price? LastTradePrice { get; private set; }

    internal int OpenOrderCount => _orders.Count;

    /// <summary>The order that is trading; null between commands.</summary>
    internal RestingOrder? Aggressor { get; private set; }

    internal BookSide SideOf(Side side) => side == Side.Buy ? _bids : _asks;

    internal bool TryFind(OrderId id, [NotNullWhen(true)] out RestingOrder? order) => _orders.TryGetValue(id, out order);

    internal void TakeChangedLevels(ICollection<DepthLevel> changes) => _changedLevels.Take(_bids, _asks, changes);

    internal void Apply(in OrderEvent e)
    {
        if (e.Sequence != Sequence + 1) throw new BookInvariantException($"Event {e.Sequence} follows {Sequence}.");

        Sequence = e.Sequence;
        switch (e.ExecType)
        {
            case ExecType.New:
                Open(e);
                break;
            case ExecType.Trade:
                Trade(Get(e), e);
                break;
            case ExecType.Replaced:
                Replace(Get(e), e);
                break;
            case ExecType.Canceled:
                Cancel(Get(e), e);
                break;
            case ExecType.Rejected:
                break;
        }

        if (_bids.Best is { } bid && _asks.Best is { } ask && bid.Price >= ask.Price)
            throw new BookInvariantException($"Event {e.Sequence} crossed the book: bid {bid.Price}, ask {ask.Price}.");
    }

    internal void Restore(IEnumerable<Order> openOrdersInPriorityOrder, long sequence, Price? lastTradePrice)
    {
        if (Sequence != 0 || _orders.Count != 0) throw new InvalidOperationException("Only a book without a past can be restored.");

        foreach (var order in openOrdersInPriorityOrder)
        {
            if (!IsRestorable(order, sequence)) throw new BookInvariantException($"Order {order.OrderId} can't rest in a book at {sequence}: {order}");
            var node = NewNode();
            node.Restore(order, order.Price.GetValueOrDefault());
            _orders.Add(node.OrderId, node);
            Place(node);
            if (node.Level is null) throw new BookInvariantException($"The restored order {order.OrderId} crosses the book.");
        }

        Sequence = sequence;
        LastTradePrice = lastTradePrice;
        _changedLevels.Take(_bids, _asks, changes: null);
    }

    private static bool IsRestorable(Order order, long sequence) =>
        order.Status.IsOpen() && order.TimeInForce == TimeInForce.Gtc && order.Price is not null && order.LeavesQty > Quantity.Zero
        && order.CumQty + order.LeavesQty == order.OrderQty && order.PrioritySequence <= order.Sequence && order.Sequence <= sequence;

    private RestingOrder Get(in OrderEvent e) =>
        _orders.TryGetValue(e.OrderId, out var order) ? order : throw new BookInvariantException($"Event {e.Sequence} is about order {e.OrderId}, which is not open.");

    private void Open(in OrderEvent e)
    {
        if (e.LeavesQty <= Quantity.Zero || e.LeavesQty != e.OrderQty || e.CumQty != Quantity.Zero)
            throw new BookInvariantException($"Order {e.OrderId} opened with {e.LeavesQty} of {e.OrderQty}.");

        var order = NewNode();
        order.Begin(e);
        _orders.Add(order.OrderId, order);
        Place(order);
    }

    private void Trade(RestingOrder order, in OrderEvent e)
    {
        var isConsistent = e.LastQty > Quantity.Zero && e.LastQty <= order.LeavesQty
            && e.LeavesQty == order.LeavesQty - e.LastQty && e.CumQty == order.CumQty + e.LastQty
            && e.CumTickLots == order.CumTickLots + ((decimal)e.LastPx.Ticks * e.LastQty.Lots) && e.IsAggressor == (order.Level is null);
        if (!isConsistent) throw new BookInvariantException($"Event {e.Sequence} trades {e.LastQty} of order {order.OrderId}, which has {order.LeavesQty}.");

        LastTradePrice = e.LastPx;
        if (e.LeavesQty == Quantity.Zero)
        {
            Close(order);
            return;
        }

        if (order.Level is { } level) Reduce(order, level, e.LastQty);
        order.Change(e);
        if (order.Level is null) Place(order);
    }

    private void Replace(RestingOrder order, in OrderEvent e)
    {
        if (order.Level is not { } level || e.LeavesQty <= Quantity.Zero || e.CumQty != order.CumQty || e.CumQty + e.LeavesQty != e.OrderQty)
            throw new BookInvariantException($"Event {e.Sequence} replaces order {order.OrderId} with {e.LeavesQty} of {e.OrderQty}.");

        if (e.PrioritySequence == order.PrioritySequence)
        {
            if (e.Price != order.Price) throw new BookInvariantException($"Event {e.Sequence} moves order {order.OrderId} without losing its priority.");
            Reduce(order, level, order.LeavesQty - e.LeavesQty);
            order.Change(e);
            return;
        }

        Leave(order, level);
        order.Change(e);
        Place(order);
    }

    private void Cancel(RestingOrder order, in OrderEvent e)
    {
        if (e.LeavesQty != Quantity.Zero || e.CumQty != order.CumQty) throw new BookInvariantException($"Event {e.Sequence} cancels order {order.OrderId} but leaves {e.LeavesQty}.");
        Close(order);
    }

    private void Place(RestingOrder order)
    {
        if (!order.MayRest || SideOf(order.Side.Opposite()).IsCrossedBy(order.Price))
        {
            if (Aggressor is not null && Aggressor != order) throw new BookInvariantException($"Orders {Aggressor.OrderId} and {order.OrderId} both trade.");
            Aggressor = order;
            return;
        }

        if (Aggressor == order) Aggressor = null;
        var level = SideOf(order.Side).FindOrAdd(order.Price);
        level.Append(order);
        _changedLevels.Note(order.Side, level);
    }

    private void Reduce(RestingOrder order, PriceLevel level, Quantity by)
    {
        level.Reduce(by);
        _changedLevels.Note(order.Side, level);
    }

    private void Close(RestingOrder order)
    {
        if (order.Level is { } level) Leave(order, level);
        else Aggressor = null;
        _orders.Remove(order.OrderId);
        _pool.Push(order);
    }

    private void Leave(RestingOrder order, PriceLevel level)
    {
        level.Remove(order);
        _changedLevels.Note(order.Side, level);
        if (level.IsEmpty) SideOf(order.Side).Remove(level);
    }

    private RestingOrder NewNode() => _pool.TryPop(out var pooled) ? pooled : new RestingOrder();
}
