using FluentMigrator;

namespace Rtx.Storage.Migrations;

/// <summary>
/// Runs one script pair. It uses the connection directly, because FluentMigrator's statement processing would replace <c>$(name)</c> inside
/// function bodies.
/// </summary>
internal sealed class ScriptMigration(MigrationScript script) : Migration
{
    public override void Up() => Run(script.Up);

    public override void Down() => Run(script.Down);

    private void Run(string sql) => Execute.WithConnection((connection, transaction) =>
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = 0;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    });
}
