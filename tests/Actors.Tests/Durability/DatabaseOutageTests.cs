using Npgsql;
using Rtx.Actors.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Durability;

/// <summary>
/// What callers of grains get while the trading database is down: never the driver's own exception. Uses its own cluster, whose database it
/// shuts off.
/// </summary>
public sealed class DatabaseOutageTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private string DatabaseName => new NpgsqlConnectionStringBuilder(cluster.TradingConnectionString).Database!;

    [Fact]
    public async Task Lookups_are_unavailable_and_writes_that_may_have_been_done_are_unknown()
    {
        var users = cluster.Grains.GetGrain<IUsersGrain>(0);
        var accounts = cluster.Grains.GetGrain<IAccountsGrain>(0);
        var (instrument, account) = (await cluster.NewSpotAsync(), await cluster.NewAccountAsync(new Money(100m, TestOrders.Usd)));
        var id = new AccountId(account.GetPrimaryKeyLong());
        await ShutAsync();
        try
        {
            await Assert.ThrowsAsync<DataUnavailableException>(() => users.FindUser("nobody"));
            await Assert.ThrowsAsync<DataUnavailableException>(() => accounts.ListAccounts(owner: null));
            await Assert.ThrowsAsync<DataUnavailableException>(() => cluster.Grains.GetGrain<IInstrumentsGrain>(0).ListInstruments());
            await Assert.ThrowsAsync<DataUnavailableException>(
                () => cluster.Grains.GetGrain<IHistoryGrain>(0).FindOrder(id, new ClientOrderId("none")));
            await Assert.ThrowsAsync<DataUnavailableException>(() => cluster.Grains.GetGrain<IVerificationGrain>(0).GetSettlementLag(10));
            await Assert.ThrowsAsync<DataUnavailableException>(() => cluster.Grains.GetGrain<IInstrumentGrain>(9_999).GetInstrument());
            await Assert.ThrowsAsync<DataUnavailableException>(() => cluster.BookOf(instrument).GetDepth(5));
            await Assert.ThrowsAsync<DataUnavailableException>(() => cluster.Grains.GetGrain<IAccountGrain>(id.Value + 1_000).GetSummary());
            await Assert.ThrowsAsync<OutcomeUnknownException>(() => users.CreateUser("somebody", "no hash", UserRole.Trader));
            await Assert.ThrowsAsync<OutcomeUnknownException>(() => accounts.CreateAccount(new UserId(1), "another"));
            Assert.Equal(ReplyStatus.Unavailable, (await account.MoveFunds(new Money(1m, TestOrders.Usd), "while-shut")).Status);
        }
        finally
        {
            await OpenAsync();
        }

        await Eventually.HoldsAsync(
            async () => (await account.MoveFunds(new Money(1m, TestOrders.Usd), "while-shut")).Status == ReplyStatus.Done,
            "money moves again");
        Assert.Equal(101m, (await account.GetSummary()).Total(TestOrders.Usd));
    }

    [Fact]
    public async Task Money_whose_commit_broke_off_has_an_unknown_outcome_and_moves_once()
    {
        var account = await cluster.NewAccountAsync(new Money(100m, TestOrders.Usd));
        Task<FundsReply> moving;
        await using (var connection = new NpgsqlConnection(cluster.TradingConnectionString))
        {
            await connection.OpenAsync();
            await using var locked = await connection.BeginTransactionAsync();
            await ExecuteAsync(connection, "lock table ledger_transactions in exclusive mode");
            moving = account.MoveFunds(new Money(1m, TestOrders.Usd), "broken-off");
            await Eventually.HoldsAsync(
                async () =>
                    await ExecuteAtServerAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{DatabaseName}' and wait_event_type = 'Lock'") > 0,
                "the commit waits and is cut off");
        }

        Assert.Equal(ReplyStatus.Unknown, (await moving).Status);
        await Eventually.HoldsAsync(
            async () => (await account.MoveFunds(new Money(1m, TestOrders.Usd), "broken-off")).Status == ReplyStatus.Done,
            "money moves again");
        Assert.Equal(101m, (await account.GetSummary()).Total(TestOrders.Usd));
        Assert.Equal(1L, await cluster.QueryAsync<long>(
            "select count(*) from ledger_transactions where account_id = $1 and reference = 'broken-off'", account.GetPrimaryKeyLong()));
    }

    // Refuses new connections and ends existing ones: as if the server were down, for this database only.
    private async Task ShutAsync()
    {
        await ExecuteAtServerAsync($"alter database {DatabaseName} allow_connections false");
        await ExecuteAtServerAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{DatabaseName}'");
    }

    private Task<int> OpenAsync() => ExecuteAtServerAsync($"alter database {DatabaseName} allow_connections true");

    private async Task<int> ExecuteAtServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(cluster.TradingConnectionString) { Database = "postgres" }.ConnectionString);
        await connection.OpenAsync();
        return await ExecuteAsync(connection, sql);
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        while (await reader.ReadAsync()) rows++;
        return rows;
    }
}
