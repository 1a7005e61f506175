using System.Runtime.CompilerServices;
using Rtx.Domain.Instruments;
using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Orders;
using Rtx.Domain.Valuation;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <summary>
/// One instrument's order book with price-time priority. Its rules are in docs/matching.md; this class follows them chapter by chapter, one
/// file each.
/// <para>Invariants: never crossed after a command in continuous trading; CumQty + LeavesQty is constant while open; both sides of a trade
/// have the same price and quantity; events are numbered without gaps. A violation throws <see cref="BookInvariantException"/>, after which
/// the book must be dropped.</para>
/// <para>The book decides, changes its state through the mutations of <see cref="BookState"/> and emits an event; <see cref="Apply"/>
/// replays events through the same mutations and reaches the same state.</para>
/// <para>Limits: closed orders are forgotten. Quantity and price bounds are those of <see cref="OrderChecks"/>. Not safe for concurrent
/// use.</para>
/// <para>Cost: O(1) to find a level near others, to trade and to cancel. Once the memory has grown to the book's size, nothing is allocated
/// except for lists and for orders whose instructions change. 72 bytes per order, plus 4 to 8 for the index, and 20 per price in
/// use.</para>
/// </summary>
public sealed partial class OrderBook
{
    // In orders: below this size, rebuilding gains no memory worth having.
    private const int LargeBook = 1 << 14;

    private readonly Instrument _instrument;
    private readonly MatchingRules _rules;
    private readonly BookLimits _limits;
    private readonly int _maxOrdersPerAccount;

    // Whether an order can be refused for more than its own terms during continuous trading.
    private readonly bool _limitsOrders;
    private readonly bool _hasStaticBand;
    private readonly OrderChecks _checks;
    private readonly BookState _state;
    private readonly OrderPool _pool;
    private readonly List<long> _selected = [];
    private readonly TradePrints _prints = new();
    private EventBuffer _events = new();
    private CoveredPrices? _covered;
    private Timestamp? _advancedTo;
    private bool _isReplaying;

    /// <summary>An empty book in continuous trading.</summary>
    /// <param name="instrument">The contract.</param>
    /// <param name="limits">How many orders it takes, and how much it does per command; null for <see cref="BookLimits.None"/>.</param>
    /// <exception cref="ArgumentException">The contract breaks a rule of <see cref="InstrumentRules"/>.</exception>
    public OrderBook(Instrument instrument, BookLimits? limits = null)
    {
        _checks = new OrderChecks(instrument);
        _instrument = instrument;
        _rules = instrument.MatchingRules;
        _limits = limits ?? BookLimits.None;
        _maxOrdersPerAccount = _rules.MaxOrdersPerAccount != 0 ? _rules.MaxOrdersPerAccount : _limits.MaxOrdersPerAccount;
        _hasStaticBand = _rules.StaticBandBasisPoints != 0;
        _limitsOrders = _hasStaticBand || _maxOrdersPerAccount != 0 || _limits.MaxOrders != 0;
        _state = new BookState(instrument, countsOrders: _maxOrdersPerAccount != 0);
        _pool = _state.Pool;
    }

    /// <summary>Sequence of the last event; 0 before the first.</summary>
    public long Sequence => _state.Sequence;

    /// <summary>The trading state.</summary>
    public TradingState State { get; private set; } = TradingState.Continuous;

    /// <summary>Highest bid; null when there are no bids.</summary>
    public Price? BestBid => BestOf(_state.Bids);

    /// <summary>Lowest offer; null when there are no offers.</summary>
    public Price? BestAsk => BestOf(_state.Asks);

    /// <summary>Price of the last trade; null before the first.</summary>
    public Price? LastTradePrice => _state.LastTradePrice;

    /// <summary>The mark price; null until it is set.</summary>
    public Price? MarkPrice { get; private set; }

    /// <summary>The middle of the static price band: the last auction's price or the last value set; null before either.</summary>
    public Price? ReferencePrice { get; private set; }

    /// <summary>Number of open orders, wherever they wait, including those that are over.</summary>
    public int OpenOrderCount => _state.OpenOrderCount;

    /// <summary>
    /// Open orders that are over, by expire time or because of their list, but whose end has not been reported: nothing matches them any
    /// more.
    /// </summary>
    public int OverOrderCount => _state.OverCount;

    /// <summary>
    /// Whether it holds memory for many more orders than are left, all of which a mass cancel must scan. Only rebuilding the book frees it.
    /// </summary>
    public bool IsMuchLargerThanItsOrders => _pool.NodeLimit > LargeBook && _pool.NodeLimit / 8 > OpenOrderCount;

