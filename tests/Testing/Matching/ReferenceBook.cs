using System.Runtime.InteropServices;
using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Matching.Rules;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>
/// The order book as docs/matching.md explains it, one file per chapter, to be read beside it: a list of open orders that is searched from the start for everything.
/// It shares nothing with the real book but the vocabulary and the hash, is slow, and is what the real book must agree with, event by event.
/// Limits: it does not replay; an auction looks at every tick between the lowest and the highest order, so keep these near; events last until the next command.
/// </summary>
public sealed partial class ReferenceBook(Instrument instrument, BookLimits limits)
{
    private readonly List<BookEvent> _events = [];
    private readonly Dictionary<AccountId, long> _positions = [];

    /// <summary>By order id.</summary>
    private readonly List<ReferenceOrder> _open = [];

    private Timestamp _now;

    /// <summary>A book without limits.</summary>
    public ReferenceBook(Instrument instrument)
        : this(instrument, BookLimits.None)
    {
    }

    /// <summary>Sequence of the last event.</summary>
    public long Sequence { get; private set; }

    /// <summary>What the book accepts and does.</summary>
    public TradingState State { get; private set; } = TradingState.Continuous;

    /// <summary>Price of the last trade; null before the first.</summary>
    public Price? LastTradePrice { get; private set; }

    /// <summary>The instrument's mark; null before the first.</summary>
    public Price? MarkPrice { get; private set; }

    /// <summary>Centre of the static band; null is no band.</summary>
    public Price? ReferencePrice { get; private set; }

    /// <summary>Highest price of a bid.</summary>
    public Price? BestBid => ToPrice(BestOf(Side.Buy));

    /// <summary>Lowest price of an ask.</summary>
    public Price? BestAsk => ToPrice(BestOf(Side.Sell));

    /// <summary>Open orders in all places.</summary>
    public int OpenOrderCount => _open.Count;

    /// <summary>Those that are over, though their end has not been told.</summary>
    public int OverOrderCount => _open.Count(order => order.IsOver);

    /// <summary>Position of an account in lots; 0 in a spot instrument.</summary>
    public long PositionOf(AccountId account) => _positions.GetValueOrDefault(account);

    /// <summary>One of the open orders, counted by id, for streams that aim at it.</summary>
    public BookOrderState OpenOrderAt(int index) => ToState(_open[index]);

    /// <summary>An open order; null when it is not open.</summary>
    public BookOrderState? Find(OrderId id) => FindOpen(id) is { } order ? ToState(order) : null;

    /// <summary>The open orders in the order of the state hash.</summary>
    public IEnumerable<BookOrderState> OpenOrders() =>
        QueueWithOver(Side.Buy).Concat(QueueWithOver(Side.Sell)).Concat(_open.Where(order => order.Place != OrderPlace.Book)).Select(ToState);

    /// <summary>The hash that the real book must have.</summary>
    public ulong StateHash() => BookStateHash.Compute(Sequence, LastTradePrice, OpenOrders());

    /// <summary>The levels of both sides, best first, with what their queues show.</summary>
    public void CopyDepth(int levels, ICollection<DepthLevel> bids, ICollection<DepthLevel> asks)
    {
        ArgumentNullException.ThrowIfNull(bids);
        ArgumentNullException.ThrowIfNull(asks);
        foreach (var level in Levels(Side.Buy).Take(levels)) bids.Add(level);
        foreach (var level in Levels(Side.Sell).Take(levels)) asks.Add(level);

        IEnumerable<DepthLevel> Levels(Side side) => Queue(side)
            .GroupBy(order => order.Price)
            .Select(level => new DepthLevel(side, new Price(level.Key), new Quantity(level.Sum(order => order.Displayed)), level.Count()));
    }

    private ReferenceOrder? FindOpen(OrderId id) => _open.Find(order => order.Id == id);

    /// <summary>The orders in the book of one side: best price first, then first in, first out.</summary>
    private IEnumerable<ReferenceOrder> Queue(Side side) => QueueWithOver(side).Where(order => !order.IsOver);

    /// <summary>The same with the orders that nobody can trade with any more.</summary>
    private IEnumerable<ReferenceOrder> QueueWithOver(Side side) => _open
        .Where(order => order.Side == side && order.Place == OrderPlace.Book)
        .OrderBy(order => side == Side.Buy ? -order.Price : order.Price)
        .ThenBy(order => order.Priority);

    /// <summary>The first of <see cref="Queue"/>, without sorting all of it.</summary>
    private ReferenceOrder? First(Side side)
    {
        ReferenceOrder? first = null;
        foreach (var order in _open)
        {
            if (order.Side != side || order.Place != OrderPlace.Book || order.IsOver) continue;
            if (first is null || IsBetter(side, order.Price, first.Price) || (order.Price == first.Price && order.Priority < first.Priority)) first = order;
        }

        return first;
    }

    private long? BestOf(Side side) => First(side)?.Price;

    /// <summary>Whether a price of a side comes before another of the same side.</summary>
    private static bool IsBetter(Side side, long price, long than) => side == Side.Buy ? price > than : price < than;

    /// <summary>Whether an order of the side with this price trades at the other side's price.</summary>
    private static bool Crosses(Side side, long price, long? otherSide) => side == Side.Buy ? price >= otherSide : price <= otherSide;

    private bool Crosses(ReferenceOrder order) => Crosses(order.Side, order.Price, BestOf(OtherSide(order.Side)));

    private static Side OtherSide(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    private static Price? ToPrice(long? ticks) => ticks is { } value ? new Price(value) : null;

    private BookOrderState ToState(ReferenceOrder order) => new()
    {
        OrderId = order.Id,
        AccountId = order.Account,
        Side = order.Side,
        OrderType = order.Type,
        TimeInForce = order.TimeInForce,
        Price = new Price(order.Price),
        CumQty = new Quantity(order.CumQty),
        LeavesQty = new Quantity(order.LeavesQty),
        DisplayedQty = new Quantity(order.Displayed),
        PrioritySequence = order.Priority,
        Place = order.Place,
        Instructions = order.Instructions(),
        Followed = order is { Place: OrderPlace.Trigger, Followed: { } followed } && !IsAtItsLimit(order) ? new Price(followed) : null,
    };

    private ReadOnlySpan<BookEvent> Events() => CollectionsMarshal.AsSpan(_events);
}
