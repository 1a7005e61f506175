using FluentMigrator.Runner.VersionTableInfo;

namespace Rtx.Storage.Migrations;

/// <summary>The table that lists the migrations a database has.</summary>
internal sealed class SchemaMigrationsTable : IVersionTableMetaData
{
    public const string Name = "schema_migrations";

    public bool OwnsSchema => false;

    public string SchemaName => "public";

    public string TableName => Name;

    public string ColumnName => "version";

    public string DescriptionColumnName => "description";

    public string AppliedOnColumnName => "applied_on";

    public string UniqueIndexName => "uq_schema_migrations_version";

    public bool CreateWithPrimaryKey => false;
}
