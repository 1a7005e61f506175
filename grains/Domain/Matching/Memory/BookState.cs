using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Matching.Memory;

/// <summary>
/// A book's state, and the mutations that live commands, replay and restoring share. Nothing is decided here: it keeps nodes, queues,
/// index, accounts and lists consistent. A node is open and in one place at a time; the order that is trading is the
/// <see cref="Aggressor"/>.
/// <para>Steps that every command takes are inlined by attribute, here and in what they call: a call costs as much as the work itself
/// (measured: 12 %).</para>
/// </summary>
internal sealed class BookState
{
    private readonly bool _hasPositions;
    private readonly bool _countsOrders;
    private readonly Dictionary<long, OrderList> _lists = [];

    // Indexed by side: a lookup avoids an unpredictable branch.
    private readonly PriceLadder[] _sides;

    // Nodes with an extra that closed during the command: later steps of the command still read them.
    private readonly List<int> _retired = [];

    internal BookState(Instrument instrument, bool countsOrders)
    {
        _hasPositions = instrument.Kind == InstrumentKind.Margined;
        _countsOrders = countsOrders;
        Index = new OrderIndex(Pool);
        Bids = new PriceLadder(Pool, highestIsBest: true);
        Asks = new PriceLadder(Pool, highestIsBest: false);
        _sides = [Asks, Bids, Asks];
        Triggers = new TriggerLadders(Pool, OrderChecks.LowestPriceTicks(instrument));
    }

    internal OrderPool Pool { get; } = new();

    internal OrderIndex Index { get; }

    internal PriceLadder Bids { get; }

    internal PriceLadder Asks { get; }

    internal TriggerLadders Triggers { get; }

    internal AccountSlots Accounts { get; } = new();

    internal ExpiryQueue Expiries { get; } = new();

    /// <summary>Held orders of lists that are ready for release, in order of release: by list, then by position.</summary>
    internal SortedSet<(long ListId, int Index, int Node)> Releases { get; } = [];

    /// <summary>Whether a command may trigger or release other orders.</summary>
    internal bool HasWaiting => Triggers.Count != 0 || (_lists.Count != 0 && Releases.Count != 0);

    internal long Sequence { get; set; }

    internal Price? LastTradePrice { get; set; }

    internal int OpenOrderCount => Index.Count;

    /// <summary>Orders that have ended, but whose end has not been reported yet.</summary>
    internal int OverCount { get; private set; }

    /// <summary>Orders in the book whose quantity may shrink before it trades: reduce-only orders and members of lists.</summary>
    internal int ConditionalCount { get; private set; }

    /// <summary>The node that is trading; 0 between commands.</summary>
    internal int Aggressor { get; private set; }

    internal PriceLadder SideOf(Side side) => _sides[(int)side];

    internal ref OrderNode Node(int n) => ref Pool.Nodes[n];

    /// <summary>The extra of a node that has one.</summary>
    internal ref OrderExtra Extra(int n) => ref Pool.Extras[Pool.Nodes[n].Extra];

    internal int Find(OrderId id) => Index.Find(id.Value);

    /// <summary>Opens an order that is not in any place yet.</summary>
    /// <returns>Its node; the reference is valid until the next order is opened.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref OrderNode Open(in BookOrder order, out int n)
    {
        n = Pool.RentNode();
        ref var node = ref Pool.Nodes[n];
        node.OrderId = order.OrderId.Value;
        node.AccountId = order.AccountId;
        node.Price = order.Price.Ticks;
        node.Leaves = order.OrderQty.Lots;
        node.Cum = 0;
        node.Extra = 0;
        node.Place = OrderPlace.None;
        node.Side = order.Side;
        node.Traits = TraitsOf(order.OrderType, order.TimeInForce);
        node.SetTerms(order.OrderType, order.TimeInForce);
        Index.Add(n, ref node);
        if (order.Instructions is not null || order.TimeInForce == TimeInForce.AtTheClose) AddExtra(n, order);
        if (_countsOrders) Accounts[order.AccountId].OpenOrders++;
        return ref node;
    }

