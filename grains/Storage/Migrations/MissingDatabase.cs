using Npgsql;

namespace Rtx.Storage.Migrations;

/// <summary>Makes the database that a connection string names, when the server does not have it.</summary>
internal static class MissingDatabase
{
    /// <summary>Every PostgreSQL server has this database to connect to.</summary>
    private const string MaintenanceDatabase = "postgres";

    /// <summary>Whether the server has the database. Other failures to connect are thrown.</summary>
    public static async Task<bool> Exists(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Unpooled(connectionString));
        try
        {
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException e) when (SaysMissing(e) || (e.InnerException is AggregateException several && several.InnerExceptions.Any(SaysMissing)))
        {
            return false;
        }
    }

    // Of several servers each may have said something else.
    private static bool SaysMissing(Exception e) => e is PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName };

    /// <summary>
    /// Makes the database unless it exists. Text is compared byte by byte in it: nothing here is sorted for people, names are compared with every order, and an index would be wrong after an update
    /// of the system's rules for a language.
    /// </summary>
    public static async Task Create(string connectionString, CancellationToken cancellationToken)
    {
        if (await Exists(connectionString, cancellationToken)) return;
        var settings = new NpgsqlConnectionStringBuilder(Unpooled(connectionString));
        var name = settings.Database ?? throw new ArgumentException("The connection string names no database.", nameof(connectionString));
        settings.Database = MaintenanceDatabase;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            $"create database \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" template template0 encoding 'UTF8' locale_provider libc locale 'C'", connection);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException raced) when (raced.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process that started at the same moment has made it: that is what we wanted.
        }
    }

    /// <summary>Migrating is rare, and an idle pooled connection would keep a database from being dropped or used as a template.</summary>
    public static string Unpooled(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
}
