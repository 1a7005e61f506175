using StackExchange.Redis;

namespace Rtx.Testing.Infrastructure;

/// <summary>
/// A real Redis server for tests: the one that <see cref="Variable"/> names, else a private one, started on first use and removed at the
/// end. Tests that share it are isolated by a unique service id.
/// </summary>
public sealed class TestRedis : IAsyncDisposable
{
    /// <summary>Environment variable with a StackExchange.Redis configuration string.</summary>
    public const string Variable = "RTX_TEST_REDIS";

    private readonly Lazy<Task<(ServerProcess? Server, string ConnectionString)>> _server;
    private ServerProcess? _again;

    public TestRedis()
        : this(isOwn: false)
    {
    }

    private TestRedis(bool isOwn) => _server = new(() => FindOrStart(isOwn));

    /// <summary>A private server, which may be stopped.</summary>
    public static TestRedis OfItsOwn() => new(isOwn: true);

    /// <summary>The connection string of the server.</summary>
    public async Task<string> ConnectionStringAsync() => (await _server.Value).ConnectionString;

    /// <summary>Stops a private server; its data are lost.</summary>
    public async Task StopAsync()
    {
        var server = _again ?? (await _server.Value).Server ?? throw new InvalidOperationException("This server is not ours to stop.");
        await server.DisposeAsync();
        _again = null;
    }

    /// <summary>Starts it again, empty, at the same address.</summary>
    public async Task StartAgainAsync()
    {
        var port = (await _server.Value).Server!.Port;
        (_again, _) = await Start(port);
    }

    /// <summary>A unique service id to prefix keys and channels with.</summary>
    public static string UniqueServiceId() => $"rtx-test-{Guid.NewGuid():N}";

    public async ValueTask DisposeAsync()
    {
        if (!_server.IsValueCreated) return;
        var (server, _) = await _server.Value;
        if ((_again ?? server) is { } running) await running.DisposeAsync();
    }

    private static async Task<(ServerProcess? Server, string ConnectionString)> FindOrStart(bool isOwn) =>
        !isOwn && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? (null, given)
            : await Start(ServerProcess.FreePort());

    private static async Task<(ServerProcess Server, string ConnectionString)> Start(int port)
    {
        var folder = Directory.CreateTempSubdirectory("rtx-test-redis-").FullName;
        var server = ServerProcess.Start(folder, port,
            "redis-server", "--bind", "127.0.0.1", "--port", port.ToString(), "--dir", folder, "--save", "", "--appendonly", "no",
            "--maxmemory-policy", "noeviction");
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