    /// <summary>Puts an order at the end of the queue of its price.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PutInBook(int n, ref OrderNode node)
    {
        node.Place = OrderPlace.Book;
        if (node.Is(OrderTraits.ReduceOnly | OrderTraits.Linked)) ConditionalCount++;
        SideOf(node.Side).Append(n, ref node, node.Price);
    }

    /// <summary>Puts the <see cref="Aggressor"/> at the end of the queue of its price.</summary>
    internal void PutAggressorInBook()
    {
        var n = Aggressor;
        Aggressor = 0;
        PutInBook(n, ref Pool.Nodes[n]);
    }

    /// <summary>Lets an order wait for its trigger price.</summary>
    /// <param name="n">Its node.</param>
    /// <param name="followed">For a trailing order, the reference price that its trigger price has followed; null when it still has its
    /// own.</param>
    internal void PutInTriggers(int n, Price? followed = null)
    {
        Pool.Nodes[n].Place = OrderPlace.Trigger;
        Triggers.Append(n, Sequence, followed);
    }

    /// <summary>
    /// Writes the current trigger price and price into an order: those of a trailing order move without touching its node.
    /// </summary>
    internal void CatchUp(int n)
    {
        if (Pool.Nodes[n].Place == OrderPlace.Trigger) Triggers.Refresh(n);
    }

    /// <summary>Lets an order wait for its auction or its list.</summary>
    internal void Hold(int n) => Pool.Nodes[n].Place = OrderPlace.Held;

    /// <summary>Makes an order the aggressor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void MakeAggressor(int n, ref OrderNode node)
    {
        if (Aggressor != 0) ThrowBothTrade(node);
        node.Place = OrderPlace.Aggressing;
        Aggressor = n;
    }

    /// <summary>Takes an order out of its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void TakeOut(int n, ref OrderNode node)
    {
        if (node.Place == OrderPlace.Book)
        {
            if (node.Is(OrderTraits.ReduceOnly | OrderTraits.Linked)) ConditionalCount--;
            SideOf(node.Side).Remove(n, node);
        }
        else
        {
            LeaveOtherPlace(n, node.Place);
        }

        node.Place = OrderPlace.None;
    }

    /// <summary>Reduces the working lots, and the shown lots to at most the rest.</summary>
    internal void Shrink(ref OrderNode node, long by) => Shrink(ref node, by, Math.Min(Pool.ShownOf(node), node.Leaves - by));

    /// <summary>Reduces the working lots and sets the shown lots.</summary>
    internal void Shrink(ref OrderNode node, long by, long shown)
    {
        if (by < 0 || by > node.Leaves)
            throw new BookInvariantException($"Order {node.OrderId} has {node.Leaves} lots and can't lose {by}.");
        if (node.Place == OrderPlace.Book) SideOf(node.Side).Shrink(node.Level, by, Pool.ShownOf(node) - shown - by);
        else if (node.Place == OrderPlace.Trigger) Triggers.Shrink(ref node, by, Pool.ShownOf(node) - shown - by, Sequence);

        node.Leaves -= by;
        if (node.Extra != 0) Pool.Extras[node.Extra].Shown = shown;
    }

    /// <summary>Closes an order that is not in any place.</summary>
    internal void Close(int n, ref OrderNode node)
    {
        Index.Remove(n, node);
        if (_countsOrders && !IsOver(node)) Accounts[node.AccountId].OpenOrders--;
        if (node.Extra == 0)
        {
            Pool.ReturnNode(n, ref node);
            return;
        }

        _retired.Add(n);
        if (IsOver(node)) OverCount--;
        Pool.Extras[node.Extra].OverIn = OrderPlace.None;
        if (Pool.Extras[node.Extra].List is not { } list) return;
        list.Remove(n);
        if (list.Members.Count == 0) _lists.Remove(list.Id);
    }

