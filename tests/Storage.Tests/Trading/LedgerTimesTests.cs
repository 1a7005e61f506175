using Rtx.Model;
using Rtx.Storage.Database;
using Rtx.Storage.Migrations;
using Rtx.Storage.Trading;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.Trading;

public sealed class LedgerTimesTests(TestPostgres postgres)
{
    private const int BeforeEffectiveTimes = 13;

    private const string LedgerFromBefore = """
        insert into users (user_name, password_hash, role) values ('u', '', 1);
        insert into accounts (user_id, name) values (1, 'a');
        insert into trades values (7, 1, 100, 10, 1, 2, 1, 2, 1, '2026-03-01 23:59:59.9Z');
        insert into ledger_transactions values
          (1, 1, 1, 'salary', '2026-03-01 12:00Z', '{-3}', '{USD}', '{100}'),
          (1, 2, 3, 'trade:7:buy', '2026-03-02 00:05Z', '{-1}', '{USD}', '{-40}');
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_from_before_take_effect_at_the_time_of_their_trade()
    {
        await using var test = await postgres.NameDatabaseAsync(DatabaseKind.Trading);
        await new DatabaseMigrator(DatabaseKind.Trading, test.ConnectionString).Up(BeforeEffectiveTimes, Cancel);
        await test.ExecuteAsync(LedgerFromBefore, Cancel);

        await new DatabaseMigrator(DatabaseKind.Trading, test.ConnectionString).Up(cancellationToken: Cancel);

        await using var database = new TradingDatabase(test.ConnectionString);
        var ledger = await new HistoryStore(database).GetLedgerAsync(new AccountId(1), beforeSequence: null, 10, Cancel);
        Assert.Equal(
            [("trade:7:buy", At(1, 23, 59, 59, 900), At(2, 0, 5, 0)), ("salary", At(1, 12, 0, 0), At(1, 12, 0, 0))],
            ledger.Select(transaction => (transaction.Reference, transaction.EffectiveAt, transaction.BookedAt)));
    }

    [Fact]
    public async Task A_row_of_a_program_from_before_is_readable_and_counts_as_of_its_booking()
    {
        await using var trading = await TradingFixture.StartAsync(postgres);

        await using (var insert = trading.Database.CreateCommand("""
            insert into ledger_transactions (account_id, sequence, kind, reference, booked_at, counter_account_ids, currencies, amounts)
            values (1, 1, 1, 'salary', '2026-03-01 12:00Z', '{-3}', '{USD}', '{100}')
            """)) await insert.ExecuteNonQueryAsync(Cancel);

        var transaction = Assert.Single(
            await new HistoryStore(trading.Database).GetLedgerAsync(new AccountId(1), beforeSequence: null, 10, Cancel));
        Assert.Equal((At(1, 12, 0, 0), At(1, 12, 0, 0)), (transaction.EffectiveAt, transaction.BookedAt));
    }

    private static Timestamp At(int day, int hour, int minute, int second, int millisecond = 0) =>
        Timestamp.From(new DateTime(2026, 3, day, hour, minute, second, millisecond, DateTimeKind.Utc));
}
