using System.CommandLine;
using Rtx.Storage.Migrations;

namespace Rtx.Silo.Commands;

/// <summary><c>migrate up|down|status</c>: migrates the databases of the connection strings to a version.</summary>
internal static class MigrateCommand
{
    private const string All = "all";

    private static readonly (string Name, DatabaseKind Kind, string ConnectionString)[] Databases =
    [
        ("trading", DatabaseKind.Trading, "Trading"), ("market-data", DatabaseKind.MarketData, "MarketData"),
        ("orleans", DatabaseKind.Orleans, "Orleans"),
    ];

    public static Command Create()
    {
        var database = new Option<string>("--database") { Description = "Which database.", DefaultValueFactory = _ => All };
        database.AcceptOnlyFromAmong([All, .. Databases.Select(d => d.Name)]);
        var to = new Option<long?>("--to") { Description = "Version to stop at; needs one --database." };
        var migrate = new Command("migrate", "Apply, take back or list database migrations.");
        migrate.Subcommands.Add(Subcommand("up", "Apply what is missing; makes missing databases.", (m, version, ct) => m.Up(version, ct)));
        migrate.Subcommands.Add(
            Subcommand(
                "down", "Take back the newest migration, or everything above --to (0: everything).", (m, version, ct) =>
                    m.Down(version, ct)));
        migrate.Subcommands.Add(Subcommand("status", "List migrations.", (_, _, _) => Task.CompletedTask));
        return migrate;

        Command Subcommand(string name, string description, Func<DatabaseMigrator, long?, CancellationToken, Task> work)
        {
            var command = new Command(name, description) { database, to };
            command.SetAction((result, ct) => RunAsync(result.GetValue(database)!, result.GetValue(to), work, ct));
            return command;
        }
    }

    private static async Task<int> RunAsync(
        string database, long? to, Func<DatabaseMigrator, long?, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (to is not null && string.Equals(database, All, StringComparison.Ordinal))
        {
            await Console.Error.WriteLineAsync("--to needs one --database, because each database has its own versions.");
            return 1;
        }

        var builder = WebApplication.CreateBuilder();
        using var logging = LoggerFactory.Create(
            l =>
                l.AddConfiguration(builder.Configuration.GetSection("Logging"))
                    .AddSimpleConsole(o => o.SingleLine = true)
                    .SetMinimumLevel(LogLevel.Warning));
        foreach (
            var (name, kind, key) in Databases.Where(
                d => string.Equals(database, All, StringComparison.Ordinal) || string.Equals(database, d.Name, StringComparison.Ordinal)))
        {
            if (builder.Configuration.GetConnectionString(key) is not { Length: > 0 } connectionString)
            {
                await Console.Error.WriteLineAsync($"ConnectionStrings__{key} is not set.");
                return 1;
            }

            var migrator = new DatabaseMigrator(kind, connectionString, logging);
            try
            {
                await work(migrator, to, cancellationToken);
                await PrintAsync(name, await migrator.Status(cancellationToken));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                await Console.Error.WriteLineAsync($"{name}: {e.Message}");
                return 1;
            }
        }

        return 0;
    }

    private static async Task PrintAsync(string name, IReadOnlyList<MigrationStatus> migrations)
    {
        foreach (var migration in migrations)
        {
            var state = migration.AppliedAt is { } at ? $"applied {at:yyyy-MM-dd HH:mm:ss}" : "pending";
            await Console.Out.WriteLineAsync(
                $"{name,-12} {migration.Version,4} {migration.Description,-32} {state}{(migration.IsKnown ? "" : " (not part of this program)")}");
        }
    }
}
