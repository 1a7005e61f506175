using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Rtx.Domain.Accounts;
using Rtx.Domain.Ledger;
using Rtx.Model;
using Rtx.Storage.Commits;
using Rtx.Storage.Database;
using Rtx.Storage.Migrations;
using Rtx.Storage.Trading;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.Commits;

public sealed class GroupCommitTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly Currency Usd = new("USD");

    private TestDatabase? _database;
    private TradingDatabase? _trading;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync(DatabaseKind.Trading);
        _trading = new TradingDatabase(_database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _trading!.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task Units_of_many_streams_are_durable_when_their_tasks_complete()
    {
        using var commits = await StartAsync();
        var accounts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => NewAccountAsync()));

        await Task.WhenAll(accounts.Select(a => commits.CommitAsync(Deposit(a, 1, 10m))));

        Assert.Equal(20L, await QueryAsync<long>("select count(*) from ledger_transactions"));
        Assert.Equal(0m, await QueryAsync<decimal>("select sum(amount) from ledger_postings"));
        await commits.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_unit_of_an_older_epoch_is_refused_alone_wherever_its_stream_sorts(int stale)
    {
        var accounts = new[] { await NewAccountAsync(), await NewAccountAsync(), await NewAccountAsync() };
        await new AccountStore(_trading!).OpenAsync(accounts[stale].Account.Id, maxClientOrderIds: 0, CancellationToken.None);
        using var commits = New();
        // Queued before it starts, so that one flush has them all.
        var durable = accounts.Select(a => commits.CommitAsync(Deposit(a, 1, 10m))).ToArray();
        await commits.StartAsync(CancellationToken.None);

        var refused = await Assert.ThrowsAsync<CommitFencedException>(() => durable[stale]);
        await Task.WhenAll(durable.Where((_, i) => i != stale));

        Assert.True(refused.OwnStream);
        Assert.Equal(
            2L,
            await QueryAsync<long>("select count(*) from ledger_transactions where account_id <> $1", accounts[stale].Account.Id.Value));
        Assert.Equal(2L, await QueryAsync<long>("select count(*) from ledger_transactions"));
    }

    [Fact]
    public async Task All_stale_units_of_a_flush_are_refused_and_only_they()
    {
        List<AccountSnapshot> accounts = [];
        while (accounts.Count < 9) accounts.Add(await NewAccountAsync());
        var stale = accounts.Where((_, i) => i % 2 == 1).Select(a => a.Account.Id).ToHashSet();
        foreach (var id in stale) await new AccountStore(_trading!).OpenAsync(id, maxClientOrderIds: 0, CancellationToken.None);
        using var commits = New();
        var durable = accounts.Select(a => commits.CommitAsync(Deposit(a, 1, 10m))).ToArray();
        await commits.StartAsync(CancellationToken.None);
        await Task.WhenAll(durable).ContinueWith(static _ => { }, TaskScheduler.Default);

        Assert.Equal(
            accounts.Select(a => stale.Contains(a.Account.Id)),
            durable.Select(d => d.Exception?.InnerException is CommitFencedException { OwnStream: true }));
        Assert.Equal(accounts.Count - stale.Count, durable.Count(d => d.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_unit_whose_stream_has_lost_its_row_writes_nothing()
    {
        var (lost, other) = (await NewAccountAsync(), await NewAccountAsync());
        await QueryAsync<long>(
            "delete from stream_heads where stream_kind = 1 and stream_id = $1 returning stream_id", lost.Account.Id.Value);
        using var commits = New();
        var (first, second) = (commits.CommitAsync(Deposit(lost, 1, 10m)), commits.CommitAsync(Deposit(other, 1, 10m)));
        await commits.StartAsync(CancellationToken.None);

        Assert.True((await Assert.ThrowsAsync<CommitFencedException>(() => first)).OwnStream);
        await second;
        Assert.Equal(other.Account.Id.Value, await QueryAsync<long>("select account_id from ledger_transactions"));
    }

    [Fact]
    public async Task A_unit_at_another_sequence_than_expected_is_refused()
    {
        var account = await NewAccountAsync();
        using var commits = await StartAsync();
        await commits.CommitAsync(Deposit(account, 1, 10m));

        var unit = Deposit(account, 2, 10m);
        await Assert.ThrowsAsync<CommitFencedException>(
            () => commits.CommitAsync(unit with { Fence = unit.Fence with { ExpectedSequence = 7, NextSequence = 8 } }));

        Assert.Equal(1L, await QueryAsync<long>("select count(*) from ledger_transactions"));
    }

    [Fact]
    public async Task A_unit_that_vouches_for_an_older_account_activation_is_refused_and_names_it()
    {
        var (owner, vouched) = (await NewAccountAsync(), await NewAccountAsync());
        using var commits = await StartAsync();
        var unit = Deposit(owner, 1, 10m) with { Vouched = [new VouchedAccount(vouched.Account.Id, vouched.Epoch - 1)] };

        var refused = await Assert.ThrowsAsync<CommitFencedException>(() => commits.CommitAsync(unit));

        Assert.False(refused.OwnStream);
        Assert.Equal(vouched.Account.Id, Assert.Single(refused.StaleAccounts));
        Assert.Equal(0L, await QueryAsync<long>("select count(*) from ledger_transactions"));
    }

    [Fact]
    public async Task A_unit_that_vouches_for_the_newest_activation_is_committed_beside_one_that_vouches_for_an_older_one()
    {
        var (one, other, vouched) = (await NewAccountAsync(), await NewAccountAsync(), await NewAccountAsync());
        using var commits = New();
        var stale = commits.CommitAsync(
            Deposit(one, 1, 10m) with { Vouched = [new VouchedAccount(vouched.Account.Id, vouched.Epoch - 1)] });
        var newest = commits.CommitAsync(Deposit(other, 1, 10m) with { Vouched = [new VouchedAccount(vouched.Account.Id, vouched.Epoch)] });
        await commits.StartAsync(CancellationToken.None);

        Assert.Equal(vouched.Account.Id, Assert.Single((await Assert.ThrowsAsync<CommitFencedException>(() => stale)).StaleAccounts));
        await newest;
        Assert.Equal(other.Account.Id.Value, await QueryAsync<long>("select account_id from ledger_transactions"));
    }

    [Fact]
    public async Task An_account_commits_beside_a_unit_that_vouches_for_an_older_activation_of_it()
    {
        var (own, other) = (await NewAccountAsync(), await NewAccountAsync());
        using var commits = New();
        var stale = commits.CommitAsync(Deposit(other, 1, 10m) with { Vouched = [new VouchedAccount(own.Account.Id, own.Epoch - 1)] });
        var newest = commits.CommitAsync(Deposit(own, 1, 10m));
        await commits.StartAsync(CancellationToken.None);

        Assert.False((await Assert.ThrowsAsync<CommitFencedException>(() => stale)).OwnStream);
        await newest;
    }

    [Fact]
    public async Task A_unit_that_vouches_for_an_account_is_committed_beside_one_of_that_account_at_another_sequence()
    {
        var (own, other) = (await NewAccountAsync(), await NewAccountAsync());
        using var commits = New();
        var unit = Deposit(own, 2, 10m);
        var tooEarly = commits.CommitAsync(unit);
        var vouching = commits.CommitAsync(Deposit(other, 1, 10m) with { Vouched = [new VouchedAccount(own.Account.Id, own.Epoch)] });
        await commits.StartAsync(CancellationToken.None);

        Assert.True((await Assert.ThrowsAsync<CommitFencedException>(() => tooEarly)).OwnStream);
        await vouching;
    }

    [Fact]
    public async Task Rows_that_the_database_refuses_fail_their_unit_only()
    {
        var (good, bad) = (await NewAccountAsync(), await NewAccountAsync());
        using var commits = await StartAsync();
        var booked = Booked(bad, 1, 10m);
        var illegal = Deposit(bad, 1, 10m) with { LedgerTransactions = [.. booked, .. booked] };

        await Assert.ThrowsAsync<CommitRefusedException>(() => BothAsync(commits, illegal, Deposit(good, 1, 10m)));

        Assert.Equal(good.Account.Id.Value, await QueryAsync<long>("select account_id from ledger_transactions"));
        Assert.Equal(
            0L, await QueryAsync<long>("select sequence from stream_heads where stream_kind = 1 and stream_id = $1", bad.Account.Id.Value));
    }

    [Fact]
    public async Task A_cut_connection_leaves_the_outcome_unknown_and_the_next_unit_goes_through()
    {
        var (first, second) = (await NewAccountAsync(), await NewAccountAsync());
        using var commits = await StartAsync();
        await commits.CommitAsync(Deposit(first, 1, 10m));
        await using var blocker = new NpgsqlConnection(_database!.ConnectionString);
        await blocker.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await ExecuteAsync(blocker, "lock table ledger_transactions in access exclusive mode");

        var hanging = commits.CommitAsync(Deposit(first, 2, 10m));
        await CutOtherConnectionsAsync(blocker);

        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => hanging);
        await transaction.RollbackAsync();
        await commits.CommitAsync(Deposit(second, 1, 10m));
        Assert.Equal(2L, await QueryAsync<long>("select count(*) from ledger_transactions"));
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once()
    {
        var account = await NewAccountAsync();
        using var notStarted = new GroupCommit(
            _trading!, Options.Create(new GroupCommitOptions { MaxQueuedUnits = 1 }), NullLogger<GroupCommit>.Instance);
        _ = notStarted.CommitAsync(Deposit(account, 1, 10m));

        await Assert.ThrowsAsync<CommitBusyException>(() => notStarted.CommitAsync(Deposit(account, 2, 10m)));
    }

    [Fact]
    public async Task Stopping_commits_what_was_accepted_and_refuses_the_rest()
    {
        var account = await NewAccountAsync();
        using var commits = await StartAsync();
        var accepted = commits.CommitAsync(Deposit(account, 1, 10m));

        await commits.StopAsync(CancellationToken.None);

        await accepted;
        await Assert.ThrowsAsync<CommitUnavailableException>(() => commits.CommitAsync(Deposit(account, 2, 10m)));
        Assert.Equal(1L, await QueryAsync<long>("select count(*) from ledger_transactions"));
    }

    [Fact]
    public async Task The_ledger_and_the_events_can_not_be_changed()
    {
        var account = await NewAccountAsync();
        using var commits = await StartAsync();
        await commits.CommitAsync(Deposit(account, 1, 10m));

        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => QueryAsync<long>("update ledger_transactions set booked_at = now() returning 1::bigint"));

        Assert.Equal("RX002", refused.SqlState);
    }

    private static CommitUnit Deposit(AccountSnapshot account, long sequence, decimal amount) => new()
    {
        Fence = new Fence(StreamKey.Of(account.Account.Id), account.Epoch, sequence - 1, sequence),
        LedgerTransactions = Booked(account, sequence, amount),
        Balances = [new BalanceRow(account.Account.Id, Usd, amount * sequence)],
    };

    private static IReadOnlyList<LedgerEntry> Booked(AccountSnapshot account, long sequence, decimal amount)
    {
        var trading = new TradingAccount(account.Account);
        trading.RestoreLedgerSequence(sequence - 1);
        trading.MoveFunds(new Money(amount, Usd), $"deposit-{sequence}", new Timestamp(1_000_000));
        return trading.TakeChanges().Transactions;
    }

    private static Task BothAsync(GroupCommit commits, CommitUnit one, CommitUnit other) =>
        Task.WhenAll(commits.CommitAsync(one), commits.CommitAsync(other));

    private GroupCommit New() => new(_trading!, Options.Create(new GroupCommitOptions()), NullLogger<GroupCommit>.Instance);

    private async Task<GroupCommit> StartAsync()
    {
        var commits = New();
        await commits.StartAsync(CancellationToken.None);
        return commits;
    }

    private async Task<AccountSnapshot> NewAccountAsync()
    {
        var accounts = new AccountStore(_trading!);
        var user = await new UserStore(_trading!).CreateAsync($"user-{Guid.NewGuid():N}", "no hash", 1, CancellationToken.None);
        var account = await accounts.CreateAsync(user!.Id, "test", CancellationToken.None);
        return (await new AccountStore(_trading!).OpenAsync(account!.Id, maxClientOrderIds: 0, CancellationToken.None))!;
    }

    // Waits until the commit hangs on the lock, so that the cut hits it in the middle.
    private static async Task CutOtherConnectionsAsync(NpgsqlConnection connection)
    {
        const string cut =
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        await using var command = new NpgsqlCommand(cut, connection);
        await Eventually.HoldsAsync(async () => (long)(await command.ExecuteScalarAsync())! > 0, "the commit waits for the lock");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<T> QueryAsync<T>(string sql, params object[] values)
    {
        await using var command = _trading!.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
