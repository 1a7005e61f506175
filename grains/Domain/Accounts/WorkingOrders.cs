using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// The orders of an account that are on their way or open. An order is known by its client order id from its reservation, and by its order id from its first
/// event. The list of an order is known by its id from then on too.
/// </summary>
internal sealed class WorkingOrders
{
    private readonly Dictionary<ClientOrderId, WorkingOrder> _byClientOrderId = [];
    private readonly Dictionary<OrderId, WorkingOrder> _byOrderId = [];
    private readonly Dictionary<OrderId, ListHold> _lists = [];
    private readonly HashSet<ClientOrderId> _namesOnTheirWay = [];

    internal int Count => _byClientOrderId.Count;

    internal IEnumerable<WorkingOrder> All => _byClientOrderId.Values;

    /// <summary>Open orders, by id.</summary>
    internal IEnumerable<Order> Open => _byOrderId.Values.Select(working => working.Order!).OrderBy(order => order.OrderId.Value);

    internal WorkingOrder? Find(ClientOrderId id) => _byClientOrderId.GetValueOrDefault(id);

    internal WorkingOrder? Find(OrderId id) => _byOrderId.GetValueOrDefault(id);

    /// <summary>Whether a working order has the name, or an amendment on its way may give it to one.</summary>
    internal bool IsTaken(ClientOrderId id) => _byClientOrderId.ContainsKey(id) || _namesOnTheirWay.Contains(id);

    /// <summary>Keeps a name for an amendment on its way.</summary>
    internal void KeepName(ClientOrderId id) => _namesOnTheirWay.Add(id);

    /// <summary>The amendment has come to its end.</summary>
    internal void FreeName(ClientOrderId id) => _namesOnTheirWay.Remove(id);

    internal void Add(WorkingOrder working)
    {
        _byClientOrderId.Add(working.ClientOrderId, working);
        Link(working);
    }

    /// <summary>Follows what an event told of the order's id, name and list.</summary>
    internal void Link(WorkingOrder working)
    {
        if (working.Order is not { } order) return;
        _byOrderId[order.OrderId] = working;
        if (working.ClientOrderId != order.ClientOrderId) Rename(working, order.ClientOrderId);
        if (order.Instructions is { ListRole: not ListRole.None, ListId: { Value: not 0 } list }) Join(working, list);
    }

    internal void Remove(WorkingOrder working)
    {
        _byClientOrderId.Remove(working.ClientOrderId);
        if (working.Order is { } order) _byOrderId.Remove(order.OrderId);
        if (working.List is not { } list) return;
        list.Remove(working);
        if (list.IsEmpty && working.Order?.Instructions is { } instructions) _lists.Remove(instructions.ListId);
    }

    private void Rename(WorkingOrder working, ClientOrderId name)
    {
        _byClientOrderId.Remove(working.ClientOrderId);
        working.ClientOrderId = name;
        _byClientOrderId.Add(name, working);
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
}
