using System.Diagnostics;
using Npgsql;
using StackExchange.Redis;

namespace Rtx.Storage.Tests.LocalServers;

/// <summary>
/// The PostgreSQL and the Redis that <c>./run</c> and the other commands start, with the real <c>initdb</c>, in checkouts that other users
/// cannot access.
/// </summary>
public sealed class StartScriptTests : IDisposable
{
    private const string Password = "a-password-of-start-scripts";

    private const string StartAndWait = """
        set -euo pipefail
        cd -- "$2"
        for part in console processes prerequisites servers; do source "$1/$part.sh"; done
        trap 'stop_servers; remove_postgres_folder "$PWD/.data/postgres"' EXIT
        password=$RTX_PASSWORD_OF_TEST
        unset RTX_PASSWORD_OF_TEST
        find_postgres || fail 'PostgreSQL is not installed'
        mkdir -p .data
        find_free_port
        start_postgres "$PWD/.data/postgres" "$REPLY" "$password" "$PWD/.data/postgres.log" fsync=off >&2
        find_free_port
        start_redis "$PWD/.data/redis" "$REPLY" "$password" "$PWD/.data/redis.log" >&2
        printf '%s\n' "$postgres_connection" "$redis_connection"
        cat >/dev/null
        """;

    private readonly DirectoryInfo _private = Directory.CreateTempSubdirectory("rtx-scripts-");

    public void Dispose() => _private.Delete(recursive: true);

    [Theory]
    [InlineData("checkout")]
    [InlineData("a check out, with 'signs'")]
    public async Task Servers_start_below_a_folder_that_others_cannot_enter_and_no_command_line_tells_their_password(string name)
    {
        // Temporary folders have mode 700, as root's home has.
        var checkout = _private.CreateSubdirectory(name);
        using var script = Start(checkout.FullName);
        var errors = script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        var connectionString = await script.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        if (connectionString is null) Assert.Fail(await errors);
        var redisConnectionString = await script.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var answer = await AskAsync(connectionString);
        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => AskAsync(connectionString.Replace(Password, "another", StringComparison.Ordinal)));
        var redisAnswers = await PingRedisAsync(redisConnectionString!);
        await Assert.ThrowsAsync<RedisConnectionException>(() => PingRedisAsync(redisConnectionString!.Split(',')[0]));
        var tellingCommands = CommandLines().Where(command => command.Contains(Password, StringComparison.Ordinal)).ToList();
        script.StandardInput.Close();
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, answer);
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
        Assert.True(redisAnswers);
        Assert.Empty(tellingCommands);
        Assert.Equal(0, script.ExitCode);
        // Neither the password nor the data are left behind.
        Assert.Equal(
            ["postgres.log", "redis", "redis.log"],
            checkout.GetDirectories(".data").Single().GetFileSystemInfos().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    private static Process Start(string checkout) =>
        Process.Start(new ProcessStartInfo("bash", ["-c", StartAndWait, "bash", Scripts, checkout])
        {
            Environment = { ["RTX_PASSWORD_OF_TEST"] = Password },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static async Task<bool> PingRedisAsync(string connectionString)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(connectionString + ",connectTimeout=2000");
        return (await connection.GetDatabase().PingAsync()) >= TimeSpan.Zero;
    }

    // Every user on the machine can read them.
    private static IEnumerable<string> CommandLines()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            string text;
            try
            {
                text = File.ReadAllText(Path.Combine(process, "cmdline"));
            }
            catch (IOException)
            {
                continue; // It has ended.
            }

            yield return text;
        }
    }

    private static async Task<int> AskAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Database=postgres;Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select 1", connection);
        return (int)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static string Scripts
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Actors.sln"))) folder = folder.Parent!;
            return Path.Combine(folder.FullName, "scripts");
        }
    }
}
