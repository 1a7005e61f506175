namespace Rtx.Domain.Matching;

/// <summary>
/// Finds an open order's node by its id: a hash table with linear probing and without tombstones. A slot holds the upper half of the id's hash and the node; the hash says
/// where the slot would like to be, so that a deletion can close its gap without looking at the orders. At most three quarters full.
/// </summary>
internal sealed class OrderIndex
{
    private const int InitialBits = 6;
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private ulong[] _slots = new ulong[1 << InitialBits];
    private int _shift = 32 - InitialBits;
    private int _count;

    internal int Count => _count;

    /// <summary>The node of an id; 0 when there is none.</summary>
    internal int Find(long id, OrderNode[] nodes)
    {
        var slots = _slots;
        var hash = HashOf(id);
        var position = (int)(hash >> _shift);
        while (true)
        {
            var slot = slots[position];
            if (slot == 0) return 0;
            if ((uint)(slot >> 32) == hash && nodes[(int)(uint)slot].OrderId == id) return (int)(uint)slot;
            position = (position + 1) & (slots.Length - 1);
        }
    }

    /// <summary>Adds an id that is not there.</summary>
    internal void Add(long id, int node)
    {
        if ((_count + 1) * 4L > _slots.Length * 3L) Grow();
        Insert(_slots, _shift, ((ulong)HashOf(id) << 32) | (uint)node);
        _count++;
    }

    /// <summary>Removes an id that is there.</summary>
    internal void Remove(long id, int node)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var gap = (int)(HashOf(id) >> _shift);
        while ((int)(uint)slots[gap] != node)
        {
            if (slots[gap] == 0) throw new BookInvariantException($"Order {id} is not in the index.");
            gap = (gap + 1) & mask;
        }

        var position = gap;
        while (true)
        {
            position = (position + 1) & mask;
            var slot = slots[position];
            if (slot == 0) break;
            var home = (int)((uint)(slot >> 32) >> _shift);
            // It may move into the gap unless its home lies behind the gap, seen from where it is now.
            if (((position - home) & mask) < ((position - gap) & mask)) continue;
            slots[gap] = slot;
            gap = position;
        }

        slots[gap] = 0;
        _count--;
    }

    private static uint HashOf(long id) => unchecked((uint)(((ulong)id * Spread) >> 32));

    private static void Insert(ulong[] slots, int shift, ulong slot)
    {
        var position = (int)((uint)(slot >> 32) >> shift);
        while (slots[position] != 0) position = (position + 1) & (slots.Length - 1);
        slots[position] = slot;
    }

    private void Grow()
    {
        var larger = new ulong[_slots.Length * 2];
        _shift--;
        foreach (var slot in _slots)
        {
            if (slot != 0) Insert(larger, _shift, slot);
        }

        _slots = larger;
    }
}
