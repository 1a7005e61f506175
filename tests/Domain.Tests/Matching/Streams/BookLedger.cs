using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Tests.Matching.Streams;

/// <summary>
/// Rebuilds a book's orders from its events alone, and checks each event against the earlier ones: an order's quantities add up, a trade
/// has two equal sides at a price that both allow, and the resting order of a trade is the first of its queue.
/// </summary>
internal sealed class BookLedger
{
    private readonly Dictionary<OrderId, (BookOrder Order, BookEvent Last)> _open = [];
    private readonly Dictionary<Side, long> _traded = new() { [Side.Buy] = 0, [Side.Sell] = 0 };
    private long _sequence;
    private BookEvent? _firstSide;

    /// <summary>Lots that buys traded; sells traded the same if <see cref="Check"/> does not throw.</summary>
    internal long Traded => _traded[Side.Buy];

    internal int OpenOrderCount => _open.Count;

    /// <summary>Applies an event.</summary>
    internal void Take(in BookEvent e, in BookOrder order)
    {
        Assert.Equal(_sequence + 1, e.Sequence);
        _sequence = e.Sequence;
        if (e.OrderId.IsOfBook) return;
        if (e.ExecType is ExecType.New) Assert.Equal(order.OrderQty, e.LeavesQty);
        if (e.ExecType is ExecType.New or ExecType.Rejected) Assert.False(_open.ContainsKey(e.OrderId), $"{e}: the order is open already");
        else CheckQuantities(e, _open[e.OrderId].Last);
        if (e.ExecType == ExecType.Trade) CheckTrade(e, order);
        CheckShape(e);
        if (e.Place == OrderPlace.None) _open.Remove(e.OrderId);
        else _open[e.OrderId] = (order, e);
    }

    /// <summary>Checks the invariants after each command.</summary>
    internal void Check(OrderBook book)
    {
        Assert.Null(_firstSide);
        Assert.Equal(_traded[Side.Buy], _traded[Side.Sell]);
        Assert.Equal(_open.Count, book.OpenOrderCount);
        Assert.DoesNotContain(_open.Values, open => open.Last.Place == OrderPlace.Aggressing);
        var isCrossed = book.BestBid is { } bid && book.BestAsk is { } ask && bid >= ask;
        Assert.False(isCrossed && book.State == TradingState.Continuous, "the book is crossed");
    }

    private static void CheckShape(in BookEvent e)
    {
        var isOpen = e.Place != OrderPlace.None;
        Assert.Equal(isOpen, e.LeavesQty > Quantity.Zero);
        Assert.Equal(isOpen, e.DisplayedQty > Quantity.Zero);
        Assert.True(e.DisplayedQty <= e.LeavesQty, $"{e}: it shows more than it has");
        Assert.True(e.PrioritySequence <= e.Sequence, $"{e}: its place is of the future");
    }

    private static void CheckQuantities(in BookEvent e, in BookEvent before)
    {
        var orderQtyBefore = before.CumQty + before.LeavesQty;
        switch (e.ExecType)
        {
            case ExecType.Trade:
                Assert.Equal(before.CumQty + e.LastQty, e.CumQty);
                Assert.Equal(orderQtyBefore, e.CumQty + e.LeavesQty);
                break;
            case ExecType.Restated when e.Reason is ExecReason.LinkedOrder or ExecReason.SelfTradePrevention:
                Assert.Equal(before.CumQty, e.CumQty);
                Assert.True(e.CumQty + e.LeavesQty < orderQtyBefore, $"{e}: it should have lost quantity");
                break;
            case ExecType.Restated or ExecType.Triggered:
                Assert.Equal((before.CumQty, before.LeavesQty), (e.CumQty, e.LeavesQty));
                break;
            case ExecType.Replaced:
                Assert.Equal(before.CumQty, e.CumQty);
                break;
            case ExecType.Canceled or ExecType.Expired:
                Assert.Equal((before.CumQty, Quantity.Zero), (e.CumQty, e.LeavesQty));
                break;
            default:
                Assert.Fail($"{e}: an open order has no such event");
                break;
        }
    }

    private void CheckTrade(in BookEvent e, in BookOrder order)
    {
        _traded[order.Side] += e.LastQty.Lots;
        var price = _open[e.OrderId].Last.Price;
        Assert.True(order.Side == Side.Buy ? e.LastPx <= price : e.LastPx >= price, $"{e}: worse than its price");
        if (e.Liquidity != Liquidity.Taker) CheckIsFirst(e, order.Side);
        if (e.Liquidity == Liquidity.Maker) Assert.Equal(price, e.LastPx);
        if (_firstSide is not { } first)
        {
            _firstSide = e;
            return;
        }

        Assert.Equal((first.LastQty, first.LastPx, first.OrderId, first.ContraOrderId), (e.LastQty, e.LastPx, e.ContraOrderId, e.OrderId));
        _firstSide = null;
    }

    private void CheckIsFirst(in BookEvent e, Side side)
    {
        var me = _open[e.OrderId].Last;
        Assert.Equal(OrderPlace.Book, me.Place);
        foreach (var (order, other) in _open.Values)
        {
            if (order.Side != side || other.Place != OrderPlace.Book || other.OrderId == me.OrderId) continue;
            var isBetter = side == Side.Buy ? other.Price > me.Price : other.Price < me.Price;
            Assert.False(
                isBetter || (other.Price == me.Price && other.PrioritySequence < me.PrioritySequence), $"{e}: {other} comes first");
        }
    }
}
