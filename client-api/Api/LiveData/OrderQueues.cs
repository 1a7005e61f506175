using System.Collections.Concurrent;
using Rtx.Gateway.Reads;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>
/// The queues of the books, order by order. A book is asked at most twice a second, whoever wants to know, and all who ask meanwhile share what it says: it puts the whole snapshot
/// together where it matches. Each answer was read after its question.
/// </summary>
internal sealed class OrderQueues(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan MinReadInterval = TimeSpan.FromMilliseconds(500);

    // As many as instruments.
    private readonly ConcurrentDictionary<InstrumentId, SharedRead<QueueSnapshot>> _reads = new();

    /// <summary>The first orders of each side, at most <see cref="Client.OrderQueue.MaxOrders"/>; none of a book that has not begun.</summary>
    public Task<QueueSnapshot> Read(InstrumentId instrument, CancellationToken cancellationToken) => _reads.GetOrAdd(instrument, id => new SharedRead<QueueSnapshot>(
        async token => await grains.GetGrain<IOrderBookGrain>(id.Value).GetQueue(Client.OrderQueue.MaxOrders, token) ?? new QueueSnapshot(id, Sequence: 0, Orders: []),
        MinReadInterval, time)).ReadAgain(cancellationToken);
}
