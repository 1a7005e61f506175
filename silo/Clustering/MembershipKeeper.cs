using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Rtx.Silo.Diagnostics;
using StackExchange.Redis;

namespace Rtx.Silo.Clustering;

/// <summary>
/// Restores the membership table of the cluster when Redis has lost it. Orleans keeps it only there: the silos would go on with what they
/// know, but no API process would find them any more, no silo could join, and none be voted out. Each silo remembers the last table and
/// restores missing rows, under a version newer than all. The first one does it, and the others find it done. A silo that has meanwhile
/// joined the empty table stays in it.
/// </summary>
internal sealed class MembershipKeeper(
    IConnectionMultiplexer redis, IOptions<RedisClusteringOptions> table, IOptions<ClusterOptions> cluster,
    ILogger<MembershipKeeper> log) : BackgroundService
{
    private const string Version = "Version";

    private const string RestoreScript = """
        local version = redis.call('HGET', KEYS[1], ARGV[1])
        if version and tonumber(version) >= tonumber(ARGV[2]) then
            return 0
        end
        for i = 4, #ARGV, 2 do
            redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1])
        end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
        return 1
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private HashEntry[] _rows = [];
    private long _version;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await KeepAsync();
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                // Redis is unavailable; losses show once it is back.
                log.MembershipNotRead(e);
            }
        }
    }

    private async Task KeepAsync()
    {
        if (!redis.IsConnected) return;
        var rows = await redis.GetDatabase().HashGetAllAsync(Key);
        var version = (long?)Array.Find(rows, row => row.Name == Version).Value ?? 0;
        if (version >= _version) (_rows, _version) = (Array.FindAll(rows, row => row.Name != Version), version);
        else await RestoreAsync();
    }

    private async Task RestoreAsync()
    {
        RedisValue[] arguments = [Version, _version, _version + 1, .. _rows.SelectMany(row => new[] { row.Name, row.Value })];
        if ((bool)await redis.GetDatabase().ScriptEvaluateAsync(RestoreScript, [Key], arguments))
            log.MembershipRestored(_rows.Length, _version + 1);
    }

    private RedisKey Key => table.Value.CreateRedisKey(cluster.Value);
}
