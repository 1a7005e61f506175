using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>Changes of the queues of a book, merged.</summary>
internal sealed class OrderQueueFeed(
    Instrument instrument, string channel, TimeSpan pause, Func<byte[], BookUpdate?> deserialize, LiveAudience audience, TimeProvider time, ILogger logger)
    : LiveFeed<BookUpdate, Client.OrderQueueUpdate>(channel, pause, deserialize, audience, time, logger)
{
    private readonly OrderQueueMerge _merge = new(instrument);

    protected override void Add(BookUpdate message) => _merge.Add(message);

    protected override Client.OrderQueueUpdate? Drain() => _merge.Drain();

    protected override Task Deliver(Client.OrderQueueUpdate batch) => Audience.Send(client => client.OrdersChanged(batch));
}
