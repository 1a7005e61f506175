using Npgsql;
using Rtx.Storage.Migrations;

namespace Rtx.Storage.Database;

/// <summary>The schema is older than this program needs, or newer than it understands. Nothing was sent to the database.</summary>
public sealed class WrongSchemaException(string message, Exception? innerException = null) : NpgsqlException(message, innerException);

/// <summary>Checks whether this program can work with the trading database's schema.</summary>
internal static class SchemaVersion
{
    private const string Question =
        $"select (select coalesce(max(version), 0) from {SchemaMigrationsTable.Name}), (select version from schema_floor)";

    private static readonly long Known = MigrationScripts.Embedded(DatabaseKind.Trading).For(SchemaFlavour.Plain)[^1].Version;

    /// <summary>Checks the schema of a connection's database.</summary>
    /// <exception cref="WrongSchemaException">This program must not work with it.</exception>
    public static async Task CheckAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand(Question, connection);
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            Check(applied: reader.GetInt64(0), floor: reader.GetInt64(1), Known);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new WrongSchemaException(
                $"The trading database has no schema of this program; it needs migration {Known}. Run \"migrate up\".", e);
        }
    }

    /// <summary>Checks a schema.</summary>
    /// <param name="applied">The newest migration that it has.</param>
    /// <param name="floor">The lowest version that a program must know.</param>
    /// <param name="known">The newest migration of this program.</param>
    /// <exception cref="WrongSchemaException">The program and the schema do not fit.</exception>
    public static void Check(long applied, long floor, long known)
    {
        if (applied < known)
            throw new WrongSchemaException(
                $"The trading database has migration {applied}, and this program needs {known}. Run \"migrate up\".");
        if (floor > known)
            throw new WrongSchemaException(
                $"The trading database is for programs that know migration {floor}, and this one knows {known}. Start the newer program.");
    }
}
