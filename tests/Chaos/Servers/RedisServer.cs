using Rtx.Chaos.Network;
using Rtx.Chaos.Processes;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;
using StackExchange.Redis;

namespace Rtx.Chaos.Servers;

/// <summary>The run's Redis. It stores nothing on disk, so it is empty after every start.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly string _folder;
    private readonly string _host;
    private readonly int _port = ServerProcess.FreePort();
    private SupervisedProcess? _process;

    private RedisServer(string folder, string host) => (_folder, _host) = (folder, host);

    public string ConnectionString => $"{_host}:{_port}";

    public static async Task<RedisServer> StartAsync(string folder, Island island)
    {
        var server = new RedisServer(folder, island.Redis);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it empty and waits until it answers.</summary>
    public async Task StartAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = await SupervisedProcess.StartAsync("redis", Path.Combine(_folder, "redis.log"),
            [
                "redis-server", "--bind", _host, "--port", $"{_port}", "--protected-mode", "no", "--save", "", "--appendonly", "no",
                "--dir", _folder]);
        await Eventually.HoldsAsync(AnswersAsync, "Redis answers", StartPatience);
    }

    public Task KillAsync() => _process!.EndAsync(Signal.Kill, TimeSpan.FromSeconds(10));

    public void Pause() => _process!.Send(Signal.Stop);

    public void Resume() => _process!.Send(Signal.Continue);

    /// <summary>Deletes all data.</summary>
    public async Task WipeAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString + ",allowAdmin=true");
        await connection.GetServer(connection.GetEndPoints()[0]).FlushAllDatabasesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString + ",connectTimeout=500");
            return true;
        }
        catch (RedisConnectionException)
        {
            return false; // Not listening yet.
        }
    }
}
