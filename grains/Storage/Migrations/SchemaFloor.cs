using Npgsql;

namespace Rtx.Storage.Migrations;

/// <summary>The lowest version that a program must know to work with a database. Programs check it on each new connection.</summary>
internal static class SchemaFloor
{
    /// <summary>Reads the floor; 0 when the database has none.</summary>
    public static async Task<long> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand("select to_regclass('schema_floor') is not null", connection);
        if (!(bool)(await exists.ExecuteScalarAsync(cancellationToken))!) return 0;
        await using var command = new NpgsqlCommand("select version from schema_floor", connection);
        return (long?)await command.ExecuteScalarAsync(cancellationToken) ?? 0;
    }

    /// <summary>
    /// Terminates the other connections to the database, of all roles that this one may act for: they were admitted under the old floor.
    /// </summary>
    public static async Task CutOffOthersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select pg_terminate_backend(a.pid) from pg_stat_activity a
            join pg_roles r on r.oid = a.usesysid and pg_has_role(r.oid, 'member')
              and (not r.rolsuper or current_setting('is_superuser')::boolean)
            where a.datname = current_database() and a.backend_type = 'client backend' and a.pid <> pg_backend_pid()
            """, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
