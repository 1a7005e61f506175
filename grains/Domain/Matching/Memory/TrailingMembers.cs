using Rtx.Model;

namespace Rtx.Domain.Matching.Memory;

/// <summary>
/// A trailing order that waits for its trigger price: an entry in the heap of those that have followed the same reference price.
/// </summary>
internal struct TrailingMember
{
    /// <summary>Its node.</summary>
    internal int Node;

    internal TrailOffset Offset;

    /// <summary>Its priority: among equal distances the lower comes first.</summary>
    internal long Priority;

    /// <summary>The book's last event when it started to wait.</summary>
    internal long Since;

    /// <summary>The next reference for it to follow when it started to wait.</summary>
    internal long FirstAwaited;

    /// <summary>The reference that it had followed when it started to wait; null for none.</summary>
    internal long? FollowedBefore;

    /// <summary>The reference at which it stops following; <see cref="TrailRules.Never"/> where prices end before that.</summary>
    internal long Last;

    // The fields below are only used in the first member of a heap.

    /// <summary>The next reference that the orders of the heap follow; <see cref="TrailRules.Never"/> when they no longer follow.</summary>
    internal long Awaited;

    /// <summary>Its trigger.</summary>
    internal long Trigger;

    /// <summary>
    /// Whether orders that await the same reference may join: all their triggers derive from the last followed reference.
    /// </summary>
    internal bool IsOpen;

    // Links of the heap; the first member only has a child. Free members are chained by Next.
    internal int Child;
    internal int Next;
    internal int Previous;
}

/// <summary>
/// Pairing heaps of trailing orders, the smallest distance first, then the lowest priority: two heaps are melded in O(1), and an order is
/// removed from anywhere in amortised O(log n). Index 0 is never used.
/// </summary>
internal sealed class TrailingMembers
{
    private const int InitialMembers = 8;

    private TrailingMember[] _members = new TrailingMember[InitialMembers];
    private int _used = 1;
    private int _free;

    /// <summary>A member; the reference is valid until the next one is added.</summary>
    internal ref TrailingMember this[int member] => ref _members[member];

    internal int Add(in TrailingMember added)
    {
        var member = _free;
        if (member != 0) _free = _members[member].Next;
        else if ((member = _used++) == _members.Length) Array.Resize(ref _members, member * 2);
        _members[member] = added;
        return member;
    }

    internal void Free(int member)
    {
        _members[member] = new TrailingMember { Next = _free };
        _free = member;
    }

    internal bool IsFirst(int member) => _members[member].Previous == 0;

    /// <summary>Melds two heaps; either may be empty.</summary>
    internal int Meld(int one, int other)
    {
        if (one == 0 || other == 0) return one | other;
        var (first, second) = IsBefore(one, other) ? (one, other) : (other, one);
        var child = _members[first].Child;
        _members[second].Next = child;
        _members[second].Previous = first;
        if (child != 0) _members[child].Previous = second;
        _members[first].Child = second;
        return first;
    }

    /// <summary>Removes the first member.</summary>
    /// <returns>The first of the rest; 0 when none is left.</returns>
    internal int TakeFirst(int first)
    {
        var child = _members[first].Child;
        _members[first].Child = 0;
        return MeldAll(child);
    }

    /// <summary>Removes a member that is not the first.</summary>
    internal void TakeOther(int member)
    {
        ref var taken = ref _members[member];
        var (previous, next) = (taken.Previous, taken.Next);
        // Its children are all behind it, so their heap can take its place.
        var heir = MeldAll(taken.Child);
        if (heir != 0)
        {
            _members[heir].Previous = previous;
            _members[heir].Next = next;
        }

        var follower = heir == 0 ? next : heir;
        if (_members[previous].Child == member) _members[previous].Child = follower;
        else _members[previous].Next = follower;
        if (next != 0) _members[next].Previous = heir == 0 ? previous : heir;
        taken.Child = taken.Next = taken.Previous = 0;
    }

    // The two-pass melding of pairing heaps, which makes removal O(log n).
    private int MeldAll(int sibling)
    {
        var pairs = 0;
        while (sibling != 0)
        {
            var one = sibling;
            var other = Unlink(one);
            sibling = other == 0 ? 0 : Unlink(other);
            var pair = Meld(one, other);
            _members[pair].Next = pairs;
            pairs = pair;
        }

        var all = 0;
        while (pairs != 0)
        {
            var pair = pairs;
            pairs = Unlink(pair);
            all = Meld(all, pair);
        }

        return all;
    }

    private int Unlink(int member)
    {
        var next = _members[member].Next;
        _members[member].Next = _members[member].Previous = 0;
        return next;
    }

    private bool IsBefore(int one, int other)
    {
        ref var a = ref _members[one];
        ref var b = ref _members[other];
        return a.Offset.Value != b.Offset.Value ? a.Offset.Value < b.Offset.Value : a.Priority < b.Priority;
    }
}
