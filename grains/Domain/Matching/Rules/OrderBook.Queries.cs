using Rtx.Domain.Matching.Memory;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <content>Queries.</content>
public sealed partial class OrderBook
{
    /// <summary>An open order; null when there is none with that id.</summary>
    public BookOrderState? Find(OrderId id) => _state.Find(id) is > 0 and var n ? _state.Describe(n) : null;

    /// <summary>
    /// All open orders according to their events, including those that are over: the queues (bids best first, then asks best first, oldest
    /// first within a price), then those that wait elsewhere, by order id. The book must not change during enumeration.
    /// </summary>
    public IEnumerable<BookOrderState> OpenOrders() =>
        Reported(Side.Buy).Concat(Reported(Side.Sell))
            .Concat(_state.OpenNodes().Where(n => _state.PlaceOf(n) != OrderPlace.Book).OrderBy(n => Node(n).OrderId))
            .Select(_state.Describe);

    /// <summary>
    /// The orders of a mass cancel: the account's open orders that match the filter, by order id. The filter's instrument is ignored.
    /// </summary>
    public IReadOnlyList<OrderId> FindAll(AccountId account, MassCancel filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var tag = filter.Tag;
        return [.. _state.OpenNodes().Where(n => Node(n).AccountId == account && Fits(n, filter, tag))
            .Select(n => new OrderId(Node(n).OrderId)).OrderBy(id => id.Value)];
    }

    /// <summary>
    /// The orders in the queues of a side: best price first, oldest first within a price. The book must not change during enumeration.
    /// </summary>
    public IEnumerable<BookOrderState> QueuedOrders(Side side) => Queued(_state.SideOf(side)).Select(_state.Describe);

    /// <summary>Adds the best levels of each side, best first, with the quantities that they show.</summary>
    public void CopyDepth(int levels, ICollection<DepthLevel> bids, ICollection<DepthLevel> asks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(levels);
        ArgumentNullException.ThrowIfNull(bids);
        ArgumentNullException.ThrowIfNull(asks);
        CopyDepth(Side.Buy, levels, bids);
        CopyDepth(Side.Sell, levels, asks);
    }

    /// <summary>What a level shows; zero quantity when it is empty.</summary>
    public DepthLevel LevelAt(Side side, Price price)
    {
        var ladder = _state.SideOf(side);
        return ladder.Find(price.Ticks) is >= 0 and var level ? Show(side, ladder, level) : new DepthLevel(side, price, Quantity.Zero, 0);
    }

    /// <summary>
    /// Non-zero positions in lots (positive is long) from trades in this book, by account. Always empty in a spot instrument.
    /// </summary>
    public IEnumerable<(AccountId Account, long Lots)> Positions() => _state.Accounts.Positions;

    /// <summary>Equal for equal states: see <see cref="BookStateHash"/>. Reads all open orders.</summary>
    public ulong StateHash() => BookStateHash.Compute(Sequence, LastTradePrice, OpenOrders());

    private static DepthLevel Show(Side side, PriceLadder ladder, int level) =>
        new(side, new Price(ladder.PriceOf(level)), new Quantity(ladder.ShownOf(level)), ladder.CountOf(level));

    private void CopyDepth(Side side, int levels, ICollection<DepthLevel> depthLevels)
    {
        var ladder = _state.SideOf(side);
        for (var level = ladder.Best; level >= 0 && levels > 0; level = ladder.Worse(level), levels--)
            depthLevels.Add(Show(side, ladder, level));
    }

    // A queue according to the events: including the orders that are over.
    private IEnumerable<int> Reported(Side side)
    {
        var ladder = _state.SideOf(side);
        return _state.OverCount == 0
            ? Queued(ladder)
            : _state.OpenNodes().Where(n => _state.PlaceOf(n) == OrderPlace.Book && Node(n).Side == side)
            .OrderByDescending(n => ladder.KeyOf(Node(n).Price)).ThenBy(n => Node(n).Priority);
    }

    private IEnumerable<int> Queued(PriceLadder side)
    {
        for (var level = side.Best; level >= 0; level = side.Worse(level))
        {
            for (var n = side.Levels[level].First; n != 0; n = _pool.Links[n].Next) yield return n;
        }
    }
}
