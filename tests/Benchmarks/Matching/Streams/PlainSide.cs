namespace Rtx.Benchmarks.Matching.Streams;

/// <summary>The queues of one side of a <see cref="PlainMatcher"/>; a price without orders has none.</summary>
internal sealed class PlainSide
{
    private readonly SortedSet<long> _prices = [];
    private readonly Dictionary<long, LinkedList<PlainOrder>> _queues = [];

    public long? Highest => _prices.Count == 0 ? null : _prices.Max;

    public long? Lowest => _prices.Count == 0 ? null : _prices.Min;

    /// <summary>The queue of a price, oldest first; made when there is none, for an order that joins it at once.</summary>
    public LinkedList<PlainOrder> QueueOf(long price)
    {
        if (_queues.TryGetValue(price, out var queue)) return queue;
        queue = [];
        _queues.Add(price, queue);
        _prices.Add(price);
        return queue;
    }

    public void Remove(LinkedListNode<PlainOrder> node)
    {
        var price = node.Value.Price;
        var queue = _queues[price];
        queue.Remove(node);
        if (queue.Count > 0) return;
        _queues.Remove(price);
        _prices.Remove(price);
    }

    public IEnumerable<PlainOrder> FromHighest() => _prices.Reverse().SelectMany(price => _queues[price]);

    public IEnumerable<PlainOrder> FromLowest() => _prices.SelectMany(price => _queues[price]);
}