    /// <summary>
    /// When <see cref="Expire"/> has something to do: the time of the next expiry, or a time long past while the end of an order is still
    /// to be reported; null when there is nothing.
    /// </summary>
    public Timestamp? NextExpiry => _state.Expiries.NextTime == long.MaxValue ? null : new Timestamp(_state.Expiries.NextTime);

    /// <summary>Whether the best bid is at or above the best offer; never in continuous trading.</summary>
    public bool IsCrossed => !_state.Bids.IsEmpty && !_state.Asks.IsEmpty && _state.Bids.BestPrice >= _state.Asks.BestPrice;

    /// <summary>Submits an order. The events start with New, or Rejected with the reason.</summary>
    /// <returns>The events; valid until the next command.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ReadOnlySpan<BookEvent> Submit(in BookOrder order, Timestamp now)
    {
        Begin(now);
        var reason = IsPlainAndLegal(order) ? RejectReason.None : CheckNew(order, now, openOrders: 0, isInList: false);
        if (reason != RejectReason.None) Reject(order, reason);
        else Enter(ref _state.Open(order, out var n), n, ExecType.New, ExecReason.None);
        return End();
    }

    /// <summary>
    /// Cancels an open order of the account, in every state. Refused: UnknownOrder (also another account's order, or a closed one).
    /// </summary>
    /// <param name="account">The account that must own the order.</param>
    /// <param name="id">The order.</param>
    /// <param name="now">The current time; orders that it expires come first, even when the cancel is refused.</param>
    /// <param name="events">The events; valid until the next command.</param>
    /// <returns>Why it was refused; None when the order was cancelled.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public RejectReason Cancel(AccountId account, OrderId id, Timestamp now, out ReadOnlySpan<BookEvent> events)
    {
        Begin(now);
        CloseIfOver(id);
        var n = FindOf(account, id);
        if (n != 0) CloseOrder(n, ExecType.Canceled, ExecReason.None);
        events = End();
        return n != 0 ? RejectReason.None : RejectReason.UnknownOrder;
    }

    /// <summary>
    /// Cancels open orders of the account, in every state, in the given order: those of the ids from <see cref="FindAll"/>, or some of
    /// them, that are still open. Those that are over expire.
    /// </summary>
    public ReadOnlySpan<BookEvent> MassCancel(AccountId account, IEnumerable<OrderId> ids, ExecReason reason, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Begin(now);
        foreach (var id in ids)
        {
            var n = FindOf(account, id);
            if (n == 0) continue;
            if (_state.IsOver(Node(n))) CloseOver(n);
            else CloseOrder(n, ExecType.Canceled, reason);
        }

        return End();
    }

    /// <summary>
    /// Expires the orders that are due. From now on nothing matches any of them. The ends of many are reported in slices: this call reports
    /// one slice, and <see cref="NextExpiry"/> says whether there are more.
    /// </summary>
    public ReadOnlySpan<BookEvent> Expire(Timestamp now)
    {
        Begin(now);
        EmitExpired();
        return End();
    }

    /// <summary>
    /// Does what every command at that time does first: due orders are over, and unless there are more than a slice, their end is reported.
    /// A next command with the same time does not repeat this, so its first event is its own.
    /// </summary>
    public ReadOnlySpan<BookEvent> Advance(Timestamp now)
    {
        Begin(now);
        _advancedTo = now;
        return End();
    }

    /// <summary>
    /// Sets the mark price, which may trigger orders, and cancels a slice of those that it leaves behind; <see cref="HasLeftBehind"/> says
    /// whether there are more.
    /// </summary>
    public ReadOnlySpan<BookEvent> SetMarkPrice(Price mark, Timestamp now)
    {
        Begin(now);
        MarkPrice = mark;
        if (_instrument.Kind == InstrumentKind.Margined) Cover(CoveredPrices.Around(_instrument, mark));
        return End();
    }

    /// <summary>Sets the middle of the static price band; null lifts the band until the next auction.</summary>
    public void SetReference(Price? reference) => ReferencePrice = reference;

    /// <summary>Sets an account's settled position before its first order; from then on the book updates it with its trades.</summary>
    public void SetPosition(AccountId account, long lots) => _state.Accounts[account].Position = lots;

    /// <summary>
    /// The account's position in lots from its trades in this book: positive is long, negative is short; always 0 in a spot instrument.
    /// </summary>
    public long PositionOf(AccountId account) => _state.Accounts[account].Position;

    private ref OrderNode Node(int n) => ref _pool.Nodes[n];

