using System.Runtime.CompilerServices;
using Rtx.Domain.Instruments;
using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Orders;
using Rtx.Domain.Valuation;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <summary>
/// One instrument's order book: price-time priority. Its rules are docs/matching.md; this class follows them chapter by chapter, a file each.
/// <para>Invariants: never crossed after a command in continuous trading; CumQty + LeavesQty is constant while open; both sides of a trade have the same price and
/// quantity; events are numbered without gaps. A broken one throws <see cref="BookInvariantException"/>, after which the book must be dropped.</para>
/// <para>The book decides, changes its state by the mutations of <see cref="BookState"/> and tells an event; <see cref="Apply"/> replays events through the same
/// mutations and reaches the same state.</para>
/// <para>Limits: closed orders are forgotten. Quantity and price bounds are those of <see cref="OrderChecks"/>. Not safe for concurrent use.</para>
/// <para>Cost: O(1) to reach a level near others, to trade, to cancel. Nothing is allocated once the memory has grown to the book's size, except for lists and for orders
/// whose instructions the book must change. 72 bytes per order, 4 to 8 for the index, 20 per price in use.</para>
/// </summary>
public sealed partial class OrderBook
{
    // In orders: below it nothing is gained by giving memory back.
    private const int LargeBook = 1 << 14;

    private readonly Instrument _instrument;
    private readonly MatchingRules _rules;
    private readonly BookLimits _limits;
    private readonly int _maxOrdersPerAccount;

    // Whether more than the order's own terms can refuse it while the book trades.
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
    /// <param name="limits">How much it takes and does at a time; null for <see cref="BookLimits.None"/>.</param>
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

    /// <summary>What the book accepts.</summary>
    public TradingState State { get; private set; } = TradingState.Continuous;

    /// <summary>Highest bid; null when nobody bids.</summary>
    public Price? BestBid => BestOf(_state.Bids);

    /// <summary>Lowest offer; null when nobody offers.</summary>
    public Price? BestAsk => BestOf(_state.Asks);

    /// <summary>Price of the last trade; null before the first.</summary>
    public Price? LastTradePrice => _state.LastTradePrice;

    /// <summary>The mark price, as last set; null before.</summary>
    public Price? MarkPrice { get; private set; }

    /// <summary>The middle of the static price band: the last auction's price, or as last set; null before.</summary>
    public Price? ReferencePrice { get; private set; }

    /// <summary>Number of open orders, wherever they wait, also of those that are over.</summary>
    public int OpenOrderCount => _state.OpenOrderCount;

    /// <summary>Open orders that are over, by expire time or because of their list, and whose end has not been told: nothing meets them any more.</summary>
    public int OverOrderCount => _state.OverCount;

    /// <summary>Whether it holds memory for many more orders than are left, and walks through all of it for a mass cancel. Only a book that is built anew gives that back.</summary>
    public bool IsMuchLargerThanItsOrders => _pool.NodeLimit > LargeBook && _pool.NodeLimit / 8 > OpenOrderCount;

    /// <summary>When <see cref="Expire"/> has something to do: the time of the next order that expires, or long ago while the end of some is still to be told; null when it has not.</summary>
    public Timestamp? NextExpiry => _state.Expiries.NextTime == long.MaxValue ? null : new Timestamp(_state.Expiries.NextTime);

    /// <summary>Whether the best bid is at or above the best offer; in continuous trading never.</summary>
    public bool IsCrossed => !_state.Bids.IsEmpty && !_state.Asks.IsEmpty && _state.Bids.BestPrice >= _state.Asks.BestPrice;

    /// <summary>Takes an order. The events begin with New, or Rejected with the reason.</summary>
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

    /// <summary>Cancels an open order of the account, in every state. Refused: UnknownOrder (also another account's order, or a closed one).</summary>
    /// <param name="account">Whose order it must be.</param>
    /// <param name="id">The order.</param>
    /// <param name="now">The time; orders that it expires come first, also when the cancel is refused.</param>
    /// <param name="events">The events; valid until the next command.</param>
    /// <returns>Why nothing was cancelled; None when it was.</returns>
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

    /// <summary>Cancels open orders of the account, in every state, in the given order: of the ids that <see cref="FindAll"/> told, or a part of them, those that are still open. Those that are over expire.</summary>
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
    /// Expires the orders whose time has come. From now on nothing meets any of them. Of many the end is told in slices: this call tells one, and <see cref="NextExpiry"/> says whether
    /// there are more.
    /// </summary>
    public ReadOnlySpan<BookEvent> Expire(Timestamp now)
    {
        Begin(now);
        TellExpired();
        return End();
    }

    /// <summary>
    /// Does what every command at that time does first: what is due is over, and unless there is more of it than a slice, its end is told. The next command, if it is of that time, does not
    /// do it again: its first event is its own.
    /// </summary>
    public ReadOnlySpan<BookEvent> Advance(Timestamp now)
    {
        Begin(now);
        _advancedTo = now;
        return End();
    }

    /// <summary>Sets the mark price, which may trigger orders, and cancels those that it leaves behind, a slice of them; <see cref="HasLeftBehind"/> says whether there are more.</summary>
    public ReadOnlySpan<BookEvent> SetMarkPrice(Price mark, Timestamp now)
    {
        Begin(now);
        MarkPrice = mark;
        if (_instrument.Kind == InstrumentKind.Margined) Cover(CoveredPrices.Around(_instrument, mark));
        return End();
    }

    /// <summary>Sets the middle of the static price band; null lifts the band until the next auction.</summary>
    public void SetReference(Price? reference) => ReferencePrice = reference;

    /// <summary>Sets an account's position as it is settled, before its first order; from then on the book follows it by its trades.</summary>
    public void SetPosition(AccountId account, long lots) => _state.Accounts[account].Position = lots;

    /// <summary>Lots that the account is long (plus) or short (minus) by its trades here; always 0 in a spot instrument.</summary>
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

    // Only orders with an extra wait for something, and leave something to be given back.
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

    /// <summary>Closes the open orders that fit, by order id. What closes one may close others before their turn.</summary>
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

    /// <summary>Closes an open order, wherever it is, with what follows for its list.</summary>
    private void CloseOrder(int n, ExecType execType, ExecReason reason)
    {
        ref var node = ref Node(n);
        _state.TakeOut(n, ref node);
        var isLinked = node.Is(OrderTraits.Linked);
        node.Leaves = 0;
        _state.Refresh(node);
        Tell(node, execType, reason);
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

    /// <summary>Tells the order's state, which has been changed already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Tell(in OrderNode node, ExecType execType, ExecReason reason)
    {
        ref var e = ref Describe(node);
        e.ContraOrderId = default;
        e.LastPx = default;
        e.LastQty = default;
        e.SetKind(execType, reason, node.Place, Liquidity.None);
    }

    /// <summary>Tells an order's state after a trade.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TellTrade(in OrderNode node, Liquidity liquidity, long contraOrderId, long lastPx, long lots)
    {
        ref var e = ref Describe(node);
        e.ContraOrderId = new OrderId(contraOrderId);
        e.LastPx = new Price(lastPx);
        e.LastQty = new Quantity(lots);
        e.SetKind(ExecType.Trade, ExecReason.None, node.Place, liquidity);
    }

    /// <summary>The next event, with the order's terms and quantities; the rest must be set.</summary>
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
