using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <summary>
/// An order book with the records of its open orders: it adds to what the <see cref="OrderBook"/> tells what that need not know (names, sums, times), and so makes the events that
/// are stored. The id of an order is made of the sequence of its first event.
/// <para>Events of a command that is refused are those of orders that expired meanwhile, with what followed; they are as true as any.</para>
/// </summary>
public sealed class RecordedBook
{
    private readonly Instrument _instrument;
    private readonly Dictionary<OrderId, Order> _orders = [];
    private readonly List<OrderEvent> _events = [];
    private readonly List<OrderId> _closed = [];
    private readonly HashSet<(Side Side, Price Price)> _touchedLevels = [];
    private readonly Dictionary<OrderId, Order> _touchedOrders = [];

    /// <summary>An empty book in continuous trading.</summary>
    /// <exception cref="ArgumentException">The contract breaks a rule of <see cref="Risk.InstrumentRules"/>.</exception>
    public RecordedBook(Instrument instrument)
    {
        Book = new OrderBook(instrument);
        _instrument = instrument;
    }

    /// <summary>The book: for questions. Its commands must be given here.</summary>
    public OrderBook Book { get; }

    /// <summary>Takes an order; see <see cref="OrderBook.Submit"/>.</summary>
    /// <param name="account">Whose it is.</param>
    /// <param name="request">The client's request.</param>
    /// <param name="price">The worst price it may trade at.</param>
    /// <param name="instructions">The request's instructions, completed.</param>
    /// <param name="now">The time.</param>
    /// <param name="id">The order's id, also when it is refused.</param>
    /// <returns>What happened.</returns>
    public IReadOnlyList<OrderEvent> Submit(AccountId account, NewOrder request, Price price, OrderInstructions? instructions, Timestamp now, out OrderId id)
    {
        ArgumentNullException.ThrowIfNull(request);
        Begin();
        Record(Book.Expire(now), now);
        id = OrderId.Create(_instrument.Id, Book.Sequence + 1);
        var order = Incoming(account, request, price, instructions, id, now);
        Record(Book.Submit(ToBook(order), now), now);
        return End();
    }

    /// <summary>Takes the orders of a list, in order; see <see cref="OrderBook.SubmitList"/>.</summary>
    /// <param name="account">Whose they are.</param>
    /// <param name="orders">The clients' requests, each with its worst price and its completed instructions.</param>
    /// <param name="now">The time.</param>
    /// <param name="ids">The orders' ids, also when they are refused.</param>
    /// <returns>What happened.</returns>
    public IReadOnlyList<OrderEvent> SubmitList(
        AccountId account, IReadOnlyList<(NewOrder Request, Price Price, OrderInstructions? Instructions)> orders, Timestamp now, out IReadOnlyList<OrderId> ids)
    {
        ArgumentNullException.ThrowIfNull(orders);
        Begin();
        Record(Book.Expire(now), now);
        var list = OrderId.Create(_instrument.Id, Book.Sequence + 1);
        var records = orders.Select((order, index) => Incoming(
            account, order.Request, order.Price, (order.Instructions ?? new OrderInstructions()) with { ListId = list, ListIndex = index },
            OrderId.Create(_instrument.Id, Book.Sequence + 1 + index), now)).ToArray();
        Record(Book.SubmitList([.. records.Select(ToBook)], now), now);
        ids = [.. records.Select(order => order.OrderId)];
        return End();
    }

    /// <summary>Changes an order; see <see cref="OrderBook.Amend(AccountId, AmendOrder, Timestamp, out ReadOnlySpan{BookEvent})"/>.</summary>
    public RejectReason Amend(AccountId account, AmendOrder amend, Timestamp now, out IReadOnlyList<OrderEvent> events)
    {
        ArgumentNullException.ThrowIfNull(amend);
        Begin();
        var reason = Book.Amend(account, amend, now, out var bookEvents);
        Record(bookEvents, now, reason == RejectReason.None ? amend : null);
        events = End();
        return reason;
    }

