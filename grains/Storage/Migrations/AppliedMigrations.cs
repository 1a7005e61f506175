using Npgsql;
using Rtx.Model;

namespace Rtx.Storage.Migrations;

/// <summary>Reads which migrations a database has. Read-only: a status query must not change anything.</summary>
internal static class AppliedMigrations
{
    public static async Task<IReadOnlyList<MigrationStatus>> Read(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!await HasVersionTable(connection, cancellationToken)) return [];
        await using var command = new NpgsqlCommand(
            $"select version, description, applied_on at time zone 'utc' from {SchemaMigrationsTable.Name} order by version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new List<MigrationStatus>();
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(new MigrationStatus(reader.GetInt64(0), reader.GetString(1), Timestamp.From(reader.GetDateTime(2)), IsKnown: true));
        }

        return applied;
    }

    /// <summary>
    /// The flavour recorded by earlier migrations, otherwise the requested one, otherwise what the server supports: the extension must be
    /// available and preloaded.
    /// </summary>
    public static async Task<SchemaFlavour> ChooseFlavour(
        NpgsqlConnection connection, IReadOnlyList<MigrationStatus> applied, SchemaFlavour? wanted, CancellationToken cancellationToken)
    {
        var recorded = applied.Select(migration => MigrationScript.FlavourOf(migration.Description))
            .FirstOrDefault(flavour => flavour is not null);
        if (recorded is { } flavour) return flavour;
        if (wanted is { } given) return given;
        return await CanTimescale(connection, cancellationToken) ? SchemaFlavour.Timescale : SchemaFlavour.Plain;
    }

    public static async Task<bool> CanTimescale(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            select exists (select from pg_available_extensions where name = 'timescaledb')
              and current_setting('shared_preload_libraries') like '%timescaledb%'
            """, connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<bool> HasVersionTable(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select to_regclass('public.{SchemaMigrationsTable.Name}') is not null", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
