using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using StackExchange.Redis;

namespace Rtx.Actors.MarketData;

/// <inheritdoc cref="ILivePublisher" />
internal sealed class RedisLivePublisher(IConnectionMultiplexer redis, Serializer serializer, IOptions<ClusterOptions> cluster) : ILivePublisher
{
    private static readonly Meter Meter = new("Rtx.Actors");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>("rtx.live.dropped", "{message}", "Live messages that could not be sent");

    private readonly string _serviceId = cluster.Value.ServiceId;

    public void PublishBook(BookUpdate update) => Publish(LiveChannels.Book(_serviceId, update.InstrumentId), serializer.SerializeToArray(update));

    public void PublishExecutions(ExecutionNotice notice) => Publish(LiveChannels.Executions(_serviceId, notice.AccountId), serializer.SerializeToArray(notice));

    public void PublishQuote(Tick quote)
    {
        var payload = serializer.SerializeToArray(quote);
        Publish(LiveChannels.Quote(_serviceId, quote.InstrumentId), payload);
        if (!redis.IsConnected) return;
        redis.GetDatabase().ScriptEvaluate(
            LiveChannels.KeepLatestQuoteScript, [LiveChannels.LatestQuoteKey(_serviceId, quote.InstrumentId)], [quote.Time.UnixMicroseconds, payload], CommandFlags.FireAndForget);
    }

    public void PublishCandles(InstrumentId instrument, IReadOnlyList<Candle> candles) =>
        Publish(LiveChannels.Candle(_serviceId, instrument), serializer.SerializeToArray(candles.ToArray()));

    // Without a connection the client would queue without bound, so the message is dropped here.
    private void Publish(string channel, byte[] payload)
    {
        if (redis.IsConnected) redis.GetSubscriber().Publish(RedisChannel.Literal(channel), payload, CommandFlags.FireAndForget);
        else Dropped.Add(1);
    }
}
