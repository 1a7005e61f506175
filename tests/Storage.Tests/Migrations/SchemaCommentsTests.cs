using Npgsql;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.Migrations;

/// <summary>An operator with a SQL client is told what everything holds.</summary>
public sealed class SchemaCommentsTests(TestPostgres postgres)
{
    private const string Uncommented = """
        select c.relname || coalesce('.' || a.attname, '')
        from pg_class c
        left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and not c.relispartition
          and c.relname not like 'invariant\_%' and c.relname <> 'schema_migrations'
          and (col_description(c.oid, a.attnum) is null or obj_description(c.oid, 'pg_class') is null)
        order by 1
        """;

    [Theory]
    [InlineData(DatabaseKind.Trading)]
    [InlineData(DatabaseKind.MarketData)]
    public async Task Every_table_view_and_column_says_what_it_holds(DatabaseKind kind)
    {
        await using var database = await postgres.CreateDatabaseAsync(kind, TestContext.Current.CancellationToken);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(Uncommented);
        var uncommented = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) uncommented.Add(reader.GetString(0));

        Assert.Empty(uncommented);
    }
}
