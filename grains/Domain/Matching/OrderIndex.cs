namespace Rtx.Domain.Matching;

/// <summary>
/// Finds an open order's node by its id: a hash table with linear probing and without tombstones. Ids that follow each other, as new orders' do, share a group of eight
/// slots, which is a cache line; the groups are spread. A slot holds a hash that says where it would like to be, so that a deletion can close its gap without
/// looking at the orders. At most three quarters full.
/// </summary>
internal sealed class OrderIndex
{
    private const int InitialBits = 6;
    private const int GroupBits = 3;
    private const uint InGroup = (1 << GroupBits) - 1;
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private Slot[] _slots = new Slot[1 << InitialBits];
    private int _shift = 32 - InitialBits + GroupBits;
    private int _most = (1 << InitialBits) / 4 * 3;
    private int _count;

    internal int Count => _count;

    /// <summary>The node of an id; 0 when there is none.</summary>
    internal int Find(long id, OrderNode[] nodes)
    {
        var slots = _slots;
        var hash = HashOf(id);
        var position = HomeOf(hash, _shift);
        while (true)
        {
            ref var slot = ref slots[position];
            if (slot.Node == 0) return 0;
            if (slot.Hash == hash && nodes[slot.Node].OrderId == id) return slot.Node;
            position = (position + 1) & (slots.Length - 1);
        }
    }

    /// <summary>Adds an id.</summary>
    /// <exception cref="BookInvariantException">It is there already.</exception>
    internal void Add(long id, int node, OrderNode[] nodes)
    {
        if (_count >= _most) Grow();
        var slots = _slots;
        var hash = HashOf(id);
        var position = HomeOf(hash, _shift);
        while (slots[position].Node != 0)
        {
            if (slots[position].Hash == hash && nodes[slots[position].Node].OrderId == id) throw new BookInvariantException($"Order {id} is open already.");
            position = (position + 1) & (slots.Length - 1);
        }

        slots[position] = new Slot(hash, node);
        _count++;
    }

    /// <summary>Removes an id that is there.</summary>
    internal void Remove(long id, int node)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var gap = HomeOf(HashOf(id), _shift);
        while (slots[gap].Node != node)
        {
            if (slots[gap].Node == 0) throw new BookInvariantException($"Order {id} is not in the index.");
            gap = (gap + 1) & mask;
        }

        var position = gap;
        while (true)
        {
            position = (position + 1) & mask;
            var slot = slots[position];
            if (slot.Node == 0) break;
            var home = HomeOf(slot.Hash, _shift);
            // It may move into the gap unless its home lies behind the gap, seen from where it is now.
            if (((position - home) & mask) < ((position - gap) & mask)) continue;
            slots[gap] = slot;
            gap = position;
        }

        slots[gap] = default;
        _count--;
    }

    // The group's hash above, the place in the group below.
    private static uint HashOf(long id) => unchecked((((uint)(((ulong)(id >> GroupBits) * Spread) >> 32)) & ~InGroup) | ((uint)id & InGroup));

    private static int HomeOf(uint hash, int shift) => (int)(((hash >> shift) << GroupBits) | (hash & InGroup));

    private static void Insert(Slot[] slots, int shift, Slot slot)
    {
        var position = HomeOf(slot.Hash, shift);
        while (slots[position].Node != 0) position = (position + 1) & (slots.Length - 1);
        slots[position] = slot;
    }

    private void Grow()
    {
        var larger = new Slot[_slots.Length * 2];
        _shift--;
        _most = larger.Length / 4 * 3;
        foreach (var slot in _slots)
        {
            if (slot.Node != 0) Insert(larger, _shift, slot);
        }

        _slots = larger;
    }

    private readonly record struct Slot(uint Hash, int Node);
}