    /// <summary>Cancels an order; see <see cref="OrderBook.Cancel"/>.</summary>
    public RejectReason Cancel(AccountId account, OrderId id, Timestamp now, out IReadOnlyList<OrderEvent> events)
    {
        Begin();
        var reason = Book.Cancel(account, id, now, out var bookEvents);
        Record(bookEvents, now);
        events = End();
        return reason;
    }

    /// <summary>Cancels orders; see <see cref="OrderBook.MassCancel"/>.</summary>
    public IReadOnlyList<OrderEvent> MassCancel(AccountId account, MassCancel filter, ExecReason reason, Timestamp now) => Run(Book.MassCancel(account, filter, reason, now), now);

    /// <summary>Changes the trading state; see <see cref="OrderBook.SetState"/>.</summary>
    public IReadOnlyList<OrderEvent> SetState(TradingState state, Timestamp now) => Run(Book.SetState(state, now), now);

    /// <summary>Sets the mark price; see <see cref="OrderBook.SetMarkPrice"/>.</summary>
    public IReadOnlyList<OrderEvent> SetMarkPrice(Price mark, Timestamp now) => Run(Book.SetMarkPrice(mark, now), now);

    /// <summary>Expires orders; see <see cref="OrderBook.Expire"/>.</summary>
    public IReadOnlyList<OrderEvent> Expire(Timestamp now) => Run(Book.Expire(now), now);

    /// <summary>Replays the next event of this book.</summary>
    /// <exception cref="BookInvariantException">The event does not follow from the book's state.</exception>
    public void Apply(in OrderEvent e)
    {
        if (e.OrderId.Instrument != _instrument.Id) throw new BookInvariantException($"Event {e.Sequence} belongs to instrument {e.OrderId.Instrument}.");
        var order = e.ToOrder();
        Book.Apply(ToBookEvent(e), ToBook(order));
        if (order.Status.IsOpen()) _orders[e.OrderId] = order;
        else _orders.Remove(e.OrderId);
    }

    /// <summary>Fills a new book: open orders in any order, the sequence of its last event, and the last trade price.</summary>
    /// <exception cref="BookInvariantException">The orders can't be those of a book.</exception>
    public void Restore(IReadOnlyCollection<Order> openOrders, long sequence, Price? lastTradePrice)
    {
        ArgumentNullException.ThrowIfNull(openOrders);
        Book.Restore(openOrders.Select(ToState), sequence, lastTradePrice);
        foreach (var order in openOrders) _orders.Add(order.OrderId, order);
    }

    /// <summary>An open order; null when there is none of that id.</summary>
    public Order? Find(OrderId id) => _orders.GetValueOrDefault(id);

    /// <summary>All open orders, in the order of <see cref="OrderBook.OpenOrders"/>.</summary>
    public IEnumerable<Order> OpenOrders() => Book.OpenOrders().Select(state => _orders[state.OrderId]);

    /// <summary>Adds the absolute state of each level that changed since the last call (bids, then asks, rising prices); zero quantity says that it is gone.</summary>
    public void TakeChangedLevels(ICollection<DepthLevel> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        foreach (var (side, price) in _touchedLevels.Order()) changes.Add(Book.LevelAt(side, price));
        _touchedLevels.Clear();
    }

    /// <summary>Adds the absolute state of each order in the queues that changed since the last call, by order id; zero quantity says that it has left.</summary>
    public void TakeChangedOrders(ICollection<QueuedOrder> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        foreach (var order in _touchedOrders.Values.OrderBy(order => order.OrderId.Value)) changes.Add(Queued(order));
        _touchedOrders.Clear();
    }

    /// <summary>The orders in the queues of a side, in the order of <see cref="OrderBook.QueuedOrders"/>.</summary>
    public IEnumerable<QueuedOrder> QueuedOrders(Side side) => Book.QueuedOrders(side).Select(state => Queued(_orders[state.OrderId]));

