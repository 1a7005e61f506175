using System.Collections.Concurrent;
using Rtx.Gateway.Reads;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>
/// The queues of the books, order by order. A book is queried at most twice a second, and concurrent callers share the answer: the book
/// builds the whole snapshot on its matching thread. Each answer was read after the call.
/// </summary>
internal sealed class OrderQueues(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan MinReadInterval = TimeSpan.FromMilliseconds(500);

    // One entry per instrument.
    private readonly ConcurrentDictionary<InstrumentId, SharedRead<QueueSnapshot>> _reads = new();

    /// <summary>
    /// The first orders of each side, at most <see cref="Client.OrderQueue.MaxOrders"/>; none for a book that has not started.
    /// </summary>
    public Task<QueueSnapshot> Read(InstrumentId instrument, CancellationToken cancellationToken) =>
        _reads.GetOrAdd(instrument, id => new SharedRead<QueueSnapshot>(
        async token =>
            await grains.GetGrain<IOrderBookGrain>(id.Value).GetQueue(Client.OrderQueue.MaxOrders, token)
                ?? new QueueSnapshot(id, Sequence: 0, Orders: []),
        MinReadInterval, time)).ReadAgain(cancellationToken);
}