    /// <summary>
    /// Marks an order as ended: it stays open until its end is reported, but nothing matches it any more. Only a trailing order keeps
    /// waiting for its trigger price, because it has no events that say how that moves.
    /// </summary>
    internal void EndUnreported(int n)
    {
        ref var node = ref Pool.Nodes[n];
        if (IsOver(node)) return;
        OverCount++;
        if (_countsOrders) Accounts[node.AccountId].OpenOrders--;
        Pool.Extras[node.Extra].OverIn = node.Place;
        if (node.Place != OrderPlace.Trigger || !node.OrderType.IsTrailing()) TakeOut(n, ref node);
    }

    /// <summary>Whether an order has ended, but its end has not been reported yet.</summary>
    internal bool IsOver(in OrderNode node) => node.Extra != 0 && Pool.Extras[node.Extra].OverIn != OrderPlace.None;

    /// <summary>The place of an order according to its events.</summary>
    internal OrderPlace PlaceOf(int n)
    {
        ref var node = ref Pool.Nodes[n];
        return IsOver(node) ? Pool.Extras[node.Extra].OverIn : node.Place;
    }

    /// <summary>Returns the memory of closed orders; called after a command, when nothing reads them any more.</summary>
    internal void Recycle()
    {
        if (_retired.Count == 0) return;
        foreach (var n in _retired) Pool.ReturnNode(n, ref Pool.Nodes[n]);
        _retired.Clear();
    }

    /// <summary>Books a trade on the account's position.</summary>
    internal void MovePosition(AccountId account, Side side, long lots)
    {
        if (_hasPositions) Accounts[account].Position += side.Sign() * lots;
    }

    /// <summary>Resets the shown lots of an order that is in no queue.</summary>
    internal void Refresh(in OrderNode node)
    {
        if (node.Extra == 0) return;
        ref var extra = ref Pool.Extras[node.Extra];
        extra.Shown = extra.Display == 0 ? node.Leaves : Math.Min(extra.Display, node.Leaves);
    }

    /// <summary>Schedules the expiry of an order.</summary>
    internal void NoteExpiry(int n)
    {
        if (ExpireTimeOf(n) is { } time) Expiries.Add(time, Pool.Nodes[n].OrderId);
        if (Expiries.NeedsSweep(OpenOrderCount))
            Expiries.Sweep((id, entry) => Index.Find(id) is > 0 and var open && ExpireTimeOf(open) == entry);
    }

    /// <summary>When an order expires, in microseconds; null when it does not.</summary>
    internal long? ExpireTimeOf(int n) => Pool.Nodes[n].Extra == 0 ? null : Extra(n).Instructions?.ExpireTime?.UnixMicroseconds;

    /// <summary>Adds an order to its list, which is created if missing.</summary>
    internal void Join(int n, OrderInstructions instructions)
    {
        var id = instructions.ListId.Value;
        if (!_lists.TryGetValue(id, out var list)) _lists.Add(id, list = new OrderList(id));
        list.Add(n, instructions);
        Extra(n).List = list;
    }

    /// <summary>Queues the held orders of a list without an open entry for release.</summary>
    internal void Release(OrderList list)
    {
        foreach (var member in list.Members)
        {
            if (Pool.Nodes[member.Node].Place == OrderPlace.Held) Releases.Add((list.Id, member.Index, member.Node));
        }
    }

    /// <summary>Rebuilds the queue of held orders that are ready for release.</summary>
    internal void FindReleases()
    {
        Releases.Clear();
        foreach (var list in _lists.Values.Where(list => !list.HasEntry)) Release(list);
    }

    /// <summary>Nodes of open orders, including those whose end has not been reported, in no particular order.</summary>
    internal IEnumerable<int> OpenNodes()
    {
        for (var n = 1; n < Pool.NodeLimit; n++)
        {
            if (PlaceOf(n) != OrderPlace.None) yield return n;
        }
    }

    internal BookOrderState Describe(int n)
    {
        CatchUp(n);
        ref var node = ref Pool.Nodes[n];
        return new BookOrderState
        {
            OrderId = new OrderId(node.OrderId),
            AccountId = node.AccountId,
            Side = node.Side,
            OrderType = node.OrderType,
            TimeInForce = node.TimeInForce,
            Price = new Price(node.Price),
            CumQty = new Quantity(node.Cum),
            LeavesQty = new Quantity(node.Leaves),
            DisplayedQty = new Quantity(Pool.ShownOf(node)),
            PrioritySequence = node.Priority,
            Place = PlaceOf(n),
            Instructions = InstructionsOf(n),
            Followed = node.Place == OrderPlace.Trigger ? Triggers.FollowedBy(n) : null,
        };
    }

