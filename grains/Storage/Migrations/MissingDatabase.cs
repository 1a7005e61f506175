using Npgsql;

namespace Rtx.Storage.Migrations;

/// <summary>Creates the database of a connection string if it does not exist.</summary>
internal static class MissingDatabase
{
    /// <summary>Every PostgreSQL server has this database to connect to.</summary>
    private const string MaintenanceDatabase = "postgres";

    /// <summary>Whether the database exists. Other connection failures are thrown.</summary>
    public static async Task<bool> Exists(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Unpooled(connectionString));
        try
        {
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException e) when (
            SaysMissing(e) || (e.InnerException is AggregateException several && several.InnerExceptions.Any(SaysMissing)))
        {
            return false;
        }
    }

    // With several servers, each may fail with a different error.
    private static bool SaysMissing(Exception e) => e is PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName };

    /// <summary>
    /// Creates the database unless it exists. Its collation is C, which compares bytes: nothing is sorted for people, client order ids are
    /// compared with every order, and indexes of other collations can break when the operating system's language rules are updated.
    /// </summary>
    public static async Task Create(string connectionString, CancellationToken cancellationToken)
    {
        if (await Exists(connectionString, cancellationToken)) return;
        var settings = new NpgsqlConnectionStringBuilder(Unpooled(connectionString));
        var name = settings.Database ?? throw new ArgumentException("The connection string names no database.", nameof(connectionString));
        settings.Database = MaintenanceDatabase;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var quoted = $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await using var command = new NpgsqlCommand(
            $"create database {quoted} template template0 encoding 'UTF8' locale_provider libc locale 'C'", connection);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException raced) when (raced.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process that started at the same time has created it, which is fine.
        }
    }

    /// <summary>
    /// A connection string without pooling: migrating is rare, and an idle pooled connection would prevent dropping the database or using
    /// it as a template.
    /// </summary>
    public static string Unpooled(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
}
