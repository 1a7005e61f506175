namespace Rtx.Domain.Matching;

/// <summary>
/// Finds an open order's node by its id: a hash table whose chains run through the nodes. The bucket is the low bits of the id, so that orders that came one after the other
/// are neighbours. At most one order a bucket on average.
/// </summary>
internal sealed class OrderIndex(OrderPool pool)
{
    private const int InitialBuckets = 32;

    private int[] _buckets = new int[InitialBuckets];

    internal int Count { get; private set; }

    /// <summary>The node of an id; 0 when there is none.</summary>
    internal int Find(long id)
    {
        var nodes = pool.Nodes;
        var buckets = _buckets;
        var n = buckets[(int)(id & (buckets.Length - 1))];
        while (n != 0 && nodes[n].OrderId != id) n = nodes[n].SameBucket;
        return n;
    }

    /// <summary>Adds a node by its id.</summary>
    /// <exception cref="BookInvariantException">The id is there already.</exception>
    internal void Add(int node)
    {
        if (Count == _buckets.Length) Grow();
        var nodes = pool.Nodes;
        ref var order = ref nodes[node];
        ref var first = ref _buckets[(int)(order.OrderId & (_buckets.Length - 1))];
        for (var n = first; n != 0; n = nodes[n].SameBucket)
        {
            if (nodes[n].OrderId == order.OrderId) throw new BookInvariantException($"Order {order.OrderId} is open already.");
        }

        order.SameBucket = first;
        first = node;
        Count++;
    }

    /// <summary>Removes a node that is there.</summary>
    internal void Remove(int node)
    {
        var nodes = pool.Nodes;
        ref var order = ref nodes[node];
        ref var link = ref _buckets[(int)(order.OrderId & (_buckets.Length - 1))];
        while (link != node) link = ref nodes[link].SameBucket;
        link = order.SameBucket;
        Count--;
    }

    private void Grow()
    {
        var nodes = pool.Nodes;
        var larger = new int[_buckets.Length * 2];
        foreach (var first in _buckets)
        {
            for (var n = first; n != 0;)
            {
                ref var bucket = ref larger[(int)(nodes[n].OrderId & (larger.Length - 1))];
                var next = nodes[n].SameBucket;
                nodes[n].SameBucket = bucket;
                bucket = n;
                n = next;
            }
        }

        _buckets = larger;
    }
}
