using Npgsql;

namespace Rtx.Testing.Infrastructure;

/// <summary>PostgreSQL servers of our own on loopback. They do not sync to disk: nothing in them outlives the tests.</summary>
public static class PostgresCluster
{
    /// <summary>Starts a new server.</summary>
    public static async Task<(ServerProcess Server, string ConnectionString)> Start()
    {
        var folder = await PostgresPrograms.CreateFolderAsync("rtx-test-postgres-");
        await PostgresPrograms.InitializeAsync(folder, DataOf(folder));
        return await StartAsync(folder);
    }

    /// <summary>Starts a standby that follows another server from its present state on.</summary>
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

    /// <summary>TimescaleDB works only when it is loaded at the start; where it is not installed the server must not be asked for it.</summary>
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
