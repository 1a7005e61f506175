using Rtx.Model;

namespace Rtx.Domain.Accounts.Holdings;

/// <summary>
/// The orders of an account that are on their way or open. An order is known by its client order id from its reservation, and by its order id from its first
/// event. The list of an order is known by its id from then on too.
/// <para>Both ways to an order are hash tables whose chains run through the orders, at most one order for two buckets on average; memory of closed orders is used again.</para>
/// </summary>
internal sealed class WorkingOrders
{
    private const int InitialBuckets = 16;
    private const int MaxUnused = 64;

    private readonly Dictionary<OrderId, ListHold> _lists = [];
    private readonly HashSet<ClientOrderId> _namesOnTheirWay = [];
    private WorkingOrder?[] _byName = new WorkingOrder?[InitialBuckets];
    private WorkingOrder?[] _byId = new WorkingOrder?[InitialBuckets];
    private WorkingOrder? _last;
    private string? _lastName;
    private WorkingOrder? _unused;
    private int _unusedCount;

    internal int Count { get; private set; }

    internal IEnumerable<WorkingOrder> All
    {
        get
        {
            foreach (var first in _byName)
            {
                for (var working = first; working is not null; working = working.NextByName) yield return working;
            }
        }
    }

    /// <summary>Open orders, by id.</summary>
    internal IEnumerable<Order> Open => All.Where(working => working.IsKnownToBook).Select(working => working.Order.ToOrder()).OrderBy(order => order.OrderId.Value);

    internal WorkingOrder? Find(ClientOrderId name)
    {
        // The next thing that is told is mostly about the order that came last, and brings the text that came with it.
        if (name != default && ReferenceEquals(_lastName, name.Value)) return _last;
        var hash = name.GetHashCode();
        var working = _byName[hash & (_byName.Length - 1)];
        while (working is not null && (working.NameHash != hash || working.ClientOrderId != name)) working = working.NextByName;
        return working;
    }

    internal WorkingOrder? Find(OrderId id)
    {
        var working = _byId[BucketOf(id)];
        while (working is not null && working.Order.OrderId != id) working = working.NextById;
        return working;
    }

    /// <summary>Whether a working order has the name, or an amendment on its way may give it to one.</summary>
    internal bool IsTaken(ClientOrderId name) => Find(name) is not null || (_namesOnTheirWay.Count > 0 && _namesOnTheirWay.Contains(name));

    /// <summary>Keeps a name for an amendment on its way.</summary>
    internal void KeepName(ClientOrderId name) => _namesOnTheirWay.Add(name);

    /// <summary>The amendment has come to its end.</summary>
    internal void FreeName(ClientOrderId name) => _namesOnTheirWay.Remove(name);

    /// <summary>Memory for an order that is not there yet.</summary>
    internal WorkingOrder Rent()
    {
        if (_unused is not { } working) return new WorkingOrder();
        _unused = working.NextByName;
        _unusedCount--;
        working.NextByName = null;
        return working;
    }

    /// <summary>Gives the memory back of an order that is not there any more.</summary>
    internal void Return(WorkingOrder working)
    {
        working.End();
        if (_unusedCount == MaxUnused) return;
        working.NextByName = _unused;
        _unused = working;
        _unusedCount++;
    }

    internal void Add(WorkingOrder working)
    {
        if (++Count * 2 > _byName.Length) Grow();
        AddName(working);
        (_last, _lastName) = (working, working.ClientOrderId.Value);
        Link(working, isNew: true);
    }

    /// <summary>Follows what an event told of the order's id, name and list.</summary>
    /// <param name="working">The order.</param>
    /// <param name="isNew">Whether this is the first that the book tells of it.</param>
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
        RemoveName(working);
        if (_last == working) (_last, _lastName) = (null, null);
        if (working.IsKnownToBook) RemoveId(working);
        if (working.List is not { } list) return;
        list.Remove(working);
        if (list.IsEmpty && working.Order.Instructions is { } instructions) _lists.Remove(instructions.ListId);
    }

    private void Rename(WorkingOrder working, ClientOrderId name)
    {
        if (Find(name) is not null) throw new AccountInvariantException($"Order {working.Order.OrderId} can't be {name}: another one is.");
        RemoveName(working);
        if (_last == working) (_last, _lastName) = (null, null);
        working.ClientOrderId = name;
        AddName(working);
        FreeName(name);
    }

    // A list that was reserved here gets its id from its first order's first event; after a recovery the events make the list.
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

    private void AddName(WorkingOrder working)
    {
        working.NameHash = working.ClientOrderId.GetHashCode();
        ref var first = ref _byName[working.NameHash & (_byName.Length - 1)];
        working.NextByName = first;
        first = working;
    }

    private void AddId(WorkingOrder working)
    {
        ref var first = ref _byId[BucketOf(working.Order.OrderId)];
        working.NextById = first;
        first = working;
    }

    private void RemoveName(WorkingOrder working)
    {
        ref var first = ref _byName[working.NameHash & (_byName.Length - 1)];
        if (first == working)
        {
            first = working.NextByName;
        }
        else
        {
            var before = first!;
            while (before.NextByName != working) before = before.NextByName!;
            before.NextByName = working.NextByName;
        }

        working.NextByName = null;
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
        _byName = new WorkingOrder?[_byName.Length * 2];
        _byId = new WorkingOrder?[_byId.Length * 2];
        foreach (var working in all)
        {
            AddName(working);
            if (working.IsKnownToBook) AddId(working);
        }
    }
}
