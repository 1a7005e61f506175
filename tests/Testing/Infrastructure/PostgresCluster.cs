using System.Diagnostics;
using Npgsql;

namespace Rtx.Testing.Infrastructure;

/// <summary>A PostgreSQL server of our own on loopback. It does not sync to disk: nothing in it outlives the tests.</summary>
internal static class PostgresCluster
{
    private const string SuperUser = "postgres";

    public static async Task<(ServerProcess Server, string ConnectionString)> Start()
    {
        var binaries = FindBinaries();
        var folder = Directory.CreateTempSubdirectory("rtx-test-postgres-").FullName;
        var data = Path.Combine(folder, "data");
        // The server refuses to run as root, so root hands the folder to the account that Debian's package made.
        if (IsRoot) await Run("chown", SuperUser, folder);
        await Run([.. AsServerUser(), Path.Combine(binaries, "initdb"), "-D", data, "-U", SuperUser, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        var port = ServerProcess.FreePort();
        var server = ServerProcess.Start(folder, port,
            [
                .. AsServerUser(), Path.Combine(binaries, "postgres"), "-D", data, "-p", port.ToString(),
                "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={folder}", "-c", "max_connections=300",
                "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", .. PreloadedLibraries(binaries),
            ]);
        var connectionString = $"Host=127.0.0.1;Port={port};Username={SuperUser};Database=postgres";
        await server.WaitUntil(() => Answers(connectionString));
        return (server, connectionString);
    }

    private static bool IsRoot => Environment.UserName is "root";

    private static string[] AsServerUser() => IsRoot ? ["setpriv", $"--reuid={SuperUser}", $"--regid={SuperUser}", "--clear-groups"] : [];

    /// <summary>TimescaleDB works only when it is loaded at the start; where it is not installed the server must not be asked for it.</summary>
    private static string[] PreloadedLibraries(string binaries)
    {
        var libraries = Path.Combine(Path.GetDirectoryName(binaries)!, "lib", "timescaledb.so");
        return File.Exists(libraries) ? ["-c", "shared_preload_libraries=timescaledb", "-c", "timescaledb.telemetry_level=off"] : [];
    }

    private static string FindBinaries()
    {
        const string Installed = "/usr/lib/postgresql";
        var newest = Directory.Exists(Installed)
            ? Directory.EnumerateDirectories(Installed).Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order().LastOrDefault()
            : null;
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
        return newest ?? onPath ?? throw new InvalidOperationException($"PostgreSQL's server programs are neither in {Installed} nor on the PATH; set {TestPostgres.Variable} to use a server elsewhere.");
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

    private static async Task Run(params IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command[0]} failed: {await output}{await errors}");
    }
}
