using System.Runtime.CompilerServices;

namespace Rtx.Domain.Matching.Memory;

/// <summary>
/// Finds an open order's node by its id: a hash table whose chains run through the nodes. The bucket is the low bits of the id, so
/// consecutive orders are neighbours. The load factor is at most one, and an id above all earlier ones is added without a lookup.
/// </summary>
internal sealed class OrderIndex(OrderPool pool)
{
    private const int InitialBuckets = 32;

    private int[] _buckets = new int[InitialBuckets];
    private long _highest;

    internal int Count { get; private set; }

    /// <summary>The node of an id; 0 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Find(long id)
    {
        var nodes = pool.Nodes;
        var buckets = _buckets;
        var n = buckets[BucketOf(id, buckets)];
        while (n != 0 && nodes[n].OrderId != id) n = nodes[n].SameBucket;
        return n;
    }

    /// <summary>Adds a node by its id.</summary>
    /// <exception cref="BookInvariantException">The id is already in the index.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(int node, ref OrderNode order)
    {
        if (Count >= _buckets.Length) Grow();
        if (order.OrderId > _highest) _highest = order.OrderId;
        else if (Find(order.OrderId) != 0) throw new BookInvariantException($"Order {order.OrderId} is open already.");
        var buckets = _buckets;
        ref var first = ref buckets[BucketOf(order.OrderId, buckets)];
        order.SameBucket = first;
        first = node;
        Count++;
    }

    /// <summary>Removes a node, which must be in the index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Remove(int node, in OrderNode order)
    {
        var buckets = _buckets;
        ref var link = ref buckets[BucketOf(order.OrderId, buckets)];
        while (link != node) link = ref pool.Nodes[link].SameBucket;
        link = order.SameBucket;
        Count--;
    }

    private static int BucketOf(long id, int[] buckets) => unchecked((int)id & (buckets.Length - 1));

    private void Grow()
    {
        var nodes = pool.Nodes;
        var larger = new int[_buckets.Length * 2];
        foreach (var first in _buckets)
        {
            for (var n = first; n != 0;)
            {
                ref var bucket = ref larger[BucketOf(nodes[n].OrderId, larger)];
                var next = nodes[n].SameBucket;
                nodes[n].SameBucket = bucket;
                bucket = n;
                n = next;
            }
        }

        _buckets = larger;
    }
}
