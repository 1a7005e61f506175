using Npgsql;

namespace Rtx.Testing.Infrastructure;

/// <summary>Private PostgreSQL servers on loopback. They run without fsync: their data need not outlive the tests.</summary>
public static class PostgresCluster
{
    /// <summary>Starts a new server.</summary>
    public static async Task<(ServerProcess Server, string ConnectionString)> Start()
    {
        var folder = await PostgresPrograms.CreateFolderAsync("rtx-test-postgres-");
        await PostgresPrograms.InitializeAsync(folder, DataOf(folder));
        return await StartAsync(folder);
    }

    /// <summary>Starts a standby that replicates another server.</summary>
    public static async Task<(ServerProcess Server, string ConnectionString)> StartStandbyOfAsync(ServerProcess primary)
    {
        var folder = await PostgresPrograms.CreateFolderAsync("rtx-test-postgres-");
        await PostgresPrograms.CopyAsync(folder, DataOf(folder), primary.Port);
        return await StartAsync(folder);
    }

    private static string DataOf(string folder) => Path.Combine(folder, "data");

    private static async Task<(ServerProcess Server, string ConnectionString)> StartAsync(string folder)
    {
        var binaries = PostgresPrograms.Folder;
        var data = DataOf(folder);
        var port = ServerProcess.FreePort();
        var server = ServerProcess.Start(folder, port,
            [
                .. PostgresPrograms.AsServerUser, Path.Combine(binaries, "postgres"), "-D", data, "-p", port.ToString(),
                "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=300",
                "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", .. PreloadedLibraries(binaries),
            ]);
        var connectionString = $"Host=127.0.0.1;Port={port};Username={PostgresPrograms.SuperUser};Database=postgres";
        await server.WaitUntil(() => Answers(connectionString));
        return (server, connectionString);
    }

    /// <summary>TimescaleDB must be preloaded; naming it where it is not installed would stop the server from starting.</summary>
    private static string[] PreloadedLibraries(string binaries)
    {
        var libraries = Path.Combine(Path.GetDirectoryName(binaries)!, "lib", "timescaledb.so");
        return File.Exists(libraries) ? ["-c", "shared_preload_libraries=timescaledb", "-c", "timescaledb.telemetry_level=off"] : [];
    }

    private static async Task<bool> Answers(string connectionString)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // Not listening yet, or still starting up.
        }
    }
}
