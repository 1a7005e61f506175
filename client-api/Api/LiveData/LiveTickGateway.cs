using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Rtx.Hosting.Clustering;
using Rtx.Model;
using StackExchange.Redis;

namespace Rtx.ClientApi.LiveData;

/// <summary>
/// Shows the newest quotes of a batch to listeners before they enter the stream. A quote is not binding, so it need not be durable to be
/// seen; quotes of our own books, which must be durable, do not come this way.
/// </summary>
internal sealed class LiveTickGateway(
    ITickGateway stream, IConnectionMultiplexer redis, LiveFeeds feeds, LatestQuotes latest, Serializer serializer,
    IOptions<ClusterSettings> cluster) : ITickGateway
{
    private readonly ConcurrentDictionary<InstrumentId, Timestamp> _newest = new();

    public Task SendAsync(IReadOnlyList<Tick> ticks, CancellationToken cancellationToken = default)
    {
        foreach (var quote in NewestQuotes(ticks))
        {
            feeds.Show(quote);
            // Without a connection the Redis client would queue without bound. Listeners elsewhere are told of the gap when the connection
            // is back.
            if (redis.IsConnected) Publish(quote);
        }

        return stream.SendAsync(ticks, cancellationToken);
    }

    private IEnumerable<Tick> NewestQuotes(IReadOnlyList<Tick> ticks)
    {
        var newest = new Dictionary<InstrumentId, Tick>();
        foreach (var tick in ticks)
        {
            if (tick.Kind is not TickKind.Quote || TickChecks.FindFault(tick) is not null) continue;
            if (!newest.TryGetValue(tick.InstrumentId, out var known) || tick.Time >= known.Time) newest[tick.InstrumentId] = tick;
        }

        return newest.Values.Where(
            quote =>
                _newest.AddOrUpdate(quote.InstrumentId, quote.Time, (_, known) => quote.Time < known ? known : quote.Time) == quote.Time);
    }

    private void Publish(Tick quote)
    {
        var payload = serializer.SerializeToArray(quote);
        redis.GetSubscriber().Publish(
            RedisChannel.Literal(LiveChannels.Quote(cluster.Value.ServiceId, quote.InstrumentId)), payload, CommandFlags.FireAndForget);
        latest.Keep(quote, payload);
    }
}
