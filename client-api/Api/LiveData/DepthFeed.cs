using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>Changes of a book, merged.</summary>
internal sealed class DepthFeed(
    Instrument instrument, string channel, TimeSpan pause, Func<byte[], BookUpdate?> deserialize, LiveAudience audience, TimeProvider time, ILogger logger)
    : LiveFeed<BookUpdate, Client.DepthUpdate>(channel, pause, deserialize, audience, time, logger)
{
    private readonly DepthMerge _merge = new(instrument);

    protected override void Add(BookUpdate message) => _merge.Add(message);

    protected override Client.DepthUpdate? Drain() => _merge.Drain();

    protected override Task Deliver(Client.DepthUpdate batch) => Audience.Send(client => client.DepthChanged(batch));
}
