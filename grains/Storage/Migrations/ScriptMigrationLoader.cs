using FluentMigrator;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;

namespace Rtx.Storage.Migrations;

/// <summary>Creates one migration per script pair, so that a new migration is two SQL files and no class.</summary>
internal sealed class ScriptMigrationLoader(IReadOnlyList<MigrationScript> scripts) : IMigrationInformationLoader
{
    public SortedList<long, IMigrationInfo> LoadMigrations()
    {
        var migrations = new SortedList<long, IMigrationInfo>();
        foreach (var script in scripts)
        {
            migrations.Add(script.Version, new MigrationInfo(
                script.Version, script.Description, TransactionBehavior.Default, isBreakingChange: false,
                () => new ScriptMigration(script)));
        }

        return migrations;
    }
}
