using Npgsql;
using Rtx.Chaos.Network;
using Rtx.Chaos.Processes;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;

namespace Rtx.Chaos.Servers;

/// <summary>
/// A PostgreSQL of the run with full durability; it can be crashed, paused and filled up, and have a standby at the second of two addresses
/// known to the silos.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    private readonly DataVolume _volume;
    private readonly Island _island;
    private readonly string _logs;
    private readonly string _log;
    private readonly int _port;
    private readonly IReadOnlyList<int> _places;
    private SupervisedProcess? _process;

    private PostgresServer(DataVolume volume, Island island, string logs, IReadOnlyList<int> places, int port)
    {
        (_volume, _island, _logs, _places, _port) = (volume, island, logs, places, port);
        _log = Path.Combine(logs, $"postgres-{(port == places[0] ? 1 : 2)}.log");
    }

    public DataVolume Volume => _volume;

    /// <summary>Whether the server has ended, for any reason.</summary>
    public bool HasEnded => _process is null or { HasExited: true };

    private string Data => Path.Combine(_volume.Folder, $"data-{_port}");

    /// <summary>Starts a new one.</summary>
    /// <param name="volume">Where it stores its files.</param>
    /// <param name="island">Its network.</param>
    /// <param name="logs">Folder for its log.</param>
    public static async Task<PostgresServer> StartAsync(DataVolume volume, Island island, string logs)
    {
        var places = ServerProcess.FreePortsForLater(2);
        var server = new PostgresServer(volume, island, logs, places, places[0]);
        await PostgresPrograms.InitializeAsync(volume.Folder, server.Data);
        await File.AppendAllTextAsync(Path.Combine(server.Data, "pg_hba.conf"), $"host all all {island.Range} trust\n");
        await server.StartAsync();
        return server;
    }

    /// <summary>Connection string for silos, wherever the primary is.</summary>
    public string ConnectionString(string database) =>
        $"Host={string.Join(',', _places.Select(port => $"{_island.Database}:{port}"))};"
            + $"Username={PostgresPrograms.SuperUser};Database={database};"
        + "Target Session Attributes=primary;Host Recheck Seconds=1";

    /// <summary>Connection string for the run's own checks; not affected by network cuts.</summary>
    public string CheckingConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Username={PostgresPrograms.SuperUser};Database={database};Pooling=false;Command Timeout=300";

    /// <summary>Starts a standby at the other address.</summary>
    public async Task<PostgresServer> StartStandbyAsync()
    {
        var standby = new PostgresServer(_volume, _island, _logs, _places, _places.Single(port => port != _port));
        await PostgresPrograms.CopyAsync(_volume.Folder, standby.Data, _port);
        await standby.StartAsync();
        return standby;
    }

    /// <summary>Restarts it and waits until it answers.</summary>
    public async Task StartAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = await SupervisedProcess.StartAsync("postgres", _log,
            [
                .. PostgresPrograms.AsServerUser, Path.Combine(PostgresPrograms.Folder, "postgres"), "-D", Data, "-p", $"{_port}",
                "-c", _island.CanCut ? $"listen_addresses=127.0.0.1,{_island.Database}" : "listen_addresses=127.0.0.1", "-c",
                "unix_socket_directories=",
                "-c", "max_connections=400", "-c", "shared_buffers=256MB", "-c", "max_wal_size=256MB", "-c", "jit=off",
            ]);
        await WaitUntilAnswersAsync();
    }

    /// <summary>Waits until it answers.</summary>
    public async Task WaitUntilAnswersAsync()
    {
        await Eventually.HoldsAsync(async () => HasEnded || await AnswersAsync(), $"PostgreSQL answers; see {_log}", StartPatience);
        if (HasEnded) throw new InvalidOperationException($"PostgreSQL ended: see {_log}.");
    }

    /// <summary>Kills all of its processes, like a machine crash that preserves the disk.</summary>
    public async Task KillAsync()
    {
        var children = Signals.ChildrenOf(_process!.Id);
        _process.Send(Signal.Kill);
        foreach (var child in children) Signals.Send(child, Signal.Kill);
        await _process.EndAsync(Signal.Kill, TimeSpan.FromSeconds(10));
    }

    /// <summary>Kills one backend process; the server then ends all others and recovers.</summary>
    public async Task KillBackendAsync()
    {
        var backend = (
            await QueryAsync<int?>(
                "select max(pid) from pg_stat_activity where backend_type = 'client backend' "
                    + "and datname = 'rtx_trading' and pid <> pg_backend_pid()"))!;
        if (backend is { } process) Signals.Send(process, Signal.Kill);
    }

    /// <summary>Stops it immediately without a checkpoint.</summary>
    public Task StopImmediatelyAsync() => _process!.EndAsync(Signal.Quit, TimeSpan.FromSeconds(20));

    /// <summary>Freezes all of its processes; connections stay open and nothing answers.</summary>
    public void Pause() => Signals.SendToTree(_process!.Id, Signal.Stop);

    /// <summary>Lets the processes continue.</summary>
    public void Resume() => Signals.SendToTree(_process!.Id, Signal.Continue);

    /// <summary>Terminates all connections of silos.</summary>
    public Task CutConnectionsAsync() =>
        QueryAsync<long>(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where backend_type = 'client backend' and pid <> "
                + "pg_backend_pid()");

    /// <summary>Runs a query or command and returns its value.</summary>
    public async Task<T> QueryAsync<T>(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(CheckingConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default!;
    }

    /// <summary>Stops it and removes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        if (!HasEnded)
        {
            Resume();
            await _process.EndAsync(Signal.Interrupt, TimeSpan.FromSeconds(30));
        }

        await _process.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await QueryAsync<int>("select 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // Not listening yet, or still recovering.
        }
    }
}
