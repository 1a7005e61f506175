using Rtx.ClientApi.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>Quotes of an instrument: the newest wins.</summary>
internal sealed class QuoteFeed(Instrument instrument, string channel, TimeSpan pause, Func<byte[], Tick> deserialize, LiveAudience audience, TimeProvider time, ILogger logger)
    : LiveFeed<Tick, Client.Quote>(channel, pause, deserialize, audience, time, logger)
{
    private Tick? _newest;

    protected override void Add(Tick message) => _newest = message;

    protected override Client.Quote? Drain()
    {
        var quote = _newest is { } tick ? MarketDataWire.ToQuote(instrument, tick) : null;
        _newest = null;
        return quote;
    }

    protected override Task Deliver(Client.Quote batch) => Audience.Send(client => client.Quote(batch));
}
