using StackExchange.Redis;

namespace Rtx.Testing.Infrastructure;

/// <summary>
/// A real Redis server for tests: the one that <see cref="Variable"/> names, else one of its own that is started at the first use and removed at the end.
/// Tests that share it keep apart by a unique service id.
/// </summary>
public sealed class TestRedis : IAsyncDisposable
{
    /// <summary>Environment variable with a StackExchange.Redis configuration string.</summary>
    public const string Variable = "RTX_TEST_REDIS";

    private readonly Lazy<Task<(ServerProcess? Server, string ConnectionString)>> _server = new(FindOrStart);

    /// <summary>How to reach the server.</summary>
    public async Task<string> ConnectionStringAsync() => (await _server.Value).ConnectionString;

    /// <summary>A service id that no other test uses, to prefix keys and channels with.</summary>
    public static string UniqueServiceId() => $"rtx-test-{Guid.NewGuid():N}";

    public async ValueTask DisposeAsync()
    {
        if (!_server.IsValueCreated) return;
        var (server, _) = await _server.Value;
        if (server is not null) await server.DisposeAsync();
    }

    private static async Task<(ServerProcess? Server, string ConnectionString)> FindOrStart()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return (null, given);
        var folder = Directory.CreateTempSubdirectory("rtx-test-redis-").FullName;
        var port = ServerProcess.FreePort();
        var server = ServerProcess.Start(folder, port,
            "redis-server", "--bind", "127.0.0.1", "--port", port.ToString(), "--dir", folder, "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction");
        var connectionString = $"127.0.0.1:{port}";
        await server.WaitUntil(() => Answers(connectionString));
        return (server, connectionString);
    }

    private static async Task<bool> Answers(string connectionString)
    {
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(connectionString + ",connectTimeout=500");
            return true;
        }
        catch (RedisConnectionException)
        {
            return false; // Not listening yet.
        }
    }
}
