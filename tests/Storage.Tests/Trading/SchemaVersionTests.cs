using Rtx.Storage.Database;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.Trading;

public sealed class SchemaVersionTests(TestPostgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_works_with_its_own_schema_and_with_a_newer_one_that_says_nothing_else()
    {
        await using var test = await postgres.CreateDatabaseAsync(DatabaseKind.Trading);
        await test.ExecuteAsync("insert into schema_migrations (version, description, applied_on) values (9999, 'later', now())", Cancel);

        await using var database = new TradingDatabase(test.ConnectionString);

        await database.PingAsync(Cancel);
    }

    [Theory]
    [InlineData("update schema_floor set version = 9999", "know migration 9999")]
    [InlineData("delete from schema_migrations where version > 15", "has migration 15")]
    [InlineData("drop table schema_floor", "has no schema of this program")]
    public async Task A_program_refuses_a_schema_that_is_not_for_it(string change, string said)
    {
        await using var test = await postgres.CreateDatabaseAsync(DatabaseKind.Trading);
        await test.ExecuteAsync(change, Cancel);

        await using var database = new TradingDatabase(test.ConnectionString);

        var refusal = await Assert.ThrowsAsync<WrongSchemaException>(() => database.PingAsync(Cancel));
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_connected_refuses_a_schema_that_has_become_too_new_for_it()
    {
        await using var test = await postgres.CreateDatabaseAsync(DatabaseKind.Trading);
        await using var database = new TradingDatabase(test.ConnectionString);
        await database.PingAsync(Cancel);

        await test.ExecuteAsync("update schema_floor set version = 9999", Cancel);

        await Assert.ThrowsAsync<WrongSchemaException>(() => database.PingAsync(Cancel));
        await Assert.ThrowsAsync<WrongSchemaException>(async () => await database.OpenAsync(Cancel));
    }
}
