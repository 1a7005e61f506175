using FluentMigrator.Runner;
using FluentMigrator.Runner.VersionTableInfo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Rtx.Storage.Migrations;

/// <summary>
/// Migrates the schema of one database to a version. Each migration is one transaction together with its row in the version table, so a
/// failed one leaves the database unchanged. Processes that start at the same time wait for each other.
/// </summary>
public sealed class DatabaseMigrator
{
    private const int Attempts = 5;

    private readonly MigrationScripts _scripts;
    private readonly string _connectionString;
    private readonly ILoggerFactory _loggerFactory;
    private readonly SchemaFlavour? _flavour;

    /// <summary>Migrates with the scripts embedded in this program.</summary>
    /// <param name="kind">The database.</param>
    /// <param name="connectionString">Npgsql connection string.</param>
    /// <param name="loggerFactory">Creates the loggers of the migrations.</param>
    /// <param name="flavour">The flavour for a database that has none yet; null for what the server supports.</param>
    public DatabaseMigrator(DatabaseKind kind, string connectionString, ILoggerFactory? loggerFactory = null, SchemaFlavour? flavour = null)
        : this(MigrationScripts.Embedded(kind), connectionString, loggerFactory, flavour)
    {
    }

    internal DatabaseMigrator(
        MigrationScripts scripts, string connectionString, ILoggerFactory? loggerFactory = null, SchemaFlavour? flavour = null)
    {
        _scripts = scripts;
        _connectionString = connectionString;
        _loggerFactory = loggerFactory ?? NullLoggerFactory.Instance;
        _flavour = flavour;
    }

    /// <summary>
    /// Applies missing migrations, up to and including a version (null: all). Creates the database if it does not exist. If this raises the
    /// schema floor above the previous version, all other connections are terminated: each client must pass the version check again when it
    /// reconnects.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such version.</exception>
    public async Task Up(long? to = null, CancellationToken cancellationToken = default)
    {
        await MissingDatabase.Create(_connectionString, cancellationToken);
        await using var connection = await MigrationLock.Acquire(_connectionString, cancellationToken);
        var (applied, scripts) = await Inspect(connection, cancellationToken);
        CheckVersion(to, scripts);
        if (scripts.Count == 0) return;
        Run(scripts, runner => runner.MigrateUp(to ?? scripts[^1].Version));
        if (applied.Count > 0 && await SchemaFloor.ReadAsync(connection, cancellationToken) > applied[^1].Version)
            await SchemaFloor.CutOffOthersAsync(connection, cancellationToken);
    }

    /// <summary>Reverts all migrations above a version (0: all); null reverts only the newest one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such version.</exception>
    /// <exception cref="InvalidOperationException">The database has a migration that this program does not know, so it can't revert
    /// it.</exception>
    public async Task Down(long? to = null, CancellationToken cancellationToken = default)
    {
        if (!await MissingDatabase.Exists(_connectionString, cancellationToken)) return;
        await using var connection = await MigrationLock.Acquire(_connectionString, cancellationToken);
        var (applied, scripts) = await Inspect(connection, cancellationToken);
        if (to is not 0) CheckVersion(to, scripts);
        var target = to ?? (applied.Count > 1 ? applied[^2].Version : 0);
        var unknown = applied.FirstOrDefault(
            migration => migration.Version > target && scripts.All(script => script.Version != migration.Version));
        if (unknown is not null)
            throw new InvalidOperationException(
                $"Migration {unknown.Version} '{unknown.Description}' is not part of this program, so it can't take it back.");
        if (applied.Count == 0) return;
        Run(scripts, runner => runner.MigrateDown(target));
    }

    /// <summary>All migrations, by version. A missing database has none applied.</summary>
    public async Task<IReadOnlyList<MigrationStatus>> Status(CancellationToken cancellationToken = default)
    {
        if (!await MissingDatabase.Exists(_connectionString, cancellationToken)) return Merge([], _scripts.For(SchemaFlavour.Plain));
        await using var connection = new NpgsqlConnection(MissingDatabase.Unpooled(_connectionString));
        await connection.OpenAsync(cancellationToken);
        var (applied, scripts) = await Inspect(connection, cancellationToken);
        return Merge(applied, scripts);
    }

    /// <summary>Whether a server has TimescaleDB available and preloaded.</summary>
    public static Task<bool> CanTimescaleAsync(NpgsqlConnection connection, CancellationToken cancellationToken = default) =>
        AppliedMigrations.CanTimescale(connection, cancellationToken);

    private async Task<(IReadOnlyList<MigrationStatus> Applied, IReadOnlyList<MigrationScript> Scripts)> Inspect(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = await AppliedMigrations.Read(connection, cancellationToken);
        var flavour = _scripts.HasFlavours
            ? await AppliedMigrations.ChooseFlavour(connection, applied, _flavour, cancellationToken)
            : SchemaFlavour.Plain;
        return (applied, _scripts.For(flavour));
    }

    private static void CheckVersion(long? version, IReadOnlyList<MigrationScript> scripts)
    {
        if (version is { } wanted && scripts.All(script => script.Version != wanted))
            throw new ArgumentOutOfRangeException(nameof(version), wanted, "There is no migration of this version.");
    }

    private static List<MigrationStatus> Merge(IReadOnlyList<MigrationStatus> applied, IReadOnlyList<MigrationScript> scripts)
    {
        var appliedVersions = applied.Select(migration => migration.Version).ToHashSet();
        var knownVersions = scripts.Select(script => script.Version).ToHashSet();
        var pending = scripts.Where(script => !appliedVersions.Contains(script.Version))
            .Select(script => new MigrationStatus(script.Version, script.Description, AppliedAt: null, IsKnown: true));
        return [.. applied.Select(migration => migration with { IsKnown = knownVersions.Contains(migration.Version) }).Concat(pending)
            .OrderBy(migration => migration.Version)];
    }

    private void Run(IReadOnlyList<MigrationScript> scripts, Action<IMigrationRunner> migrate)
    {
        using var services = new ServiceCollection()
            .AddFluentMigratorCore()
            .ConfigureRunner(runner => runner.AddPostgres15_0().WithGlobalConnectionString(MissingDatabase.Unpooled(_connectionString)))
            .AddSingleton(_loggerFactory)
            .AddScoped<IMigrationInformationLoader>(_ => new ScriptMigrationLoader(scripts))
            .AddScoped<IVersionTableMetaData, SchemaMigrationsTable>()
            .BuildServiceProvider(validateScopes: true);
        for (var attempt = 1; ; attempt++)
        {
            using var scope = services.CreateScope();
            try
            {
                migrate(scope.ServiceProvider.GetRequiredService<IMigrationRunner>());
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < Attempts)
            {
                // Background jobs of TimescaleDB lock the same tables in another order. The migration was rolled back.
            }
        }
    }
}
