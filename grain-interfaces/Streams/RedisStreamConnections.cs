using System.Collections.Concurrent;
using StackExchange.Redis;

namespace Rtx.Streams;

/// <summary>One connection per Redis server and process, shared by all providers and closed with the host.</summary>
internal sealed class RedisStreamConnections : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ConnectionMultiplexer>>> _connections = new();

    /// <summary>Connects in the background when the server is unavailable: commands fail until it is back.</summary>
    public async Task<IDatabase> Connect(string connectionString)
    {
        var connection = await _connections.GetOrAdd(
            connectionString, text => new Lazy<Task<ConnectionMultiplexer>>(() => Open(text))).Value;
        return connection.GetDatabase();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values.Where(connection => connection.IsValueCreated))
            await (await connection.Value).DisposeAsync();
    }

    private static Task<ConnectionMultiplexer> Open(string connectionString)
    {
        var configuration = ConfigurationOptions.Parse(connectionString);
        configuration.AbortOnConnectFail = false;
        return ConnectionMultiplexer.ConnectAsync(configuration);
    }
}
