using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Rtx.Hosting.Clustering;
using Rtx.Model;
using StackExchange.Redis;

namespace Rtx.ClientApi.LiveData;

/// <summary>The newest quote of each instrument: from Redis shortly after it was observed; without Redis, the newest stored one.</summary>
internal sealed class LatestQuotes(
    IConnectionMultiplexer redis, Serializer serializer, IGrainFactory grains, IOptions<ClusterSettings> cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Null when there has never been one.</summary>
    public async Task<Tick?> Find(InstrumentId instrument, CancellationToken cancellationToken) =>
        await FindInRedis(instrument) ?? await grains.GetGrain<IHistoryGrain>(0).GetLatestQuote(instrument, cancellationToken);

    /// <summary>Keeps a quote unless a newer one is kept. Fire and forget.</summary>
    public void Keep(Tick quote, byte[] payload) => redis.GetDatabase().ScriptEvaluate(
        LiveChannels.KeepLatestQuoteScript, [Key(quote.InstrumentId)], [quote.Time.UnixMicroseconds, payload], CommandFlags.FireAndForget);

    private async Task<Tick?> FindInRedis(InstrumentId instrument)
    {
        if (!redis.IsConnected) return null;
        try
        {
            var payload = (byte[]?)await redis.GetDatabase()
                .HashGetAsync(Key(instrument), LiveChannels.LatestQuoteField)
                .WaitAsync(Patience);
            return payload is null ? null : serializer.Deserialize<Tick>(payload);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return null;
        }
    }

    private RedisKey Key(InstrumentId instrument) => LiveChannels.LatestQuoteKey(cluster.Value.ServiceId, instrument);
}
