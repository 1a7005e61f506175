using Rtx.Model;

namespace Rtx.Domain.Matching.Memory;

/// <summary>A trailing order that waits for its trigger price: its place in the heap of those that have followed the same reference price.</summary>
internal struct TrailingMember
{
    /// <summary>Its node.</summary>
    internal int Node;

    internal TrailOffset Offset;

    /// <summary>Its priority: of equal distances the lower comes first.</summary>
    internal long Priority;

    /// <summary>The book's last event when it began to wait.</summary>
    internal long Since;

    /// <summary>The reference that it was to follow next when it began to wait.</summary>
    internal long FirstAwaited;

    /// <summary>The reference that it had followed when it began to wait; null for none.</summary>
    internal long? FollowedBefore;

    /// <summary>The reference from which it can't go further; <see cref="TrailRules.Never"/> where prices end before that.</summary>
    internal long Last;

    // The rest is of the first of a heap only.

    /// <summary>The reference that the orders of the heap follow next; <see cref="TrailRules.Never"/> when they do not any more.</summary>
    internal long Awaited;

    /// <summary>Its trigger.</summary>
    internal long Trigger;

    /// <summary>Whether orders that await the same may join: the trigger of all follows from what they have followed.</summary>
    internal bool IsOpen;

    // Links of the heap; of the first one there is only a child. A free member is chained by Next.
    internal int Child;
    internal int Next;
    internal int Previous;
}

/// <summary>
/// Pairing heaps of trailing orders, the smallest distance first, then the lowest priority: two become one in O(1), and an order leaves from anywhere in O(log n), amortised. Place 0 is
/// never used.
/// </summary>
internal sealed class TrailingMembers
{
    private const int InitialMembers = 8;

    private TrailingMember[] _members = new TrailingMember[InitialMembers];
    private int _used = 1;
    private int _free;

    /// <summary>A member; it moves with the next one that is added.</summary>
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

    /// <summary>One heap of two; either may be empty.</summary>
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

    /// <summary>Takes the first one out.</summary>
    /// <returns>The first of the rest; 0 when nothing is left.</returns>
    internal int TakeFirst(int first)
    {
        var child = _members[first].Child;
        _members[first].Child = 0;
        return MeldAll(child);
    }

    /// <summary>Takes one out that is not the first.</summary>
    internal void TakeOther(int member)
    {
        ref var taken = ref _members[member];
        var (previous, next) = (taken.Previous, taken.Next);
        // What was behind it is in order at its place.
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

    // In pairs, and then the pairs: what makes a heap of n give its first in O(log n).
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
