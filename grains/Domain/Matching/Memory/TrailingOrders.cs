using Rtx.Model;

namespace Rtx.Domain.Matching.Memory;

/// <summary>
/// The trailing orders of one reference and side that wait for their trigger price. Those that have followed the same reference price share
/// a heap, nearest trigger first: one for distances in ticks and one for percentages. A better reference melds all heaps that await it. So
/// a new high costs as much as the heaps that it melds, and each heap is melded into another only once.
/// <para>Keys as in <see cref="TrailRules"/>.</para>
/// </summary>
internal sealed class TrailingOrders(OrderPool pool, Side side, long highestKey)
{
    private readonly TrailingMembers _members = new();
    private readonly FollowedPrices _followed = new();

    // The first member of each heap, by the reference that it awaits, and by its trigger.
    private readonly SortedSet<(long Awaited, int Member)> _awaiting = [];
    private readonly SortedSet<(long Far, bool IsBasisPoints, long Distance, long Priority, int Member)> _nearest = [];
    private readonly Dictionary<(long Awaited, bool IsBasisPoints), int> _open = [];

    // Orders that a rising reference would move to an illegal price, by the reference at which they reach the last legal one.
    private readonly SortedSet<(long Last, int Member)> _bounded = [];

    internal int Count { get; private set; }

    /// <summary>The lowest reference that any order follows.</summary>
    internal long Awaited { get; private set; } = TrailRules.Never;

    /// <summary>The trigger that is reached first; without one, the lowest number.</summary>
    internal long BestTrigger { get; private set; } = long.MinValue;

    /// <summary>
    /// The node of the order whose trigger is reached first: at the same trigger, distances in ticks come first, then the smallest
    /// distance, then priority.
    /// </summary>
    internal int First => _members[_nearest.Min.Member].Node;

    internal long KeyOf(long price) => TrailRules.Key(side, price);

    /// <summary>Adds an order.</summary>
    /// <param name="n">Its node, with its current trigger price and price.</param>
    /// <param name="sequence">The book's last event.</param>
    /// <param name="followed">The reference price that its trigger price has followed; null when it still has its own.</param>
    internal void Append(int n, long sequence, long? followed)
    {
        ref var node = ref pool.Nodes[n];
        ref var extra = ref pool.Extras[node.Extra];
        var offset = extra.Instructions!.TrailOffset!.Value;
        var trigger = KeyOf(extra.StopPx);
        var bound = TrailRules.Bound(trigger, KeyOf(node.Price), highestKey);
        var followedBefore = followed is { } before ? KeyOf(before) : (long?)null;
        var awaited = TrailRules.FirstAwaited(offset, trigger, bound);
        if (followedBefore is { } key && awaited != TrailRules.Never) awaited = key + 1;
        var last = awaited == TrailRules.Never ? TrailRules.Never : TrailRules.FirstAbove(offset, bound - 1);
        var member = _members.Add(new TrailingMember
        {
            Node = n, Offset = offset, Priority = node.Priority, Since = sequence, FirstAwaited = awaited, FollowedBefore = followedBefore,
            Last = last > highestKey ? TrailRules.Never : last,
        });
        node.Level = member;
        if (_members[member].Last != TrailRules.Never) _bounded.Add((last, member));
        var isOpen = awaited != TrailRules.Never && TrailRules.Asked(offset, awaited - 1) == trigger;
        if (isOpen) ListOrJoin(member, awaited);
        else List(member, awaited, trigger, isOpen);
        Count++;
        UpdateBest();
    }

    /// <summary>Removes an order; its node gets the current trigger price and price.</summary>
    internal void Remove(int n)
    {
        Refresh(n);
        var member = pool.Nodes[n].Level;
        if (_members[member].Last != TrailRules.Never) _bounded.Remove((_members[member].Last, member));
        Detach(member);
        _members.Free(member);
        if (--Count == 0) _followed.Clear();
        UpdateBest();
    }

    /// <summary>Removes an order and adds it again with its current trigger price and price.</summary>
    internal void Renew(int member, long sequence)
    {
        var n = _members[member].Node;
        Remove(n);
        Append(n, sequence, followed: null);
    }

