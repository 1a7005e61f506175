using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Rtx.Gateway.Reads;

/// <summary>
/// Answers that Redis keeps for whoever is content with them: a request that allows an answer of some age may get one, and is told its
/// age. All others are read where the truth is, and so is everything when Redis is away, slow or empty: nothing depends on what is kept.
/// </summary>
public sealed class ReadCache(IConnectionMultiplexer redis, IOptions<ClusterOptions> cluster, TimeProvider clock)
{
    /// <summary>Longer than Redis takes when it is well, shorter than the answer takes without it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private static readonly Meter Meter = new("Rtx.ClientApi");
    private static readonly Counter<long> Reads = Meter.CreateCounter<long>("rtx.cache.reads", "{read}", "Answers asked of the read cache, by kind and outcome");

    /// <summary>An answer that is as young as the request asks for; null when there is none.</summary>
    /// <param name="maxAge">How old it may be; null asks for one of now.</param>
    /// <param name="kind">Of what, and for how long one is kept.</param>
    /// <param name="id">Of which.</param>
    /// <param name="read">Reads it where the truth is; null or an exception is not kept.</param>
    public async Task<Aged<T>?> Get<T>(TimeSpan? maxAge, CacheKind kind, object id, Func<Task<T?>> read)
        where T : class
    {
        if (maxAge is not { } allowed || allowed <= TimeSpan.Zero || !redis.IsConnected) return Fresh(await read());
        RedisKey key = $"{cluster.Value.ServiceId}:cache:{kind.Name}:{Convert.ToString(id, CultureInfo.InvariantCulture)}";
        var askedAt = clock.GetUtcNow();
        if (await Find<T>(key) is { } kept && askedAt - kept.ReadAt is var age && age >= TimeSpan.Zero && age <= allowed && age <= kind.Lifetime)
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
        redis.GetDatabase().StringSet(key, JsonSerializer.SerializeToUtf8Bytes(entry, Client.RtxJson.Options), lifetime, flags: CommandFlags.FireAndForget);

    private static void Count(CacheKind kind, string outcome) => Reads.Add(1, new("kind", kind.Name), new("outcome", outcome));

    /// <param name="ReadAt">Just before it was read.</param>
    /// <param name="Value">The answer.</param>
    private sealed record Entry<T>(DateTimeOffset ReadAt, T Value);
}

/// <summary>What is kept, and how old it may become.</summary>
public sealed record CacheKind(string Name, TimeSpan Lifetime)
{
    public static CacheKind Prices { get; } = new("prices", TimeSpan.FromSeconds(1));

    public static CacheKind Accounts { get; } = new("account", TimeSpan.FromSeconds(60));

    public static CacheKind Positions { get; } = new("positions", TimeSpan.FromSeconds(30));

    public static CacheKind Instruments { get; } = new("instruments", TimeSpan.FromHours(1));
}
