using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>Merges updates of the queues of one book.</summary>
internal sealed class OrderQueueMerge(Instrument instrument)
{
    private readonly BookMerge<OrderId, QueuedOrder> _merge =
        new(update => update.Orders, order => order.OrderId, (update, orders) => update with { Orders = orders });

    public void Add(BookUpdate update) => _merge.Add(update);

    /// <summary>The merged update; null when nothing has changed since the last call.</summary>
    public Client.OrderQueueUpdate? Drain() => _merge.Drain() is { } merged ? MarketDataWire.ToOrderQueueUpdate(instrument, merged) : null;
}
