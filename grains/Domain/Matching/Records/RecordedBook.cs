using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Matching.Records;

/// <summary>
/// An order book with the records of its open orders: it adds to what the <see cref="OrderBook"/> tells what that need not know (names, sums, times), and so makes the events that
/// are stored. The id of an order is made of the sequence of its first event.
/// <para>Its time never goes back, whatever the clock of its machine is set to: a time before that of an earlier command or of the last event counts as that.</para>
/// <para>Events of a command that is refused are those of orders that expired meanwhile, with what followed; they are as true as any.</para>
/// </summary>
public sealed class RecordedBook
{
    private readonly Instrument _instrument;
    private readonly OrderRecords _records = new();
    private readonly List<int> _closed = [];
    private readonly TouchedLevels _touchedLevels = new();
    private readonly List<int> _touchedOrders = [];
    private Timestamp _time;

    /// <summary>An empty book in continuous trading.</summary>
    /// <param name="instrument">The contract.</param>
    /// <param name="limits">How much it takes and does at a time; null for <see cref="BookLimits.None"/>.</param>
    /// <exception cref="ArgumentException">The contract breaks a rule of <see cref="Instruments.InstrumentRules"/>.</exception>
    public RecordedBook(Instrument instrument, BookLimits? limits = null)
    {
        Book = new OrderBook(instrument, limits);
        _instrument = instrument;
    }

    /// <summary>The book: for questions. Its commands must be given here.</summary>
    public OrderBook Book { get; }

    internal Instrument Instrument => _instrument;

    /// <summary>Takes an order; see <see cref="OrderBook.Submit"/>.</summary>
    /// <param name="account">Whose it is.</param>
    /// <param name="request">The client's request.</param>
    /// <param name="price">The worst price it may trade at.</param>
    /// <param name="instructions">The request's instructions, completed.</param>
    /// <param name="now">The time.</param>
    /// <param name="events">Gets what happened, at its end.</param>
    /// <returns>The order's id, also when it is refused.</returns>
    public OrderId Submit(AccountId account, NewOrder request, Price price, OrderInstructions? instructions, Timestamp now, OrderEventLog events)
    {
        ArgumentNullException.ThrowIfNull(request);
        now = Advance(now);
        Record(Book.Advance(now), now, events);
        var order = Incoming(account, request, price, instructions, OrderId.Create(_instrument.Id, Book.Sequence + 1), now);
        Record(Book.Submit(order, now), now, events);
        return order.OrderId;
    }

    /// <summary>Takes the orders of a list, in order; see <see cref="OrderBook.SubmitList"/>.</summary>
    /// <param name="account">Whose they are.</param>
    /// <param name="orders">The clients' requests, each with its worst price and its completed instructions.</param>
    /// <param name="now">The time.</param>
    /// <param name="events">Gets what happened, at its end.</param>
    /// <returns>The orders' ids, also when they are refused.</returns>
    public IReadOnlyList<OrderId> SubmitList(
        AccountId account, IReadOnlyList<(NewOrder Request, Price Price, OrderInstructions? Instructions)> orders, Timestamp now, OrderEventLog events)
    {
        ArgumentNullException.ThrowIfNull(orders);
        now = Advance(now);
        Record(Book.Advance(now), now, events);
        var list = OrderId.Create(_instrument.Id, Book.Sequence + 1);
        var records = orders.Select((order, index) => Incoming(
            account, order.Request, order.Price, (order.Instructions ?? new OrderInstructions()) with { ListId = list, ListIndex = index },
            OrderId.Create(_instrument.Id, Book.Sequence + 1 + index), now)).ToArray();
        Record(Book.SubmitList(records, now), now, events);
        return [.. records.Select(order => order.OrderId)];
    }

    /// <summary>Changes an order; see <see cref="OrderBook.Amend(AccountId, AmendOrder, Timestamp, out ReadOnlySpan{BookEvent})"/>.</summary>
    public RejectReason Amend(AccountId account, AmendOrder amend, Timestamp now, OrderEventLog events)
    {
        ArgumentNullException.ThrowIfNull(amend);
        now = Advance(now);
        var reason = Book.Amend(account, amend, now, out var told);
        Record(told, now, events, reason == RejectReason.None ? amend : null);
        return reason;
    }