    /// <summary>Equal for equal states of book and records. Walks all open orders.</summary>
    public ulong StateHash() => RecordStateHash.Compute(Book.StateHash(), OpenOrders());

    private static BookOrder ToBook(Order order) => new(
        order.OrderId, order.AccountId, order.Side, order.OrderType, order.TimeInForce, order.OrderQty, order.Price.GetValueOrDefault(), order.Instructions);

    private static BookOrderState ToState(Order order) => new()
    {
        OrderId = order.OrderId,
        AccountId = order.AccountId,
        Side = order.Side,
        OrderType = order.OrderType,
        TimeInForce = order.TimeInForce,
        Price = order.Price.GetValueOrDefault(),
        CumQty = order.CumQty,
        LeavesQty = order.LeavesQty,
        DisplayedQty = order.DisplayedQty ?? order.LeavesQty,
        PrioritySequence = order.PrioritySequence,
        Place = order.Place,
        Instructions = order.Instructions,
    };

    private static BookEvent ToBookEvent(in OrderEvent e) => new()
    {
        Sequence = e.Sequence,
        OrderId = e.OrderId,
        Price = e.Price,
        StopPx = (e.Instructions?.StopPx).GetValueOrDefault(),
        CumQty = e.CumQty,
        LeavesQty = e.LeavesQty,
        DisplayedQty = e.DisplayedQty ?? e.LeavesQty,
        PrioritySequence = e.PrioritySequence,
        ContraOrderId = e.ContraOrderId,
        LastPx = e.LastPx,
        LastQty = e.LastQty,
        ExecType = e.ExecType,
        Reason = e.Reason,
        RejectReason = e.RejectReason,
        Place = e.LeavesQty == Quantity.Zero ? OrderPlace.None : e.Place,
        Liquidity = e.ExecType != ExecType.Trade ? Liquidity.None : e.IsAuction ? Liquidity.Auction : e.IsAggressor ? Liquidity.Taker : Liquidity.Maker,
    };

    private static OrdStatus StatusOf(in BookEvent e) => e.ExecType switch
    {
        ExecType.Rejected => OrdStatus.Rejected,
        ExecType.Canceled => OrdStatus.Canceled,
        ExecType.Expired => OrdStatus.Expired,
        ExecType.New or ExecType.Replaced or ExecType.Restated or ExecType.Trade or ExecType.Triggered =>
            e.LeavesQty == Quantity.Zero ? OrdStatus.Filled : e.CumQty > Quantity.Zero ? OrdStatus.PartiallyFilled : OrdStatus.New,
    };

    private OrderEvent[] Run(ReadOnlySpan<BookEvent> events, Timestamp now)
    {
        Begin();
        Record(events, now);
        return End();
    }

    private void Begin() => _events.Clear();

    private OrderEvent[] End()
    {
        foreach (var id in _closed) _orders.Remove(id);
        _closed.Clear();
        return [.. _events];
    }

    private Order Incoming(AccountId account, NewOrder request, Price price, OrderInstructions? instructions, OrderId id, Timestamp now) => _orders[id] = new Order
    {
        OrderId = id,
        ClientOrderId = request.ClientOrderId,
        AccountId = account,
        InstrumentId = _instrument.Id,
        Side = request.Side,
        OrderType = request.OrderType,
        TimeInForce = request.TimeInForce,
        Price = price,
        OrderQty = request.OrderQty,
        CumQty = Quantity.Zero,
        LeavesQty = request.OrderQty,
        CumTickLots = 0m,
        Status = OrdStatus.New,
        PrioritySequence = 0,
        Sequence = 0,
        CreatedAt = now,
        UpdatedAt = now,
        Instructions = instructions,
    };

    private void Record(ReadOnlySpan<BookEvent> events, Timestamp now, AmendOrder? amend = null)
    {
        foreach (ref readonly var e in events)
        {
            var before = _orders[e.OrderId];
            var after = After(before, e, amend is not null && e.ExecType == ExecType.Replaced ? amend : null, now);
            _orders[e.OrderId] = after;
            if (!after.Status.IsOpen()) _closed.Add(e.OrderId);
            Touch(before, after);
            Touch(after, after);
            _events.Add(ToOrderEvent(after, e));
        }
    }