    private static Price? BestOf(PriceLadder side) => side.IsEmpty ? null : new Price(side.BestPrice);

    private void Begin(Timestamp now)
    {
        _events.Clear();
        if (!_prints.IsEmpty) _prints.Clear();
        if (_isReplaying) EndReplay();
        if (now.UnixMicroseconds >= _state.Expiries.NextTime && _advancedTo != now) EndDue(now);
        _advancedTo = null;
    }

    private ReadOnlySpan<BookEvent> End()
    {
        if (_pool.HasExtras) FollowUp();
        if (_covered is not null) CancelLeftBehind();
        return _events.Events;
    }

    // Only orders with an extra can wait for something or need recycling.
    private void FollowUp()
    {
        if (_state.HasWaiting) Settle();
        _state.Recycle();
    }

    private int FindOf(AccountId account, OrderId id)
    {
        var n = _state.Find(id);
        return n != 0 && Node(n).AccountId == account ? n : 0;
    }

    private bool Fits(int n, MassCancel filter, OrderTag tag)
    {
        if (filter.Side is { } side && Node(n).Side != side) return false;
        if (tag.IsNone && filter.ConnectionId is null) return true;
        var instructions = Node(n).Extra == 0 ? null : _state.Extra(n).Instructions;
        return (tag.IsNone || instructions?.Tag == tag)
            && (filter.ConnectionId is not { } connection || instructions?.ConnectionId == connection);
    }

    /// <summary>Closes the open orders that match, by order id. Closing one may close others before their turn.</summary>
    private void CloseAll(Func<int, bool> fits, ExecType execType, ExecReason reason)
    {
        _selected.Clear();
        foreach (var n in _state.OpenNodes())
        {
            if (!_state.IsOver(Node(n)) && fits(n)) _selected.Add(Node(n).OrderId);
        }

        _selected.Sort();
        foreach (var id in _selected)
        {
            var n = _state.Find(new OrderId(id));
            if (n != 0) CloseOrder(n, execType, reason);
        }
    }

    /// <summary>Closes an open order, wherever it is, with the effects on its list.</summary>
    private void CloseOrder(int n, ExecType execType, ExecReason reason)
    {
        ref var node = ref Node(n);
        _state.TakeOut(n, ref node);
        var isLinked = node.Is(OrderTraits.Linked);
        node.Leaves = 0;
        _state.Refresh(node);
        Emit(node, execType, reason);
        _state.Close(n, ref node);
        if (isLinked && reason != ExecReason.LinkedOrder) AfterEnd(n);
    }

    private void Reject(in BookOrder order, RejectReason reason)
    {
        ref var e = ref _events.Add();
        e = default;
        e.Sequence = ++_state.Sequence;
        e.OrderId = order.OrderId;
        e.Price = order.Price;
        e.StopPx = (order.Instructions?.StopPx).GetValueOrDefault();
        e.PrioritySequence = e.Sequence;
        e.ExecType = ExecType.Rejected;
        e.RejectReason = reason;
    }

    /// <summary>Emits an event with the order's state, which has already been changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Emit(in OrderNode node, ExecType execType, ExecReason reason)
    {
        ref var e = ref Describe(node);
        e.ContraOrderId = default;
        e.LastPx = default;
        e.LastQty = default;
        e.SetKind(execType, reason, node.Place, Liquidity.None);
    }

    /// <summary>Emits a trade event with the order's state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EmitTrade(in OrderNode node, Liquidity liquidity, long contraOrderId, long lastPx, long lots)
    {
        ref var e = ref Describe(node);
        e.ContraOrderId = new OrderId(contraOrderId);
        e.LastPx = new Price(lastPx);
        e.LastQty = new Quantity(lots);
        e.SetKind(ExecType.Trade, ExecReason.None, node.Place, liquidity);
    }

    /// <summary>Adds an event with the order's terms and quantities; the caller sets the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref BookEvent Describe(in OrderNode node)
    {
        var (stopPx, shown) = (0L, node.Leaves);
        if (node.Extra != 0)
        {
            ref var extra = ref _pool.Extras[node.Extra];
            (stopPx, shown) = (extra.StopPx, extra.Shown);
        }

        ref var e = ref _events.Add();
        e.Sequence = ++_state.Sequence;
        e.OrderId = new OrderId(node.OrderId);
        e.Price = new Price(node.Price);
        e.StopPx = new Price(stopPx);
        e.CumQty = new Quantity(node.Cum);
        e.LeavesQty = new Quantity(node.Leaves);
        e.DisplayedQty = new Quantity(shown);
        e.PrioritySequence = node.Priority;
        return ref e;
    }
}