    /// <summary>The current instructions of an order.</summary>
    internal OrderInstructions? InstructionsOf(int n)
    {
        if (Pool.Nodes[n].Extra == 0) return null;
        ref var extra = ref Extra(n);
        if (extra.Instructions is not { StopPx: { } stopPx } instructions || stopPx.Ticks == extra.StopPx) return extra.Instructions;
        return extra.Instructions = instructions with { StopPx = new Price(extra.StopPx) };
    }

    /// <summary>Sets the instructions of an order, as the client gave or amended them.</summary>
    internal void SetInstructions(int n, OrderInstructions instructions)
    {
        ref var extra = ref Extra(n);
        extra.Instructions = instructions;
        extra.StopPx = instructions.StopPx.GetValueOrDefault().Ticks;
        extra.Display = instructions.DisplayQty.GetValueOrDefault().Lots;
    }

    /// <summary>Changes the terms and working lots of an order that is held or not in any place.</summary>
    internal void ChangeTerms(int n, AmendOrder amend, long leaves)
    {
        ref var node = ref Pool.Nodes[n];
        node.Leaves = leaves;
        if (node.Extra != 0 && InstructionsOf(n) is { } instructions && amend is not { StopPx: null, DisplayQty: null, ExpireTime: null })
        {
            SetInstructions(n, instructions.After(amend));
            if (amend.ExpireTime is not null) NoteExpiry(n);
        }

        Refresh(node);
    }

    private static OrderTraits TraitsOf(OrderType type, TimeInForce timeInForce)
    {
        var traits = timeInForce.MayRest() && !type.IsMarketLike() ? OrderTraits.MayRest : OrderTraits.None;
        if (timeInForce == TimeInForce.Fok) traits |= OrderTraits.FillOrKill;
        if (type == OrderType.MarketToLimit) traits |= OrderTraits.TakesBestPrice;
        return traits;
    }

    [DoesNotReturn]
    private void ThrowBothTrade(in OrderNode node) =>
        throw new BookInvariantException($"Orders {Pool.Nodes[Aggressor].OrderId} and {node.OrderId} both trade.");

    private void AddExtra(int n, in BookOrder order)
    {
        var number = Pool.RentExtra();
        ref var node = ref Pool.Nodes[n];
        node.Extra = number;
        node.Traits |= OrderTraits.HasExtra;
        ref var extra = ref Pool.Extras[number];
        extra = new OrderExtra { Instructions = order.Instructions };
        if (order.Instructions is { } asked) SetInstructions(n, asked);
        Refresh(node);
        if (order.Instructions is not { } instructions) return;
        if (instructions.ReduceOnly) node.Traits |= OrderTraits.ReduceOnly;
        if (instructions.MinQty is not null) node.Traits |= OrderTraits.AsksForMinimum;
        if (order.OrderType.HasTrigger()) node.Traits |= OrderTraits.Untriggered;
        NoteExpiry(n);
        if (instructions.ListRole == ListRole.None) return;
        node.Traits |= OrderTraits.Linked;
        Join(n, instructions);
    }

    private void LeaveOtherPlace(int n, OrderPlace place)
    {
        switch (place)
        {
            case OrderPlace.Trigger:
                Triggers.Remove(n);
                break;
            case OrderPlace.Aggressing:
                LeaveAggressor(n);
                break;
            case OrderPlace.Held:
                ForgetRelease(n);
                break;
            case OrderPlace.Book or OrderPlace.None:
                break;
        }
    }

    private void LeaveAggressor(int n)
    {
        if (Aggressor == n) Aggressor = 0;
    }

    private void ForgetRelease(int n)
    {
        if (_lists.Count == 0 || Extra(n) is not { List: { } list, Instructions: { } instructions }) return;
        Releases.Remove((list.Id, instructions.ListIndex, n));
    }
}
