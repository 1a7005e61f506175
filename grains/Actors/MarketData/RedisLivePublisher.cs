using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using StackExchange.Redis;

namespace Rtx.Actors.MarketData;

/// <inheritdoc cref="ILivePublisher" />
internal sealed class RedisLivePublisher : ILivePublisher
{
    private static readonly Meter Meter = new("Rtx.Actors");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>(
        "rtx.live.dropped", "{message}", "Live messages that could not be sent");

    private readonly IConnectionMultiplexer _redis;
    private readonly Serializer _serializer;
    private readonly string _serviceId;

    public RedisLivePublisher(IConnectionMultiplexer redis, Serializer serializer, IOptions<ClusterOptions> cluster)
    {
        (_redis, _serializer, _serviceId) = (redis, serializer, cluster.Value.ServiceId);
        // Messages in flight when the connection broke, and those dropped since, are lost.
        redis.ConnectionRestored += (_, restored) =>
        {
            if (restored.ConnectionType == ConnectionType.Interactive) Publish(new LiveGap(Book: null));
        };
    }

    public void PublishBook(BookUpdate update) =>
        Publish(LiveChannels.Book(_serviceId, update.InstrumentId), _serializer.SerializeToArray(update));

    public void PublishExecutions(ExecutionNotice notice) =>
        Publish(LiveChannels.Executions(_serviceId, notice.AccountId), _serializer.SerializeToArray(notice));

    public void PublishQuote(Tick quote)
    {
        var payload = _serializer.SerializeToArray(quote);
        Publish(LiveChannels.Quote(_serviceId, quote.InstrumentId), payload);
        if (!_redis.IsConnected) return;
        _redis.GetDatabase().ScriptEvaluate(
            LiveChannels.KeepLatestQuoteScript, [LiveChannels.LatestQuoteKey(_serviceId, quote.InstrumentId)],
            [quote.Time.UnixMicroseconds, payload], CommandFlags.FireAndForget);
    }

    public void PublishCandles(InstrumentId instrument, IReadOnlyList<Candle> candles) =>
        Publish(LiveChannels.Candle(_serviceId, instrument), _serializer.SerializeToArray(candles.ToArray()));

    public void PublishGap(InstrumentId book) => Publish(new LiveGap(book));

    // There are few of these, so they may queue until the connection is back.
    private void Publish(LiveGap gap) =>
        _redis.GetSubscriber().Publish(
            RedisChannel.Literal(LiveChannels.Gaps(_serviceId)), _serializer.SerializeToArray(gap), CommandFlags.FireAndForget);

    // Without a connection the client would queue without bound, so the message is dropped here.
    private void Publish(string channel, byte[] payload)
    {
        if (_redis.IsConnected) _redis.GetSubscriber().Publish(RedisChannel.Literal(channel), payload, CommandFlags.FireAndForget);
        else Dropped.Add(1);
    }
}
