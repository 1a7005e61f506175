using Rtx.Domain.Risk;
using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <summary>
/// One instrument's order book: price-time priority, continuous trading.
/// <para>Invariants: never crossed; CumQty + LeavesQty = OrderQty while open; both sides of a trade have the same price and quantity; events are numbered
/// without gaps. A broken one throws <see cref="BookInvariantException"/>, after which the book must be dropped.</para>
/// <para>Order of events: a command starts with what it did to its own order (New, Rejected, Replaced, Canceled), then for each trade the resting order's event
/// and the aggressor's, then Canceled for a remainder that may not rest. Trades are at the resting order's price. An order may trade with another one of its account.</para>
/// <para>The book decides, emits an event and applies it: <see cref="Apply"/> replays events through the same mutations and reaches the same state.</para>
/// <para>Limits: closed orders are forgotten. Quantity and price bounds are those of <see cref="OrderChecks"/>. Not safe for concurrent use.</para>
/// <para>Cost: O(log levels) to reach a level, O(1) per trade and cancel there; a level that appears or goes moves the better levels. Nothing is allocated once
/// the pools have grown to the book's size.</para>
/// </summary>
public sealed class OrderBook
{
    private readonly Instrument _instrument;
    private readonly BookState _state = new();
    private readonly EventBuffer _events = new();

    /// <summary>An empty book in continuous trading.</summary>
    /// <exception cref="ArgumentException">The contract breaks a rule of <see cref="InstrumentRules"/>.</exception>
    public OrderBook(Instrument instrument)
    {
        InstrumentRules.ThrowIfBroken(instrument);
        _instrument = instrument;
    }

    /// <summary>Sequence of the last event; 0 before the first.</summary>
    public long Sequence => _state.Sequence;

    /// <summary>What the book accepts.</summary>
    public TradingState State { get; private set; } = TradingState.Continuous;

    /// <summary>Highest bid; null when nobody bids.</summary>
    public Price? BestBid => _state.SideOf(Side.Buy).Best?.Price;

    /// <summary>Lowest offer; null when nobody offers.</summary>
    public Price? BestAsk => _state.SideOf(Side.Sell).Best?.Price;

    /// <summary>Price of the last trade; null before the first.</summary>
    public Price? LastTradePrice => _state.LastTradePrice;

    /// <summary>Number of open orders.</summary>
    public int OpenOrderCount => _state.OpenOrderCount;

    /// <summary>Halts or continues trading. No event says so: the instrument keeps the truth, and open orders stay.</summary>
    public void SetTradingState(TradingState state) => State = state;

    /// <summary>
    /// Matches an order and rests what its time in force allows. The events start with New, or are one Rejected: <see cref="RejectReason.InstrumentHalted"/>,
    /// then the reasons of <see cref="OrderChecks"/>, in the order of their numbers.
    /// </summary>
    /// <returns>The events; valid until the next command.</returns>
    public ReadOnlySpan<OrderEvent> Submit(in BookOrder order, Timestamp now)
    {
        _events.Clear();
        var reason = State == TradingState.Halted ? RejectReason.InstrumentHalted : OrderChecks.Check(_instrument, order);
        Emit(Opening(order, reason, now));
        Match(now);
        return _events.Events;
    }

    /// <summary>
    /// Changes an open order of the account. Quantity down keeps the priority; any other price or more quantity loses it, and the order trades as aggressor when
    /// it then crosses. Refused, in the order of the numbers: InstrumentHalted, InvalidTerms (nothing to change), InvalidPrice, QuantityTooSmall,
    /// QuantityTooLarge, UnknownOrder (also an order of another account, or a closed one), QuantityBelowFilled.
    /// </summary>
    /// <returns>Why nothing changed; None when it did.</returns>
    public RejectReason Amend(AccountId account, AmendOrder amend, Timestamp now, out ReadOnlySpan<OrderEvent> events)
    {
        ArgumentNullException.ThrowIfNull(amend);
        _events.Clear();
        events = default;
        if (State == TradingState.Halted) return RejectReason.InstrumentHalted;
        var reason = OrderChecks.Check(_instrument, amend);
        if (reason != RejectReason.None) return reason;
        if (FindOf(account, amend.OrderId) is not { } order) return RejectReason.UnknownOrder;
        var price = amend.Price ?? order.Price;
        var orderQty = amend.OrderQty ?? order.OrderQty;
        reason = OrderChecks.CheckAmended(_instrument, price, orderQty, order.CumQty);
        if (reason != RejectReason.None) return reason;

        Emit(Replacement(order, price, orderQty, now));
        Match(now);
        events = _events.Events;
        return RejectReason.None;
    }

