using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Rtx.Model;
using Rtx.Storage.Commits;
using Rtx.Storage.Database;
using Rtx.Storage.MarketData;
using Rtx.Storage.Migrations;
using Rtx.Storage.Tests.Trading;
using Rtx.Storage.Trading;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.Commits;

/// <summary>Behaviour of a process after a failover to another server: a private primary and standby.</summary>
public sealed class ServerHistoryTests : IAsyncLifetime
{
    private (ServerProcess Server, string ConnectionString) _primary;
    private (ServerProcess Server, string ConnectionString) _standby;

    public async ValueTask InitializeAsync()
    {
        _primary = await PostgresCluster.Start();
        _primary.ConnectionString = new NpgsqlConnectionStringBuilder(
            _primary.ConnectionString) { Database = "rtx_trading" }.ConnectionString;
        await new DatabaseMigrator(DatabaseKind.Trading, _primary.ConnectionString).Up();
        _standby = await PostgresCluster.StartStandbyOfAsync(_primary.Server);
        _standby.ConnectionString = new NpgsqlConnectionStringBuilder(
            _standby.ConnectionString) { Database = "rtx_trading" }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        await _standby.Server.DisposeAsync();
        await _primary.Server.DisposeAsync();
    }

    [Fact]
    public async Task A_standby_is_refused_before_anything_is_sent_to_it()
    {
        await using var database = new TradingDatabase(_standby.ConnectionString);

        await Assert.ThrowsAsync<WrongServerException>(async () => await database.OpenAsync(CancellationToken.None));
        await Assert.ThrowsAsync<WrongServerException>(() => database.PingAsync(CancellationToken.None));
        using var commits = await StartAsync(database);
        await Assert.ThrowsAsync<CommitUnavailableException>(
            () => commits.CommitAsync(new CommitUnit { Fence = new Fence(StreamKey.Of(new AccountId(1)), 1, 0, 1) }));
        Assert.False(database.HistoryChanged.IsCompleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_several_servers_the_primary_is_used_and_another_one_that_takes_its_place_has_another_history(bool isPrimaryFirst)
    {
        int[] ports = isPrimaryFirst ? [_primary.Server.Port, _standby.Server.Port] : [_standby.Server.Port, _primary.Server.Port];
        await using var relay = new TcpRelay(_primary.Server.Port);
        var hosts = string.Join(',', ports.Select(port => $"127.0.0.1:{(port == _primary.Server.Port ? relay.Port : port)}"));
        var settings = new NpgsqlConnectionStringBuilder(_primary.ConnectionString) { Host = hosts, TargetSessionAttributes = "primary" };
        var connectionString = settings.ConnectionString;
        await using var database = new TradingDatabase(connectionString);
        await using var marketData = new MarketDataDatabase(connectionString);
        await using var connection = await marketData.OpenAsync(CancellationToken.None);
        var account = await NewAccountAsync(database);
        using var commits = await StartAsync(database);
        await commits.CommitAsync(UnitOf(account, 0));

        await ExecuteAsync(_standby.ConnectionString, "select pg_promote()");
        // No server is running.
        relay.LeadTo(1);

        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => commits.CommitAsync(UnitOf(account, 1)));
        // Npgsql caches for a moment that the server was a standby.
        while (!database.HistoryChanged.IsCompleted)
        {
            await Assert.ThrowsAsync<CommitUnavailableException>(() => commits.CommitAsync(UnitOf(account, 1)));
        }
        var (known, found) = await database.HistoryChanged;
        Assert.NotEqual(known.Timeline, found.Timeline);
        await using var after = new TradingDatabase(connectionString);
        await after.PingAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_promoted_standby_has_another_history_and_is_never_written_to()
    {
        await using var relay = new TcpRelay(_primary.Server.Port);
        var throughRelay = new NpgsqlConnectionStringBuilder(_primary.ConnectionString) { Port = relay.Port }.ConnectionString;
        await using var database = new TradingDatabase(throughRelay);
        var account = await NewAccountAsync(database);
        using var commits = await StartAsync(database);
        await commits.CommitAsync(UnitOf(account, 0));

        await ExecuteAsync(_standby.ConnectionString, "select pg_promote()");
        relay.LeadTo(_standby.Server.Port);

        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => commits.CommitAsync(UnitOf(account, 1)));
        await Assert.ThrowsAsync<CommitUnavailableException>(() => commits.CommitAsync(UnitOf(account, 1)));
        var (known, found) = await database.HistoryChanged.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(known.SystemId, found.SystemId);
        Assert.NotEqual(known.Timeline, found.Timeline);
        await using var after = new TradingDatabase(_standby.ConnectionString);
        // The standby may lack the first unit, too: nothing was replicated synchronously.
        Assert.True(await QueryAsync(after, "select coalesce(max(sequence), 0) from stream_heads") < 2);
    }

    [Fact]
    public async Task A_book_notes_where_its_history_goes_on_after_commits_were_lost()
    {
        HistoryStart before;
        await using (var database = new TradingDatabase(_primary.ConnectionString))
        {
            var account = await NewAccountAsync(database);
            await new InstrumentStore(database).CreateAsync(TestInstruments.Spot, CancellationToken.None);
            using var commits = await StartAsync(database);
            var first = await OpenAsync(database);
            await CommitAsync(commits, first, account, 1, 2);
            await UntilAsync(_standby.ConnectionString, "select coalesce(max(sequence), 0) = 2 from stream_heads where stream_kind = 2");
            await ExecuteAsync(_standby.ConnectionString, "alter system set primary_conninfo = ''");
            await ExecuteAsync(_standby.ConnectionString, "select pg_reload_conf()");
            await UntilAsync(_standby.ConnectionString, "select not exists (select from pg_stat_wal_receiver)");
            var second = await OpenAsync(database);
            await CommitAsync(commits, second, account, 3, 4, 5);
            before = Assert.Single(await HistoriesAsync(database, account));

            Assert.Equal((first.HistoryId, 1), (before.HistoryId, before.FirstSequence));
            Assert.Equal(first.HistoryId, second.HistoryId);
        }

        await ExecuteAsync(_standby.ConnectionString, "select pg_promote()");
        await using var after = new TradingDatabase(_standby.ConnectionString);
        var owner = (await new AccountStore(after).OpenAsync(new AccountId(1), maxClientOrderIds: 0, CancellationToken.None))!;
        // Nobody has opened the book: nothing can have come that has the sequence of something lost.
        Assert.Equal([before], await HistoriesAsync(after, owner));
        var third = await OpenAsync(after);
        using var commitsAfter = await StartAsync(after);
        await CommitAsync(commitsAfter, third, owner, 3, 4, 5, 6, 7);
        var fourth = await OpenAsync(after);

        var last = Assert.Single(await new HistoryStore(after).GetLastExecutionsAsync(owner.Account.Id, CancellationToken.None));
        Assert.Equal([before, new HistoryStart(third.HistoryId, 3)], last.Histories);
        Assert.Equal((7, third.HistoryId), (last.Sequence, fourth.HistoryId));
        Assert.NotEqual(before.HistoryId, third.HistoryId);
        var checks = await new InvariantChecks(after).CountViolationsAsync(CancellationToken.None);
        Assert.All(checks, check => Assert.True(check.Violations == 0, check.Name));
    }

    [Fact]
    public async Task A_primary_that_takes_no_more_writes_is_left_and_the_unit_counts_as_not_written()
    {
        await using var database = new TradingDatabase(_primary.ConnectionString);
        var account = await NewAccountAsync(database);
        using var commits = await StartAsync(database);
        await ExecuteAsync(_primary.ConnectionString, "alter database rtx_trading set default_transaction_read_only = on");
        await ExecuteAsync(
            _primary.ConnectionString,
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'rtx_trading' and pid <> pg_backend_pid()");

        await Assert.ThrowsAsync<CommitUnavailableException>(async () =>
        {
            // The first one may get a cut connection.
            try
            {
                await commits.CommitAsync(UnitOf(account, 0));
            }
            catch (CommitOutcomeUnknownException)
            {
                await commits.CommitAsync(UnitOf(account, 0));
            }
        });
        await ExecuteAsync(OtherDatabase(_primary.ConnectionString), "alter database rtx_trading reset default_transaction_read_only");
        await commits.CommitAsync(UnitOf(account, 0));
    }

    [Fact]
    public async Task A_commit_that_waits_for_its_standby_for_too_long_is_unknown_and_stays_invisible()
    {
        await ExecuteAsync(_primary.ConnectionString, "alter database rtx_trading set synchronous_commit = on");
        await using var database = new TradingDatabase(_primary.ConnectionString);
        var account = await NewAccountAsync(database);
        using var commits = await StartAsync(database, TimeSpan.FromSeconds(1));
        await commits.CommitAsync(UnitOf(account, 0));
        await ExecuteAsync(_primary.ConnectionString, "alter system set synchronous_standby_names = 'nobody'");
        await ExecuteAsync(_primary.ConnectionString, "select pg_reload_conf()");

        var sequence = 1L;
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(async () =>
        {
            // The setting takes effect after a moment.
            while (true) await commits.CommitAsync(UnitOf(account, sequence++));
        });

        Assert.Equal(sequence - 1, await QueryAsync(database, "select sequence from stream_heads where stream_kind = 1"));
        await ExecuteAsync(OtherDatabase(_primary.ConnectionString), "alter system reset synchronous_standby_names");
        await ExecuteAsync(_primary.ConnectionString, "select pg_reload_conf()");
        // Opening the stream waits for the pending commit and then sees it.
        Assert.Equal(
            sequence,
            (await new AccountStore(database).OpenAsync(account.Account.Id, maxClientOrderIds: 0, CancellationToken.None))!.Sequence);
    }

    private static async Task<BookSnapshot> OpenAsync(TradingDatabase database) =>
        (await new BookStore(database).OpenAsync(TestInstruments.Spot.Id, CancellationToken.None))!;

    private static async Task<IReadOnlyList<HistoryStart>> HistoriesAsync(TradingDatabase database, AccountSnapshot account) =>
        Assert.Single(await new HistoryStore(database).GetLastExecutionsAsync(account.Account.Id, CancellationToken.None)).Histories;

    private static Task CommitAsync(GroupCommit commits, BookSnapshot book, AccountSnapshot account, params long[] sequences)
    {
        var (id, owner) = (book.Instrument.Id, account.Account.Id);
        return commits.CommitAsync(new CommitUnit
        {
            Fence = new Fence(StreamKey.Of(id), book.Epoch, sequences[0] - 1, sequences[^1]),
            OrderEvents = [.. sequences.Select(at => OrderEvents.Accepted(id, at, owner, $"{book.HistoryId}-{at}", Side.Buy))],
        });
    }

    private static async Task UntilAsync(string connectionString, string condition)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var command = source.CreateCommand(condition);
        await Eventually.HoldsAsync(async () => await command.ExecuteScalarAsync() is true, condition);
    }

    private static CommitUnit UnitOf(AccountSnapshot account, long expected) =>
        new() { Fence = new Fence(StreamKey.Of(account.Account.Id), account.Epoch, expected, expected + 1) };

    private static async Task<AccountSnapshot> NewAccountAsync(TradingDatabase database)
    {
        var accounts = new AccountStore(database);
        var user = await new UserStore(database).CreateAsync("somebody", "no hash", 1, CancellationToken.None);
        var account = await accounts.CreateAsync(user!.Id, "test", CancellationToken.None);
        return (await new AccountStore(database).OpenAsync(account!.Id, maxClientOrderIds: 0, CancellationToken.None))!;
    }

    private static async Task<GroupCommit> StartAsync(TradingDatabase database, TimeSpan? timeout = null)
    {
        var options = new GroupCommitOptions();
        if (timeout is { } given) options.FlushTimeout = given;
        var commits = new GroupCommit(database, Options.Create(options), NullLogger<GroupCommit>.Instance);
        await commits.StartAsync(CancellationToken.None);
        return commits;
    }

    private static string OtherDatabase(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres" }.ConnectionString;

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> QueryAsync(TradingDatabase database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
