using Rtx.Domain.Matching;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>
/// The order book as one would explain it: a list of open orders that is searched from the start for everything. It shares nothing with the real book but the
/// vocabulary and the hash, is slow, and is what the real book must agree with, event by event.
/// </summary>
public sealed class ReferenceBook(Instrument instrument)
{
    private readonly List<Order> _open = [];
    private List<OrderEvent> _events = [];

    /// <summary>Sequence of the last event.</summary>
    public long Sequence { get; private set; }

    /// <summary>Price of the last trade.</summary>
    public Price? LastTradePrice { get; private set; }

    /// <summary>Whether trading is halted.</summary>
    public bool IsHalted { get; set; }

    /// <summary>Open orders in the order in which they got their place.</summary>
    public IReadOnlyList<Order> OpenOrders => _open;

    /// <summary>Bids by price falling, asks by price rising, within a price by priority.</summary>
    public IEnumerable<Order> InPriorityOrder() => Queue(Side.Buy).Concat(Queue(Side.Sell));

    /// <summary>The hash that the real book must have.</summary>
    public ulong StateHash() => BookStateHash.Compute(Sequence, LastTradePrice, InPriorityOrder());

    /// <summary>See <see cref="OrderBook.Submit"/>.</summary>
    public IReadOnlyList<OrderEvent> Submit(BookOrder request, Timestamp now)
    {
        _events = [];
        var reason = IsHalted ? RejectReason.InstrumentHalted : FindFault(request);
        var order = new Order
        {
            OrderId = OrderId.Create(instrument.Id, Sequence + 1),
            ClientOrderId = request.ClientOrderId,
            AccountId = request.AccountId,
            InstrumentId = instrument.Id,
            Side = request.Side,
            OrderType = request.OrderType,
            TimeInForce = request.TimeInForce,
            Price = request.Price,
            OrderQty = request.OrderQty,
            CumQty = Quantity.Zero,
            LeavesQty = reason == RejectReason.None ? request.OrderQty : Quantity.Zero,
            CumTickLots = 0m,
            Status = reason == RejectReason.None ? OrdStatus.New : OrdStatus.Rejected,
            RejectReason = reason,
            PrioritySequence = Sequence + 1,
            Sequence = Sequence + 1,
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (reason != RejectReason.None)
        {
            Record(order, ExecType.Rejected, now);
            return _events;
        }

        Match(Record(order, ExecType.New, now), now);
        return _events;
    }

    /// <summary>See <see cref="OrderBook.Amend"/>.</summary>
    public (RejectReason Reason, IReadOnlyList<OrderEvent> Events) Amend(AccountId account, AmendOrder amend, Timestamp now)
    {
        _events = [];
        if (IsHalted) return (RejectReason.InstrumentHalted, _events);
        if (amend.Price is null && amend.OrderQty is null) return (RejectReason.InvalidTerms, _events);
        if (amend.Price is { Ticks: < 1 }) return (RejectReason.InvalidPrice, _events);
        if (amend.OrderQty < instrument.MinQuantity) return (RejectReason.QuantityTooSmall, _events);
        if (amend.OrderQty > instrument.MaxQuantity) return (RejectReason.QuantityTooLarge, _events);
        var order = _open.SingleOrDefault(open => open.OrderId == amend.OrderId && open.AccountId == account);
        if (order is null) return (RejectReason.UnknownOrder, _events);
        if (amend.OrderQty <= order.CumQty) return (RejectReason.QuantityBelowFilled, _events);

        var orderQty = amend.OrderQty ?? order.OrderQty;
        var price = amend.Price ?? order.Price;
        var changed = order with { Price = price, OrderQty = orderQty, LeavesQty = orderQty - order.CumQty };
        if (price == order.Price && orderQty <= order.OrderQty)
        {
            changed = Record(changed, ExecType.Replaced, now);
            _open[_open.IndexOf(order)] = changed;
            return (RejectReason.None, _events);
        }

        _open.Remove(order);
        Match(Record(changed with { PrioritySequence = Sequence + 1 }, ExecType.Replaced, now), now);
        return (RejectReason.None, _events);
    }

    /// <summary>See <see cref="OrderBook.Cancel"/>.</summary>
    public (RejectReason Reason, IReadOnlyList<OrderEvent> Events) Cancel(AccountId account, OrderId id, Timestamp now)
    {
        _events = [];
        var order = _open.SingleOrDefault(open => open.OrderId == id && open.AccountId == account);
        if (order is null) return (RejectReason.UnknownOrder, _events);
        _open.Remove(order);
        Close(order, now);
        return (RejectReason.None, _events);
    }

    private RejectReason FindFault(BookOrder request)
    {
        if (request.OrderType == OrderType.Market && request.TimeInForce == TimeInForce.Gtc) return RejectReason.InvalidTerms;
        if (request.Price.Ticks < 1) return RejectReason.InvalidPrice;
        if (request.OrderQty < instrument.MinQuantity) return RejectReason.QuantityTooSmall;
        return request.OrderQty > instrument.MaxQuantity ? RejectReason.QuantityTooLarge : RejectReason.None;
    }

    private IEnumerable<Order> Queue(Side side)
    {
        var orders = _open.Where(order => order.Side == side);
        var byPrice = side == Side.Buy ? orders.OrderByDescending(order => order.Price!.Value.Ticks) : orders.OrderBy(order => order.Price!.Value.Ticks);
        return byPrice.ThenBy(order => order.PrioritySequence);
    }

    private void Match(Order aggressor, Timestamp now)
    {
        var partners = Queue(aggressor.Side.Opposite()).Where(other => WouldTrade(aggressor, other)).ToList();
        if (aggressor.TimeInForce == TimeInForce.Fok && partners.Sum(other => other.LeavesQty.Lots) < aggressor.LeavesQty.Lots) partners.Clear();

        foreach (var resting in partners)
        {
            if (aggressor.LeavesQty == Quantity.Zero) break;
            aggressor = Trade(resting, aggressor, now);
        }

        if (aggressor.LeavesQty == Quantity.Zero) return;
        if (aggressor.TimeInForce == TimeInForce.Gtc) _open.Add(aggressor);
        else Close(aggressor, now);
    }

    private Order Trade(Order resting, Order aggressor, Timestamp now)
    {
        var lastQty = Quantity.Min(resting.LeavesQty, aggressor.LeavesQty);
        var lastPx = resting.Price!.Value;
        var trade = TradeId.Create(instrument.Id, Sequence + 1);
        LastTradePrice = lastPx;
        var index = _open.IndexOf(resting);
        var restingAfter = Record(Filled(resting, lastPx, lastQty), ExecType.Trade, now, e => e with
        {
            TradeId = trade, LastPx = lastPx, LastQty = lastQty, ContraOrderId = aggressor.OrderId, ContraAccountId = aggressor.AccountId,
        });
        if (restingAfter.LeavesQty == Quantity.Zero) _open.RemoveAt(index);
        else _open[index] = restingAfter;
        return Record(Filled(aggressor, lastPx, lastQty), ExecType.Trade, now, e => e with
        {
            TradeId = trade, LastPx = lastPx, LastQty = lastQty, ContraOrderId = resting.OrderId, ContraAccountId = resting.AccountId, IsAggressor = true,
        });
    }

    private static bool WouldTrade(Order aggressor, Order resting) =>
        aggressor.Side == Side.Buy ? resting.Price!.Value <= aggressor.Price!.Value : resting.Price!.Value >= aggressor.Price!.Value;

    private static Order Filled(Order order, Price lastPx, Quantity lastQty) => order with
    {
        CumQty = order.CumQty + lastQty,
        LeavesQty = order.LeavesQty - lastQty,
        CumTickLots = order.CumTickLots + (lastPx.Ticks * lastQty.Lots),
        Status = order.LeavesQty == lastQty ? OrdStatus.Filled : OrdStatus.PartiallyFilled,
    };

    private void Close(Order order, Timestamp now) => Record(order with { LeavesQty = Quantity.Zero, Status = OrdStatus.Canceled }, ExecType.Canceled, now);

    private Order Record(Order order, ExecType execType, Timestamp now, Func<OrderEvent, OrderEvent>? more = null)
    {
        Sequence++;
        order = order with { Sequence = Sequence, UpdatedAt = now };
        var e = new OrderEvent
        {
            Sequence = Sequence,
            ExecType = execType,
            OrderId = order.OrderId,
            AccountId = order.AccountId,
            ClientOrderId = order.ClientOrderId,
            Side = order.Side,
            OrderType = order.OrderType,
            TimeInForce = order.TimeInForce,
            Price = order.Price!.Value,
            OrderQty = order.OrderQty,
            CumQty = order.CumQty,
            LeavesQty = order.LeavesQty,
            CumTickLots = order.CumTickLots,
            Status = order.Status,
            PrioritySequence = order.PrioritySequence,
            CreatedAt = order.CreatedAt,
            Time = now,
            RejectReason = order.RejectReason,
        };
        _events.Add(more is null ? e : more(e));
        return order;
    }
}