    /// <summary>Cancels an open order of the account, also while trading is halted. Refused: UnknownOrder (also an order of another account, or a closed one).</summary>
    /// <returns>Why nothing changed; None when it did.</returns>
    public RejectReason Cancel(AccountId account, OrderId id, Timestamp now, out ReadOnlySpan<OrderEvent> events)
    {
        _events.Clear();
        events = default;
        if (FindOf(account, id) is not { } order) return RejectReason.UnknownOrder;

        Emit(Cancellation(order, now));
        events = _events.Events;
        return RejectReason.None;
    }

    /// <summary>Replays the next event of this book.</summary>
    /// <exception cref="BookInvariantException">The event does not follow from the book's state.</exception>
    public void Apply(in OrderEvent e)
    {
        if (e.OrderId.Instrument != _instrument.Id) throw new BookInvariantException($"Event {e.Sequence} belongs to instrument {e.OrderId.Instrument}.");
        _state.Apply(e);
    }

    /// <summary>Fills a new book: open orders oldest first within each price, the sequence of its last event, and the last trade price.</summary>
    /// <exception cref="BookInvariantException">The orders can't be those of a book.</exception>
    public void Restore(IEnumerable<Order> openOrdersInPriorityOrder, long sequence, Price? lastTradePrice)
    {
        ArgumentNullException.ThrowIfNull(openOrdersInPriorityOrder);
        _state.Restore(openOrdersInPriorityOrder, sequence, lastTradePrice);
    }

    /// <summary>An open order; null when there is none of that id.</summary>
    public Order? Find(OrderId id) => _state.TryFind(id, out var order) ? order.ToOrder() : null;

    /// <summary>All open orders in priority order: bids best first, then asks best first, oldest first within a price. The book must not change meanwhile.</summary>
    public IEnumerable<Order> OpenOrders() => OpenOrders(_state.SideOf(Side.Buy)).Concat(OpenOrders(_state.SideOf(Side.Sell)));

    /// <summary>Adds the best levels of each side, best first.</summary>
    public void CopyDepth(int levels, ICollection<DepthLevel> bids, ICollection<DepthLevel> asks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(levels);
        ArgumentNullException.ThrowIfNull(bids);
        ArgumentNullException.ThrowIfNull(asks);
        CopyDepth(_state.SideOf(Side.Buy), levels, bids);
        CopyDepth(_state.SideOf(Side.Sell), levels, asks);
    }

    /// <summary>Adds the absolute state of each level that changed since the last call (bids, then asks, rising prices); zero quantity says that it is gone.</summary>
    public void TakeChangedLevels(ICollection<DepthLevel> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        _state.TakeChangedLevels(changes);
    }

    /// <summary>Equal for equal states: see <see cref="BookStateHash"/>. Walks all open orders.</summary>
    public ulong StateHash() => BookStateHash.Compute(Sequence, LastTradePrice, OpenOrders());

    private static IEnumerable<Order> OpenOrders(BookSide side)
    {
        for (var depth = 0; depth < side.Count; depth++)
        {
            for (var order = side[depth].First; order is not null; order = order.Next) yield return order.ToOrder();
        }
    }

    private static void CopyDepth(BookSide side, int levels, ICollection<DepthLevel> depthLevels)
    {
        for (var depth = 0; depth < Math.Min(levels, side.Count); depth++)
        {
            var level = side[depth];
            depthLevels.Add(new DepthLevel(side.Side, level.Price, level.Quantity, level.OrderCount));
        }
    }

    private RestingOrder? FindOf(AccountId account, OrderId id) => _state.TryFind(id, out var order) && order.AccountId == account ? order : null;

    /// <summary>Trades the aggressor, if there is one, as far as it goes, and cancels what may not rest.</summary>
    private void Match(Timestamp now)
    {
        if (_state.Aggressor is not { } aggressor) return;

        var opposite = _state.SideOf(aggressor.Side.Opposite());
        if (aggressor.TimeInForce != TimeInForce.Fok || CanFill(aggressor, opposite))
        {
            while (_state.Aggressor is not null && opposite.IsCrossedBy(aggressor.Price)) TradeOnce(aggressor, opposite.Best!.First!, now);
        }

        if (_state.Aggressor is not null) Emit(Cancellation(aggressor, now));
    }

