using Npgsql;

namespace Rtx.Storage.Migrations;

/// <summary>
/// Lets one process at a time migrate a database: a session-level advisory lock on a connection of its own, so it is released when the
/// process ends. Needs a direct connection; a pooler in transaction mode would give the session to another client.
/// </summary>
internal static class MigrationLock
{
    /// <summary>An arbitrary key that nothing else locks; advisory locks are per database.</summary>
    private const long Key = 7_238_101;

    /// <summary>Waits for the lock; disposing the connection releases it.</summary>
    public static async Task<NpgsqlConnection> Acquire(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(MissingDatabase.Unpooled(connectionString));
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command =
                new NpgsqlCommand("select pg_advisory_lock($1)", connection) { CommandTimeout = 0, Parameters = { new() { Value = Key } } };
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
