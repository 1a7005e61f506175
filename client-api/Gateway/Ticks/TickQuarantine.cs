using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Rtx.Client;
using StackExchange.Redis;

namespace Rtx.Gateway.Ticks;

/// <summary>Keeps the newest quarantined ticks in a Redis stream shared by all replicas.</summary>
public sealed class TickQuarantine(
    IConnectionMultiplexer redis, IOptions<ClusterOptions> cluster, IOptions<TickScreenOptions> options, TimeProvider clock)
{
    private const string Field = "tick";

    private static readonly Meter Meter = new("Rtx.ClientApi");
    private static readonly Counter<long> Quarantined = Meter.CreateCounter<long>(
        "rtx.ticks.quarantined", "{tick}", "Ticks put aside, by reason");

    private RedisKey Key => $"{cluster.Value.ServiceId}:quarantined-ticks";

    /// <summary>Whether a text has the form of an entry id.</summary>
    public static bool IsId(string text) => text.Split('-') is [var milliseconds, var number] && IsCount(milliseconds) && IsCount(number);

    private static bool IsCount(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Stores ticks; after a failure it is unknown which were stored.</summary>
    public async Task Add(IEnumerable<(Tick Tick, QuarantineReason Reason)> ticks)
    {
        var now = clock.GetUtcNow();
        var database = redis.GetDatabase();
        var adding = new List<Task>();
        foreach (var (tick, reason) in ticks)
        {
            // The id is set from the entry's position when it is read.
            var entry = new QuarantinedTick { Id = "", Reason = reason, ReceivedAt = now, Tick = tick };
            adding.Add(
                database.StreamAddAsync(
                    Key, Field, JsonSerializer.Serialize(entry, RtxJson.Options), maxLength: options.Value.MaxQuarantined,
                    useApproximateMaxLength: true));
            Quarantined.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
        }

        await Task.WhenAll(adding);
    }

    /// <summary>The newest entries before an entry, newest first.</summary>
    /// <param name="before">Id of an entry; null starts at the newest.</param>
    /// <param name="limit">Maximum number of items.</param>
    public async Task<IReadOnlyList<QuarantinedTick>> List(string? before, int limit)
    {
        var entries = await redis.GetDatabase()
            .StreamRangeAsync(Key, "-", before is null ? "+" : $"({before}", limit, StackExchange.Redis.Order.Descending);
        return [
            .. entries.Select(
                entry => JsonSerializer.Deserialize<QuarantinedTick>((string)entry[Field]!, RtxJson.Options)! with { Id = entry.Id! })];
    }
}