    private static bool CanFill(RestingOrder aggressor, BookSide opposite)
    {
        var missing = aggressor.LeavesQty;
        for (var depth = 0; depth < opposite.Count && opposite.IsWithin(opposite[depth], aggressor.Price); depth++)
        {
            if (missing <= opposite[depth].Quantity) return true;
            missing -= opposite[depth].Quantity;
        }

        return false;
    }

    private void TradeOnce(RestingOrder aggressor, RestingOrder resting, Timestamp now)
    {
        var trade = TradeId.Create(_instrument.Id, Sequence + 1);
        var lastQty = Quantity.Min(aggressor.LeavesQty, resting.LeavesQty);
        var lastPx = resting.Price;

        // Both are made before either is applied: an order that is filled leaves its node to the pool.
        var first = Execution(resting, aggressor, trade, lastPx, lastQty, now) with { Sequence = Sequence + 1 };
        var second = Execution(aggressor, resting, trade, lastPx, lastQty, now) with { Sequence = Sequence + 2, IsAggressor = true };
        Emit(first);
        Emit(second);
    }

    private void Emit(in OrderEvent e)
    {
        _events.Add(e);
        _state.Apply(e);
    }

    private OrderEvent Opening(in BookOrder order, RejectReason reason, Timestamp now)
    {
        var isAccepted = reason == RejectReason.None;
        return new OrderEvent
        {
            Sequence = Sequence + 1,
            ExecType = isAccepted ? ExecType.New : ExecType.Rejected,
            OrderId = OrderId.Create(_instrument.Id, Sequence + 1),
            AccountId = order.AccountId,
            ClientOrderId = order.ClientOrderId,
            Side = order.Side,
            OrderType = order.OrderType,
            TimeInForce = order.TimeInForce,
            Price = order.Price,
            OrderQty = order.OrderQty,
            CumQty = Quantity.Zero,
            LeavesQty = isAccepted ? order.OrderQty : Quantity.Zero,
            CumTickLots = 0m,
            Status = isAccepted ? OrdStatus.New : OrdStatus.Rejected,
            PrioritySequence = Sequence + 1,
            CreatedAt = now,
            Time = now,
            RejectReason = reason,
        };
    }

    private OrderEvent Replacement(RestingOrder order, Price price, Quantity orderQty, Timestamp now)
    {
        var keepsPriority = price == order.Price && orderQty <= order.OrderQty;
        return Next(order, ExecType.Replaced, now) with
        {
            Price = price,
            OrderQty = orderQty,
            LeavesQty = orderQty - order.CumQty,
            PrioritySequence = keepsPriority ? order.PrioritySequence : Sequence + 1,
        };
    }

    private OrderEvent Cancellation(RestingOrder order, Timestamp now) =>
        Next(order, ExecType.Canceled, now) with { LeavesQty = Quantity.Zero, Status = OrdStatus.Canceled };

    private OrderEvent Execution(RestingOrder order, RestingOrder contra, TradeId trade, Price lastPx, Quantity lastQty, Timestamp now) =>
        Next(order, ExecType.Trade, now) with
        {
            CumQty = order.CumQty + lastQty,
            LeavesQty = order.LeavesQty - lastQty,
            CumTickLots = order.CumTickLots + ((decimal)lastPx.Ticks * lastQty.Lots),
            Status = order.LeavesQty == lastQty ? OrdStatus.Filled : OrdStatus.PartiallyFilled,
            TradeId = trade,
            LastPx = lastPx,
            LastQty = lastQty,
            ContraOrderId = contra.OrderId,
            ContraAccountId = contra.AccountId,
        };

    /// <summary>The next event of an order, everything as it is.</summary>
    private OrderEvent Next(RestingOrder order, ExecType execType, Timestamp now) => new()
    {
        Sequence = Sequence + 1,
        ExecType = execType,
        OrderId = order.OrderId,
        AccountId = order.AccountId,
        ClientOrderId = order.ClientOrderId,
        Side = order.Side,
        OrderType = order.OrderType,
        TimeInForce = order.TimeInForce,
        Price = order.Price,
        OrderQty = order.OrderQty,
        CumQty = order.CumQty,
        LeavesQty = order.LeavesQty,
        CumTickLots = order.CumTickLots,
        Status = order.Status,
        PrioritySequence = order.PrioritySequence,
        CreatedAt = order.CreatedAt,
        Time = now,
    };
}
