using Rtx.Model;

namespace Rtx.Domain.Accounts.Holdings;

/// <summary>
/// The orders of an account that are pending or open. An order is found by its client order id from its reservation, and by its order id
/// from its first event. Its list is found by id from then on too.
/// <para>Both lookups are hash tables whose chains run through the orders, with a load factor of at most one half; memory of closed orders
/// is reused.</para>
/// </summary>
internal sealed class WorkingOrders
{
    private const int InitialBuckets = 16;
    private const int MaxUnused = 64;

    private readonly Dictionary<OrderId, ListHold> _lists = [];
    private readonly HashSet<ClientOrderId> _pendingClientOrderIds = [];
    private WorkingOrder?[] _byClientOrderId = new WorkingOrder?[InitialBuckets];
    private WorkingOrder?[] _byId = new WorkingOrder?[InitialBuckets];
    private WorkingOrder? _last;
    private string? _lastClientOrderId;
    private WorkingOrder? _unused;
    private int _unusedCount;

    internal int Count { get; private set; }

    internal IEnumerable<WorkingOrder> All
    {
        get
        {
            foreach (var first in _byClientOrderId)
            {
                for (var working = first; working is not null; working = working.NextByClientOrderId) yield return working;
            }
        }
    }

    /// <summary>Open orders, by id.</summary>
    internal IEnumerable<Order> Open =>
        All.Where(working => working.IsKnownToBook).Select(working => working.Order.ToOrder()).OrderBy(order => order.OrderId.Value);

    internal WorkingOrder? Find(ClientOrderId name)
    {
        // The next event is mostly about the last order and carries the same string instance.
        if (name != default && ReferenceEquals(_lastClientOrderId, name.Value)) return _last;
        var hash = name.GetHashCode();
        var working = _byClientOrderId[hash & (_byClientOrderId.Length - 1)];
        while (working is not null && (working.ClientOrderIdHash != hash || working.ClientOrderId != name))
            working = working.NextByClientOrderId;
        return working;
    }

    internal WorkingOrder? Find(OrderId id)
    {
        var working = _byId[BucketOf(id)];
        while (working is not null && working.Order.OrderId != id) working = working.NextById;
        return working;
    }

    /// <summary>Whether a working order has the client order id, or a pending amendment may give it to one.</summary>
    internal bool IsTaken(ClientOrderId name) =>
        Find(name) is not null || (_pendingClientOrderIds.Count > 0 && _pendingClientOrderIds.Contains(name));

    /// <summary>Reserves a client order id for a pending amendment.</summary>
    internal void ReserveClientOrderId(ClientOrderId name) => _pendingClientOrderIds.Add(name);

    /// <summary>Releases a client order id when its amendment has ended.</summary>
    internal void ReleaseClientOrderId(ClientOrderId name) => _pendingClientOrderIds.Remove(name);

    /// <summary>Memory for a new order.</summary>
    internal WorkingOrder Rent()
    {
        if (_unused is not { } working) return new WorkingOrder();
        _unused = working.NextByClientOrderId;
        _unusedCount--;
        working.NextByClientOrderId = null;
        return working;
    }

    /// <summary>Returns the memory of an order that has closed.</summary>
    internal void Return(WorkingOrder working)
    {
        working.End();
        if (_unusedCount == MaxUnused) return;
        working.NextByClientOrderId = _unused;
        _unused = working;
        _unusedCount++;
    }

    internal void Add(WorkingOrder working)
    {
        if (++Count * 2 > _byClientOrderId.Length) Grow();
        AddClientOrderId(working);
        (_last, _lastClientOrderId) = (working, working.ClientOrderId.Value);
        Link(working, isNew: true);
    }

    /// <summary>Updates the lookups with the order id, client order id and list of an event.</summary>
    /// <param name="working">The order.</param>
    /// <param name="isNew">Whether this is the book's first event of it.</param>
    internal void Link(WorkingOrder working, bool isNew)
    {
        if (!working.IsKnownToBook) return;
        ref readonly var order = ref working.Order;
        if (isNew) AddId(working);
        if (working.ClientOrderId != order.ClientOrderId) Rename(working, order.ClientOrderId);
        if (order.Instructions is { ListRole: not ListRole.None, ListId: { Value: not 0 } list }) Join(working, list);
    }

    internal void Remove(WorkingOrder working)
    {
        Count--;
        RemoveClientOrderId(working);
        if (_last == working) (_last, _lastClientOrderId) = (null, null);
        if (working.IsKnownToBook) RemoveId(working);
        if (working.List is not { } list) return;
        list.Remove(working);
        if (list.IsEmpty && working.Order.Instructions is { } instructions) _lists.Remove(instructions.ListId);
    }

    private void Rename(WorkingOrder working, ClientOrderId name)
    {
        if (Find(name) is not null) throw new AccountInvariantException($"Order {working.Order.OrderId} can't be {name}: another one is.");
        RemoveClientOrderId(working);
        if (_last == working) (_last, _lastClientOrderId) = (null, null);
        working.ClientOrderId = name;
        AddClientOrderId(working);
        ReleaseClientOrderId(name);
    }

    // A list that was reserved here gets its id from its first order's first event; after a recovery the events create the list.
    private void Join(WorkingOrder working, OrderId id)
    {
        if (working.List is { } reserved)
        {
            _lists.TryAdd(id, reserved);
            return;
        }

        if (!_lists.TryGetValue(id, out var list)) _lists.Add(id, list = new ListHold(working.Holding));
        list.Add(working);
    }

    private int BucketOf(OrderId id) => unchecked((int)id.Value) & (_byId.Length - 1);

    private void AddClientOrderId(WorkingOrder working)
    {
        working.ClientOrderIdHash = working.ClientOrderId.GetHashCode();
        ref var first = ref _byClientOrderId[working.ClientOrderIdHash & (_byClientOrderId.Length - 1)];
        working.NextByClientOrderId = first;
        first = working;
    }

    private void AddId(WorkingOrder working)
    {
        ref var first = ref _byId[BucketOf(working.Order.OrderId)];
        working.NextById = first;
        first = working;
    }

    private void RemoveClientOrderId(WorkingOrder working)
    {
        ref var first = ref _byClientOrderId[working.ClientOrderIdHash & (_byClientOrderId.Length - 1)];
        if (first == working)
        {
            first = working.NextByClientOrderId;
        }
        else
        {
            var before = first!;
            while (before.NextByClientOrderId != working) before = before.NextByClientOrderId!;
            before.NextByClientOrderId = working.NextByClientOrderId;
        }

        working.NextByClientOrderId = null;
    }

    private void RemoveId(WorkingOrder working)
    {
        ref var first = ref _byId[BucketOf(working.Order.OrderId)];
        if (first == working)
        {
            first = working.NextById;
        }
        else
        {
            var before = first!;
            while (before.NextById != working) before = before.NextById!;
            before.NextById = working.NextById;
        }

        working.NextById = null;
    }

    private void Grow()
    {
        WorkingOrder[] all = [.. All];
        _byClientOrderId = new WorkingOrder?[_byClientOrderId.Length * 2];
        _byId = new WorkingOrder?[_byId.Length * 2];
        foreach (var working in all)
        {
            AddClientOrderId(working);
            if (working.IsKnownToBook) AddId(working);
        }
    }
}
