namespace Rtx.Client;

/// <summary>
/// A copy of the queues of a book, order by order, built like a <see cref="LocalOrderBook"/> from a snapshot and the updates after it. When
/// a side has more than <see cref="OrderQueue.MaxOrders"/> orders, the snapshot lacks the worst ones, which are missing here until they
/// change. Not safe for concurrent use. An update costs O(log orders) for each changed order.
/// </summary>
public sealed class LocalOrderQueue : ILocalCopy<OrderQueue, OrderQueueUpdate>
{
    /// <summary>
    /// Maximum number of updates kept while there is no snapshot; beyond it the oldest is dropped, which then shows as a gap.
    /// </summary>
    public const int MaxKeptUpdates = BookSequence<OrderQueueUpdate>.MaxKept;

    private readonly Dictionary<long, QueuedOrder> _orders = [];
    private readonly SortedDictionary<decimal, SortedDictionary<long, QueuedOrder>> _bids =
        new(Comparer<decimal>.Create(static (left, right) => right.CompareTo(left)));

    private readonly SortedDictionary<decimal, SortedDictionary<long, QueuedOrder>> _asks = [];
    private readonly BookSequence<OrderQueueUpdate> _sequence;

    /// <summary>Empty queues that wait for their snapshot.</summary>
    public LocalOrderQueue(string symbol)
    {
        Symbol = symbol;
        _sequence = new BookSequence<OrderQueueUpdate>(Clear, Change);
    }

    /// <summary>The instrument's symbol.</summary>
    public string Symbol { get; }

    /// <summary>Whether there is a snapshot, so that the orders are valid.</summary>
    public bool IsReady => _sequence.IsReady;

    /// <summary>The server's sequence that this copy has reached; 0 while it waits for a snapshot.</summary>
    public long Sequence => _sequence.Current;

    /// <summary>Bids, best price first, by priority within a price.</summary>
    public IEnumerable<QueuedOrder> Bids => _bids.Values.SelectMany(level => level.Values);

    /// <summary>Asks, best price first, by priority within a price.</summary>
    public IEnumerable<QueuedOrder> Asks => _asks.Values.SelectMany(level => level.Values);

    /// <summary>An order in the queues; null when there is none with that id.</summary>
    public QueuedOrder? Find(long orderId) => _orders.GetValueOrDefault(orderId);

    /// <summary>
    /// Displayed quantity of the orders at the same price that trade before this one; null when it is not in the queues. Costs O(orders at
    /// that price).
    /// </summary>
    public decimal? QuantityAhead(long orderId) => Find(orderId) is { } order
        ? LevelsOf(order.Side)[order.Price].Values.TakeWhile(other => other.OrderId != orderId).Sum(other => other.Quantity)
        : null;

    /// <summary>Starts from a snapshot, then applies the updates that were kept.</summary>
    /// <returns><see cref="BookChange.Applied"/>; <see cref="BookChange.Old"/> when the queues are already further;
    /// <see cref="BookChange.Gap"/> when the kept updates do not reach back to the snapshot.</returns>
    public BookChange Apply(OrderQueue snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return _sequence.Start(snapshot.Sequence, () => Set(snapshot.Orders));
    }

    /// <summary>Applies one update.</summary>
    public BookChange Apply(OrderQueueUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return _sequence.Apply(update);
    }

    /// <summary>Clears the copy, e.g. after the connection was lost; it then waits for a new snapshot.</summary>
    public void Reset() => _sequence.Reset();

    /// <summary>An immutable copy of the first orders.</summary>
    /// <param name="orders">Maximum number of entries on each side.</param>
    public OrderQueue ToOrderQueue(int orders) =>
        new() { Symbol = Symbol, Sequence = Sequence, Orders = [.. Bids.Take(orders), .. Asks.Take(orders)] };

    OrderQueue ILocalCopy<OrderQueue, OrderQueueUpdate>.ToPicture(int size) => ToOrderQueue(size);

    private SortedDictionary<decimal, SortedDictionary<long, QueuedOrder>> LevelsOf(Side side) => side switch
    {
        Side.Buy => _bids,
        Side.Sell => _asks,
    };

    private bool Change(OrderQueueUpdate update)
    {
        Set(update.Orders);
        return true;
    }

    private void Set(IReadOnlyList<QueuedOrder> orders)
    {
        foreach (var order in orders)
        {
            // Its previous place is only known here: price and priority may have changed.
            Remove(order.OrderId);
            if (order.Quantity > 0m) Add(order);
        }
    }

    private void Add(QueuedOrder order)
    {
        _orders.Add(order.OrderId, order);
        var levels = LevelsOf(order.Side);
        if (!levels.TryGetValue(order.Price, out var level)) levels[order.Price] = level = [];
        level.Add(order.PrioritySequence, order);
    }

    private void Remove(long orderId)
    {
        if (!_orders.Remove(orderId, out var order)) return;
        var levels = LevelsOf(order.Side);
        var level = levels[order.Price];
        level.Remove(order.PrioritySequence);
        if (level.Count == 0) levels.Remove(order.Price);
    }

    private void Clear()
    {
        _orders.Clear();
        _bids.Clear();
        _asks.Clear();
    }
}
