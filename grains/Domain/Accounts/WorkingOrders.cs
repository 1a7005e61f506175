using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// The orders of an account that are on their way or open. An order is known by its client order id from its reservation, and by its order id from its first event.
/// </summary>
internal sealed class WorkingOrders
{
    private readonly Dictionary<ClientOrderId, WorkingOrder> _byClientOrderId = [];
    private readonly Dictionary<OrderId, WorkingOrder> _byOrderId = [];

    internal int Count => _byClientOrderId.Count;

    internal IEnumerable<WorkingOrder> All => _byClientOrderId.Values;

    /// <summary>Open orders, by id.</summary>
    internal IEnumerable<Order> Open => _byOrderId.Values.Select(working => working.Order!).OrderBy(order => order.OrderId.Value);

    internal WorkingOrder? Find(ClientOrderId id) => _byClientOrderId.GetValueOrDefault(id);

    internal WorkingOrder? Find(OrderId id) => _byOrderId.GetValueOrDefault(id);

    internal void Add(WorkingOrder working)
    {
        _byClientOrderId.Add(working.ClientOrderId, working);
        Link(working);
    }

    /// <summary>Makes an order known by its order id, once its first event has told it.</summary>
    internal void Link(WorkingOrder working)
    {
        if (working.Order is { } order) _byOrderId[order.OrderId] = working;
    }

    internal void Remove(WorkingOrder working)
    {
        _byClientOrderId.Remove(working.ClientOrderId);
        if (working.Order is { } order) _byOrderId.Remove(order.OrderId);
    }
}
