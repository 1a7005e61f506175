using System.Diagnostics;
using System.Globalization;

namespace Rtx.Testing.Infrastructure;

/// <summary>PostgreSQL's programs on this machine, and the account that runs them.</summary>
public static class PostgresPrograms
{
    /// <summary>The operating-system user whose name the superuser gets.</summary>
    public const string SuperUser = "postgres";

    /// <summary>The folder of the newest version's programs.</summary>
    public static string Folder { get; } = FindFolder();

    /// <summary>
    /// The prefix of a command: the server refuses to run as root, so root runs it as the account of Debian's package, in a folder that
    /// this account can enter.
    /// </summary>
    public static IReadOnlyList<string> AsServerUser { get; } =
        IsRoot ? ["env", "-C", "/", "setpriv", $"--reuid={SuperUser}", $"--regid={SuperUser}", "--clear-groups"] : [];

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>Makes a temporary folder that the server's account can reach; the usual one may be inside a home directory.</summary>
    public static async Task<string> CreateFolderAsync(string prefix)
    {
        var folder = Directory.CreateTempSubdirectory(prefix).FullName;
        if (!IsRoot || await SucceedsAsync([.. AsServerUser, "test", "-x", Path.GetDirectoryName(folder)!])) return folder;
        Directory.Delete(folder);
        folder = $"/tmp/{prefix}{Guid.NewGuid():N}";
        await RunAsync("mkdir", "--mode=700", folder);
        return folder;
    }

    /// <summary>Makes an empty data folder inside one that the server's account then owns. Connections need no password.</summary>
    public static async Task InitializeAsync(string folder, string data)
    {
        if (IsRoot) await RunAsync("chown", SuperUser, folder);
        await RunAsync([.. AsServerUser, Path.Combine(Folder, "initdb"), "-D", data, "-U", SuperUser, "--auth=trust", "--encoding=UTF8",
            "--locale=C", "--no-sync"]);
    }

    /// <summary>Makes the data folder of a standby: a copy of a running server that replicates it once started.</summary>
    public static async Task CopyAsync(string folder, string data, int primaryPort)
    {
        if (IsRoot) await RunAsync("chown", SuperUser, folder);
        await RunAsync(
        [
            .. AsServerUser, Path.Combine(Folder, "pg_basebackup"), "-D", data, "-R", "-X", "stream", "--checkpoint=fast", "--no-sync",
            "-h", "127.0.0.1", "-p", primaryPort.ToString(CultureInfo.InvariantCulture), "-U", SuperUser,
        ]);
    }

    private static string FindFolder()
    {
        const string Installed = "/usr/lib/postgresql";
        var newest = Directory.Exists(Installed)
            ? Directory.EnumerateDirectories(Installed).Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order().LastOrDefault()
            : null;
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
        return newest ?? onPath ?? throw new InvalidOperationException($"PostgreSQL's server programs are neither in {Installed} nor on the PATH; set {TestPostgres.Variable} to use a server elsewhere.");
    }

    private static async Task RunAsync(params IReadOnlyList<string> command)
    {
        var (exitCode, output) = await ExecuteAsync(command);
        if (exitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)} failed: {output}");
    }

    private static async Task<bool> SucceedsAsync(IReadOnlyList<string> command) => (await ExecuteAsync(command)).ExitCode == 0;

    private static async Task<(int ExitCode, string Output)> ExecuteAsync(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