    /// <summary>Moves all orders that await a reference.</summary>
    internal void Follow(long reference, long sequence)
    {
        while (_bounded.Count > 0 && _bounded.Min is var (last, bounded) && last <= reference) StopAtBound(bounded, last);
        int inTicks = 0, inBasisPoints = 0;
        while (_awaiting.Count > 0 && _awaiting.Min is var (awaited, first) && awaited <= reference)
        {
            Unlist(first);
            if (_members[first].Offset.IsBasisPoints) inBasisPoints = _members.Meld(inBasisPoints, first);
            else inTicks = _members.Meld(inTicks, first);
        }

        if (inTicks != 0) ListOrJoin(inTicks, reference + 1);
        if (inBasisPoints != 0) ListOrJoin(inBasisPoints, reference + 1);
        _followed.Add(sequence, reference);
        UpdateBest();
    }

    /// <summary>Writes the current trigger price and price into an order's node.</summary>
    internal void Refresh(int n)
    {
        ref var node = ref pool.Nodes[n];
        ref var extra = ref pool.Extras[node.Extra];
        ref var member = ref _members[node.Level];
        if (_followed.BestSince(member.Since) is not { } reference || reference < member.FirstAwaited) return;
        var trigger = KeyOf(extra.StopPx);
        var bound = TrailRules.Bound(trigger, KeyOf(node.Price), highestKey);
        var by = Math.Min(TrailRules.Asked(member.Offset, reference), bound) - trigger;
        if (by <= 0) return;
        extra.StopPx += KeyOf(by);
        node.Price += KeyOf(by);
    }

    /// <summary>
    /// The reference price that an order's trigger price has followed since its last event; null if there is none, or if the trigger
    /// price can't move any further.
    /// </summary>
    internal Price? FollowedBy(int n)
    {
        ref var member = ref _members[pool.Nodes[n].Level];
        if (_members.IsFirst(pool.Nodes[n].Level) && member.Awaited == TrailRules.Never) return null;
        var followed = _followed.BestSince(member.Since) is { } best && best >= member.FirstAwaited ? best : member.FollowedBefore;
        return followed is { } reference ? new Price(KeyOf(reference)) : null;
    }

    private void StopAtBound(int member, long last)
    {
        _bounded.Remove((last, member));
        _members[member].Last = TrailRules.Never;
        Detach(member);
        var n = _members[member].Node;
        ref var node = ref pool.Nodes[n];
        List(member, TrailRules.Never, TrailRules.Bound(KeyOf(pool.Extras[node.Extra].StopPx), KeyOf(node.Price), highestKey),
            isOpen: false);
    }

    /// <summary>Adds a heap of orders whose triggers derive from the reference that they await next.</summary>
    private void ListOrJoin(int first, long awaited)
    {
        var offset = _members[first].Offset;
        if (_open.TryGetValue((awaited, offset.IsBasisPoints), out var other))
        {
            if (_members.Meld(other, first) == other) return;
            Unlist(other);
        }

        List(first, awaited, TrailRules.Asked(offset, awaited - 1), isOpen: true);
    }

    private void Detach(int member)
    {
        if (!_members.IsFirst(member))
        {
            _members.TakeOther(member);
            return;
        }

        Unlist(member);
        var (awaited, isOpen) = (_members[member].Awaited, _members[member].IsOpen);
        var next = _members.TakeFirst(member);
        if (next != 0) List(next, awaited, TrailRules.Asked(_members[next].Offset, awaited - 1), isOpen);
    }

    private void List(int first, long awaited, long trigger, bool isOpen)
    {
        ref var member = ref _members[first];
        (member.Awaited, member.Trigger, member.IsOpen) = (awaited, trigger, isOpen);
        _nearest.Add(NearestOf(first));
        if (awaited != TrailRules.Never) _awaiting.Add((awaited, first));
        if (isOpen) _open[(awaited, member.Offset.IsBasisPoints)] = first;
    }

    private void Unlist(int first)
    {
        ref var member = ref _members[first];
        _nearest.Remove(NearestOf(first));
        if (member.Awaited != TrailRules.Never) _awaiting.Remove((member.Awaited, first));
        if (member.IsOpen) _open.Remove((member.Awaited, member.Offset.IsBasisPoints));
    }

    private (long Far, bool IsBasisPoints, long Distance, long Priority, int Member) NearestOf(int first)
    {
        ref var member = ref _members[first];
        return (-member.Trigger, member.Offset.IsBasisPoints, member.Offset.Value, member.Priority, first);
    }

    private void UpdateBest()
    {
        Awaited = _awaiting.Count == 0 ? TrailRules.Never : _awaiting.Min.Awaited;
        BestTrigger = _nearest.Count == 0 ? long.MinValue : -_nearest.Min.Far;
    }
}