    private void Touch(Order order, Order now)
    {
        if (order.Place != OrderPlace.Book) return;
        _touchedLevels.Add((order.Side, order.Price.GetValueOrDefault()));
        _touchedOrders[order.OrderId] = now;
    }

    private static QueuedOrder Queued(Order order) => new(
        order.OrderId, order.Side, order.Price.GetValueOrDefault(), order.Place == OrderPlace.Book ? order.DisplayedQty ?? order.LeavesQty : Quantity.Zero, order.PrioritySequence);

    private static Order After(Order before, in BookEvent e, AmendOrder? amend, Timestamp now)
    {
        var instructions = amend is null ? before.Instructions : Amended(before.Instructions, amend);
        if (instructions?.StopPx is { } stopPx && stopPx != e.StopPx) instructions = instructions with { StopPx = e.StopPx };
        return before with
        {
            ClientOrderId = amend?.NewClientOrderId ?? before.ClientOrderId,
            Price = e.Price,
            OrderQty = e.LeavesQty == Quantity.Zero ? before.OrderQty : e.CumQty + e.LeavesQty,
            CumQty = e.CumQty,
            LeavesQty = e.LeavesQty,
            CumTickLots = before.CumTickLots + ((decimal)e.LastPx.Ticks * e.LastQty.Lots),
            Status = StatusOf(e),
            RejectReason = e.RejectReason,
            PrioritySequence = e.PrioritySequence,
            Sequence = e.Sequence,
            UpdatedAt = now,
            Place = e.Place,
            DisplayedQty = instructions?.DisplayQty is null ? null : e.DisplayedQty,
            Instructions = instructions,
            Reason = e.Reason,
        };
    }

    private static OrderInstructions? Amended(OrderInstructions? instructions, AmendOrder amend) => instructions is null ? null : instructions with
    {
        StopPx = amend.StopPx ?? instructions.StopPx,
        DisplayQty = amend.DisplayQty ?? instructions.DisplayQty,
        ExpireTime = amend.ExpireTime ?? instructions.ExpireTime,
    };

    private OrderEvent ToOrderEvent(Order order, in BookEvent e)
    {
        var isTrade = e.Liquidity != Liquidity.None;
        var isFirst = e.Liquidity == Liquidity.Maker || (e.Liquidity == Liquidity.Auction && order.Side == Side.Buy);
        return new OrderEvent
        {
            Sequence = e.Sequence,
            ExecType = e.ExecType,
            OrderId = order.OrderId,
            AccountId = order.AccountId,
            ClientOrderId = order.ClientOrderId,
            Side = order.Side,
            OrderType = order.OrderType,
            TimeInForce = order.TimeInForce,
            Price = e.Price,
            OrderQty = order.OrderQty,
            CumQty = order.CumQty,
            LeavesQty = order.LeavesQty,
            CumTickLots = order.CumTickLots,
            Status = order.Status,
            PrioritySequence = order.PrioritySequence,
            CreatedAt = order.CreatedAt,
            Time = order.UpdatedAt,
            RejectReason = order.RejectReason,
            TradeId = isTrade ? TradeId.Create(_instrument.Id, isFirst ? e.Sequence : e.Sequence - 1) : default,
            LastPx = e.LastPx,
            LastQty = e.LastQty,
            ContraOrderId = e.ContraOrderId,
            ContraAccountId = isTrade ? _orders[e.ContraOrderId].AccountId : default,
            IsAggressor = e.Liquidity == Liquidity.Taker,
            IsAuction = e.Liquidity == Liquidity.Auction,
            Place = e.Place,
            Reason = e.Reason,
            DisplayedQty = order.DisplayedQty,
            Instructions = order.Instructions,
        };
    }
}
