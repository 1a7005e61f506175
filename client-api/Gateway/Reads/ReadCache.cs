using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Rtx.Gateway.Reads;

/// <summary>
/// Cache in Redis for requests that accept older answers: a request that allows an age may get a cached answer, and is told its age. All
/// others read the source, and so does everyone when Redis is unavailable, slow or empty: nothing depends on the cache.
/// </summary>
public sealed class ReadCache(IConnectionMultiplexer redis, IOptions<ClusterOptions> cluster, TimeProvider clock)
{
    /// <summary>Longer than a healthy Redis takes, shorter than reading the source takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private static readonly Meter Meter = new("Rtx.ClientApi");
    private static readonly Counter<long> Reads = Meter.CreateCounter<long>(
        "rtx.cache.reads", "{read}", "Answers asked of the read cache, by kind and outcome");

    /// <summary>An answer of at most the requested age; null when there is none.</summary>
    /// <param name="maxAge">Maximum age; null for a current answer.</param>
    /// <param name="kind">Kind of answer, which defines how long it is cached.</param>
    /// <param name="id">Id within the kind.</param>
    /// <param name="read">Reads the source; null or an exception is not cached.</param>
    public async Task<Aged<T>?> Get<T>(TimeSpan? maxAge, CacheKind kind, object id, Func<Task<T?>> read)
        where T : class
    {
        if (maxAge is not { } allowed || allowed <= TimeSpan.Zero || !redis.IsConnected) return Fresh(await read());
        RedisKey key = $"{cluster.Value.ServiceId}:cache:{kind.Name}:{Convert.ToString(id, CultureInfo.InvariantCulture)}";
        var askedAt = clock.GetUtcNow();
        if (await Find<T>(key) is { } kept
            && askedAt - kept.ReadAt is var age
            && age >= TimeSpan.Zero
            && age <= allowed
            && age <= kind.Lifetime)
        {
            Count(kind, "hit");
            return new Aged<T>(kept.Value, age);
        }

        Count(kind, "miss");
        var value = await read();
        if (value is not null) Keep(key, new Entry<T>(askedAt, value), kind.Lifetime);
        return Fresh(value);
    }

    private static Aged<T>? Fresh<T>(T? value)
        where T : class => value is null ? null : new Aged<T>(value, Age: null);

    private async Task<Entry<T>?> Find<T>(RedisKey key)
    {
        try
        {
            var bytes = (byte[]?)await redis.GetDatabase().StringGetAsync(key).WaitAsync(Patience);
            return bytes is null ? null : JsonSerializer.Deserialize<Entry<T>>(bytes, Client.RtxJson.Options);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or JsonException)
        {
            return null;
        }
    }

    private void Keep<T>(RedisKey key, Entry<T> entry, TimeSpan lifetime) =>
        redis.GetDatabase().StringSet(
            key, JsonSerializer.SerializeToUtf8Bytes(entry, Client.RtxJson.Options), lifetime, flags: CommandFlags.FireAndForget);

    private static void Count(CacheKind kind, string outcome) => Reads.Add(1, new("kind", kind.Name), new("outcome", outcome));

    /// <param name="ReadAt">Time just before it was read.</param>
    /// <param name="Value">The answer.</param>
    private sealed record Entry<T>(DateTimeOffset ReadAt, T Value);
}

/// <summary>A kind of cached answer and its lifetime.</summary>
public sealed record CacheKind(string Name, TimeSpan Lifetime)
{
    public static CacheKind Prices { get; } = new("prices", TimeSpan.FromSeconds(1));

    public static CacheKind Accounts { get; } = new("account", TimeSpan.FromSeconds(60));

    public static CacheKind Positions { get; } = new("positions", TimeSpan.FromSeconds(30));

    public static CacheKind Instruments { get; } = new("instruments", TimeSpan.FromHours(1));
}
