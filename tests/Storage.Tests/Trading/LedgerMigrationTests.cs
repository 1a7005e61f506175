using Npgsql;
using Rtx.Model;
using Rtx.Storage.Database;
using Rtx.Storage.Migrations;
using Rtx.Storage.Trading;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.Trading;

public sealed class LedgerMigrationTests(TestPostgres postgres)
{
    private const int BeforeTransfers = 11;

    private const string LedgerFromBefore = """
        insert into users (user_name, password_hash, role) values ('u', '', 1);
        insert into accounts (user_id, name) values (1, 'a');
        insert into ledger_transactions values (1, 1, 1, 'salary', now()), (1, 2, 3, 'trade:7:buy', now());
        insert into ledger_postings values (1, 1, 1, 1, 'USD', 100), (1, 1, 2, -3, 'USD', -100),
          (1, 2, 1, 1, 'XAU', 0.5), (1, 2, 2, -1, 'XAU', -0.5), (1, 2, 3, 1, 'USD', -40), (1, 2, 4, -1, 'USD', 40), (1, 2, 5, 1, 'USD', -0.00000001), (1, 2, 6, -2, 'USD', 0.00000001);
        insert into balances values (1, 'USD', 59.99999999), (1, 'XAU', 0.5);
        """;

    [Fact]
    public async Task Postings_from_before_are_the_same_lines_in_their_transactions_and_again_as_rows()
    {
        await using var test = await postgres.NameDatabaseAsync(DatabaseKind.Trading);
        var migrator = new DatabaseMigrator(DatabaseKind.Trading, test.ConnectionString);
        await migrator.Up(BeforeTransfers, TestContext.Current.CancellationToken);
        await test.ExecuteAsync(LedgerFromBefore, TestContext.Current.CancellationToken);
        var before = await ReadLinesAsync(test);

        await migrator.Up(cancellationToken: TestContext.Current.CancellationToken);
        // It raised the minimum schema version and ended existing connections.
        NpgsqlConnection.ClearAllPools();

        Assert.Equal(before, await ReadLinesAsync(test));
        await using var database = new TradingDatabase(test.ConnectionString);
        var (count, sums) = await new AccountStore(database).SumMovementsAsync(new AccountId(1), 2, TestContext.Current.CancellationToken);
        Assert.Equal(1L, count);
        Assert.Equal([new Money(100m, new Currency("USD"))], sums);
        Assert.Equal(
            new Money(100m, new Currency("USD")),
            await new AccountStore(database).FindMovementAsync(new AccountId(1), "salary", TestContext.Current.CancellationToken));
        Assert.Equal([6, 2], (await new HistoryStore(database).GetLedgerAsync(
            new AccountId(1), beforeSequence: null, 10, TestContext.Current.CancellationToken)).Select(t => t.Postings.Count));
        await using (var broken = database.CreateCommand(
            "select (select count(*) from invariant_ledger_sums_to_zero) + (select count(*) from invariant_balances_equal_postings)"))
            Assert.Equal(0L, await broken.ExecuteScalarAsync(TestContext.Current.CancellationToken));

        await migrator.Down(BeforeTransfers, TestContext.Current.CancellationToken);

        Assert.Equal(before, await ReadLinesAsync(test));
    }

    [Fact]
    public async Task Postings_from_before_that_are_no_transfers_stop_the_migration()
    {
        await using var test = await postgres.NameDatabaseAsync(DatabaseKind.Trading);
        var migrator = new DatabaseMigrator(DatabaseKind.Trading, test.ConnectionString);
        await migrator.Up(BeforeTransfers, TestContext.Current.CancellationToken);
        await test.ExecuteAsync(
            LedgerFromBefore + "insert into ledger_postings values (1, 2, 7, 1, 'USD', 1);", TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => migrator.Up(cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("no transfers", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(9, (await ReadLinesAsync(test)).Count);
    }

    [Theory]
    [InlineData("'{}', '{}', '{}'")]
    [InlineData("'{-1}', '{USD}', '{0}'")]
    [InlineData("'{-1}', '{USD}', '{0.000000001}'")]
    [InlineData("'{-1}', '{USD}', '{null}'")]
    [InlineData("'{-1}', '{null}', '{1}'")]
    [InlineData("'{-1,-2}', '{USD}', '{1}'")]
    [InlineData("'{-1}', '{USD,EUR}', '{1}'")]
    [InlineData("null, '{USD}', '{1}'")]
    public async Task A_transaction_that_is_no_list_of_transfers_is_refused(string transfers)
    {
        await using var fixture = await TradingFixture.StartAsync(postgres);

        await using var insert = fixture.Database.CreateCommand(
            $"insert into ledger_transactions values (1, 1, 1, 'bad', now(), {transfers})");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        Assert.Contains(refused.SqlState, new[] { PostgresErrorCodes.CheckViolation, PostgresErrorCodes.NotNullViolation });
    }

    private static async Task<IReadOnlyList<string>> ReadLinesAsync(TestDatabase test)
    {
        List<string> lines = [];
        await using var connection = new NpgsqlConnection(test.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "select concat_ws(' ', account_id, sequence, line, ledger_account_id, currency, amount) from ledger_postings order by account_id, sequence, line", connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) lines.Add(reader.GetString(0));
        return lines;
    }
}
