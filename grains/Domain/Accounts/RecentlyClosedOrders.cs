using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>The last orders that closed, so that a late amendment is told "closed" instead of "unknown". Older ones are known to SQL alone.</summary>
internal sealed class RecentlyClosedOrders
{
    private const int Capacity = 1_024;

    private readonly HashSet<OrderId> _ids = [];
    private readonly Queue<OrderId> _byAge = new();

    internal bool Contains(OrderId id) => _ids.Contains(id);

    internal void Add(OrderId id)
    {
        if (!_ids.Add(id)) return;
        _byAge.Enqueue(id);
        if (_byAge.Count > Capacity) _ids.Remove(_byAge.Dequeue());
    }
}