    /// <summary>Cancels an order; see <see cref="OrderBook.Cancel"/>.</summary>
    public RejectReason Cancel(AccountId account, OrderId id, Timestamp now, OrderEventLog events)
    {
        now = Advance(now);
        var reason = Book.Cancel(account, id, now, out var told);
        Record(told, now, events);
        return reason;
    }

    /// <summary>Cancels orders; see <see cref="OrderBook.MassCancel"/>.</summary>
    public void MassCancel(AccountId account, IEnumerable<OrderId> ids, ExecReason reason, Timestamp now, OrderEventLog events) =>
        Record(Book.MassCancel(account, ids, reason, Advance(now)), _time, events);

    /// <summary>Changes the trading state; see <see cref="OrderBook.SetState"/>.</summary>
    public void SetState(TradingState state, Timestamp now, OrderEventLog events) => Record(Book.SetState(state, Advance(now)), _time, events);

    /// <summary>Sets the mark price; see <see cref="OrderBook.SetMarkPrice"/>.</summary>
    public void SetMarkPrice(Price mark, Timestamp now, OrderEventLog events) => Record(Book.SetMarkPrice(mark, Advance(now)), _time, events);

    /// <summary>Expires orders; see <see cref="OrderBook.Expire"/>.</summary>
    public void Expire(Timestamp now, OrderEventLog events) => Record(Book.Expire(Advance(now)), _time, events);

    /// <summary>Replays the next event of this book.</summary>
    /// <exception cref="BookInvariantException">The event does not follow from the book's state.</exception>
    public void Apply(in OrderEvent e)
    {
        if (e.OrderId.Instrument != _instrument.Id) throw new BookInvariantException($"Event {e.Sequence} belongs to instrument {e.OrderId.Instrument}.");
        Book.Apply(RecordedEvents.ToBookEvent(e), ToBook(e));
        Advance(e.Time);
        if (e.OrderId.IsOfBook) return;
        var place = _records.Find(e.OrderId);
        if (!e.Status.IsOpen())
        {
            if (place != 0) _records.Close(place);
        }
        else if (place != 0)
        {
            _records[place].Order = e;
        }
        else
        {
            _records.Add(e);
        }
    }

    /// <summary>Fills a new book: open orders in any order, sequence and time of its last event, and the last trade price.</summary>
    /// <param name="openOrders">The orders, each as its last event left it.</param>
    /// <param name="sequence">The last event.</param>
    /// <param name="time">When that was; null before the first.</param>
    /// <param name="lastTradePrice">Null before the first trade.</param>
    /// <param name="followed">What trailing orders have followed since, in any order; those that a later and better one outdid may be missing.</param>
    /// <exception cref="BookInvariantException">The orders can't be those of a book.</exception>
    public void Restore(IReadOnlyCollection<Order> openOrders, long sequence, Timestamp? time, Price? lastTradePrice, IEnumerable<FollowedPrice> followed)
    {
        ArgumentNullException.ThrowIfNull(openOrders);
        ArgumentNullException.ThrowIfNull(followed);
        var trails = new SavedTrails(_instrument, followed);
        Book.Restore(openOrders.Select(order => trails.Bring(ToState(order), order.Sequence)), sequence, lastTradePrice);
        foreach (var order in openOrders) _records.Add(OrderEvent.OfState(order));
        Advance(time ?? default);
    }

    /// <summary>An open order; null when there is none of that id.</summary>
    public Order? Find(OrderId id) => _records.Find(id) is > 0 and var place ? _records[place].Order.ToOrder() : null;

    /// <summary>All open orders, in the order of <see cref="OrderBook.OpenOrders"/>.</summary>
    public IEnumerable<Order> OpenOrders() => Book.OpenOrders().Select(state => _records[_records.PlaceOf(state.OrderId)].Order.ToOrder());

