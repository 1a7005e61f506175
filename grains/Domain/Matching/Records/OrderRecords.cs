using System.Diagnostics.CodeAnalysis;
using Rtx.Domain.Matching.Memory;
using Rtx.Model;

namespace Rtx.Domain.Matching.Records;

/// <summary>
/// The records of open orders, found by order id: pages that are never given back, with the free places chained. A record does not move while it is in use. Place 0 is never
/// used.
/// <para>The index is a hash table whose chains run through the records; the bucket is the low bits of the id, so that orders that came one after the other are neighbours.</para>
/// </summary>
internal sealed class OrderRecords
{
    private const int InitialBuckets = 32;
    private const int PageBits = 8;
    private const int PageSize = 1 << PageBits;

    private readonly List<OrderRecord[]> _pages = [];
    private int[] _buckets = new int[InitialBuckets];
    private int _free;
    private int _used;
    private int _count;

    /// <summary>The record at a place.</summary>
    internal ref OrderRecord this[int place] => ref _pages[place >> PageBits][place & (PageSize - 1)];

    /// <summary>The place of an open order; 0 when there is none of that id.</summary>
    internal int Find(OrderId id)
    {
        var place = _buckets[BucketOf(id)];
        while (place != 0)
        {
            ref var record = ref this[place];
            if (record.Order.OrderId == id) return place;
            place = record.Next;
        }

        return 0;
    }

    /// <summary>The place of an open order.</summary>
    /// <exception cref="BookInvariantException">There is none of that id.</exception>
    internal int PlaceOf(OrderId id) => Find(id) is > 0 and var place ? place : ThrowMissing(id);

    /// <summary>Records an order that is not there yet.</summary>
    internal int Add(in OrderEvent order)
    {
        if (_count * 2 >= _buckets.Length) Grow();
        var place = Rent();
        ref var record = ref this[place];
        ref var first = ref _buckets[BucketOf(order.OrderId)];
        record.Order = order;
        record.Next = first;
        first = place;
        _count++;
        return place;
    }

    /// <summary>Forgets a closed order. Its record stays readable until it is touched no more.</summary>
    internal void Close(int place)
    {
        ref var record = ref this[place];
        ref var link = ref _buckets[BucketOf(record.Order.OrderId)];
        while (link != place) link = ref this[link].Next;
        link = record.Next;
        _count--;
        record.IsClosed = true;
        if (!record.IsTouched) Return(place);
    }

    /// <summary>The change of a record is published.</summary>
    internal void Untouch(int place)
    {
        ref var record = ref this[place];
        record.IsTouched = false;
        if (record.IsClosed) Return(place);
    }

    private int Rent()
    {
        var place = _free;
        if (place != 0)
        {
            _free = this[place].Next;
            return place;
        }

        if (++_used >> PageBits == _pages.Count) _pages.Add(new OrderRecord[PageSize]);
        return _used;
    }

    private void Return(int place)
    {
        // Texts and instructions must not live longer than their order.
        this[place] = new OrderRecord { Next = _free };
        _free = place;
    }

    private int BucketOf(OrderId id) => unchecked((int)id.Value) & (_buckets.Length - 1);

    private void Grow()
    {
        var before = _buckets;
        _buckets = new int[before.Length * 2];
        foreach (var first in before)
        {
            for (var place = first; place != 0;)
            {
                ref var record = ref this[place];
                ref var bucket = ref _buckets[BucketOf(record.Order.OrderId)];
                (var next, record.Next) = (record.Next, bucket);
                (bucket, place) = (place, next);
            }
        }
    }

    [DoesNotReturn]
    private static int ThrowMissing(OrderId id) => throw new BookInvariantException($"There is no record of order {id}.");
}
