using Rtx.Model;

namespace Rtx.Domain.Accounts.Holdings;

/// <summary>
/// The last orders that closed, so that a late amendment is refused as "closed" instead of "unknown". Older ones are only in SQL.
/// </summary>
internal sealed class RecentlyClosedOrders
{
    private const int Capacity = 1_024;
    private const int Initial = 16;

    private OrderId[] _ids = new OrderId[Initial];
    private int _next;

    // Only used when an amended order is not found: an index is not worth its cost.
    internal bool Contains(OrderId id) => Array.IndexOf(_ids, id) >= 0;

    internal void Add(OrderId id)
    {
        if (_next == _ids.Length && _next < Capacity) Array.Resize(ref _ids, _next * 2);
        _next %= Capacity;
        _ids[_next++] = id;
    }
}