    /// <summary>Adds the absolute state of each level that changed since the last call (bids, then asks, rising prices); zero quantity says that it is gone.</summary>
    public void TakeChangedLevels(ICollection<DepthLevel> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        foreach (var key in _touchedLevels.Take()) changes.Add(Book.LevelAt(TouchedLevels.SideOf(key), TouchedLevels.PriceOf(key)));
    }

    /// <summary>
    /// Adds the absolute state of each order in the queues that changed since the last call, in the order of their first changes; zero quantity says that it has left.
    /// </summary>
    public void TakeChangedOrders(ICollection<QueuedOrder> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        foreach (var place in _touchedOrders)
        {
            changes.Add(_records[place].ToQueued());
            _records.Untouch(place);
        }

        _touchedOrders.Clear();
    }

    /// <summary>The orders in the queues of a side, in the order of <see cref="OrderBook.QueuedOrders"/>.</summary>
    public IEnumerable<QueuedOrder> QueuedOrders(Side side) => Book.QueuedOrders(side).Select(state => _records[_records.PlaceOf(state.OrderId)].ToQueued());

    /// <summary>Equal for equal states of book and records. Walks all open orders.</summary>
    public ulong StateHash() => RecordStateHash.Compute(Book.StateHash(), OpenOrders());

    /// <summary>What an event of the book tells that trailing orders follow.</summary>
    public static FollowedPrice ToFollowedPrice(in OrderEvent e) => new(RecordedEvents.SourceOf(e), e.Side, e.Sequence, e.Price);

    private static BookOrder ToBook(in OrderEvent e) => new(e.OrderId, e.AccountId, e.Side, e.OrderType, e.TimeInForce, e.OrderQty, e.Price, e.Instructions);

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

    private Timestamp Advance(Timestamp now) => _time = now < _time ? _time : now;

    private BookOrder Incoming(AccountId account, NewOrder request, Price price, OrderInstructions? instructions, OrderId id, Timestamp now)
    {
        var order = new BookOrder(id, account, request.Side, request.OrderType, request.TimeInForce, request.OrderQty, price, instructions);
        _records.Add(RecordedEvents.Begin(order, request.ClientOrderId, now));
        return order;
    }

    /// <summary>Follows what the book told, and makes of it the events that are stored.</summary>
    private void Record(ReadOnlySpan<BookEvent> told, Timestamp now, OrderEventLog events, AmendOrder? amend = null)
    {
        if (Book.Left.Count > 0) FollowLeft();
        if (told.IsEmpty) return;
        var stored = events.Add(told.Length);
        for (var i = 0; i < told.Length; i++)
        {
            ref readonly var e = ref told[i];
            if (e.OrderId.IsOfBook)
            {
                stored[i] = RecordedEvents.OfBook(e, now);
                continue;
            }

            var place = _records.PlaceOf(e.OrderId);
            ref var record = ref _records[place];
            Touch(place, ref record);
            var contra = e.Liquidity != Liquidity.None ? _records[_records.PlaceOf(e.ContraOrderId)].Order.AccountId : default;
            record.Order = RecordedEvents.Next(record.Order, e, e.ExecType == ExecType.Replaced ? amend : null, contra, now);
            Touch(place, ref record);
            stored[i] = record.Order;
            if (!record.Order.Status.IsOpen()) _closed.Add(place);
        }

        // Only now: the other side of a trade may have closed before its event.
        foreach (var place in _closed) _records.Close(place);
        _closed.Clear();
    }

    private void FollowLeft()
    {
        foreach (var id in Book.Left)
        {
            var place = _records.PlaceOf(id);
            ref var record = ref _records[place];
            Touch(place, ref record);
            record.IsOver = true;
        }

        Book.Left.Clear();
    }

    private void Touch(int place, ref OrderRecord record)
    {
        if (record.Order.Place != OrderPlace.Book) return;
        _touchedLevels.Add(record.Order.Side, record.Order.Price);
        if (record.IsTouched) return;
        record.IsTouched = true;
        _touchedOrders.Add(place);
    }
}
