using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Rtx.Domain.Accounts;
using Rtx.Model;
using Rtx.Storage.Commits;
using Rtx.Storage.Database;
using Rtx.Storage.Migrations;
using Rtx.Storage.Trading;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.Trading;

/// <summary>
/// A trading database with both test instruments and two accounts, and a book of each instrument that commits given events.
/// </summary>
internal sealed class TradingFixture : IAsyncDisposable
{
    private readonly TestDatabase _test;
    private readonly GroupCommit _commits;
    private readonly Dictionary<InstrumentId, (long Epoch, long Sequence)> _books = [];

    private TradingFixture(TestDatabase test)
    {
        _test = test;
        Database = new TradingDatabase(test.ConnectionString);
        _commits = new GroupCommit(Database, Options.Create(new GroupCommitOptions()), NullLogger<GroupCommit>.Instance);
    }

    public TradingDatabase Database { get; }

    public AccountStore Accounts => new(Database);

    public BookStore Books => new(Database);

    public AccountId Alice { get; private set; }

    public AccountId Bob { get; private set; }

    public static async Task<TradingFixture> StartAsync(TestPostgres postgres)
    {
        var fixture = new TradingFixture(await postgres.CreateDatabaseAsync(DatabaseKind.Trading));
        var accounts = new AccountStore(fixture.Database);
        var instruments = new InstrumentStore(fixture.Database);
        var user = await new UserStore(fixture.Database).CreateAsync("somebody", "no hash", 1, CancellationToken.None);
        fixture.Alice = (await accounts.CreateAsync(user!.Id, "alice", CancellationToken.None))!.Id;
        fixture.Bob = (await accounts.CreateAsync(user.Id, "bob", CancellationToken.None))!.Id;
        foreach (var instrument in new[] { TestInstruments.Spot, TestInstruments.Margined })
        {
            await instruments.CreateAsync(instrument, CancellationToken.None);
            fixture._books[instrument.Id] = ((await fixture.Books.OpenAsync(instrument.Id, CancellationToken.None))!.Epoch, 0);
        }

        await fixture._commits.StartAsync(CancellationToken.None);
        return fixture;
    }

    /// <summary>Commits events of one book as one unit.</summary>
    public async Task CommitAsync(params OrderEvent[] events)
    {
        var instrument = events[0].OrderId.Instrument;
        var (epoch, sequence) = _books[instrument];
        await _commits.CommitAsync(
            new CommitUnit { Fence = new Fence(StreamKey.Of(instrument), epoch, sequence, events[^1].Sequence), OrderEvents = events });
        _books[instrument] = (epoch, events[^1].Sequence);
    }

    /// <summary>Commits an order that its account rejected.</summary>
    public async Task RefuseAsync(AccountId account, NewOrder request, RejectReason reason)
    {
        var opened = (await Accounts.OpenAsync(account, maxClientOrderIds: 0, CancellationToken.None))!;
        await _commits.CommitAsync(new CommitUnit
        {
            Fence = new Fence(StreamKey.Of(account), opened.Epoch, opened.Sequence, opened.Sequence + 1),
            Refusals = [new OrderRefusal(account, request, reason, Detail: null, new Timestamp(1_000_000))],
        });
    }

    /// <summary>Commits an account's controls, as its newest activation.</summary>
    public Task SetControlsAsync(AccountControlsRow controls) =>
        CommitAsync(controls.Account, unit => unit with { AccountControls = controls });

    /// <summary>Commits margin events of an account, as its newest activation.</summary>
    public Task RecordAsync(params MarginEvent[] happened) =>
        CommitAsync(happened[0].AccountId, unit => unit with { MarginEvents = happened });

    /// <summary>Deposits money, settles an account's book events, and commits both, as its newest activation.</summary>
    public async Task SettleAsync(AccountId id, Money deposit, string reference)
    {
        var opened = (await Accounts.OpenAsync(id, maxClientOrderIds: 0, CancellationToken.None))!;
        var account = new TradingAccount(opened.Account);
        foreach (var instrument in opened.Instruments) account.RegisterInstrument(instrument);
        foreach (var balance in opened.Balances) account.RestoreBalance(balance.Currency, balance.Amount);
        foreach (var position in opened.Positions)
        {
            account.RestorePosition(position.Instrument, position.Lots, position.Cost, position.RealizedPnl);
        }
        foreach (var settled in opened.Settlements) account.RestoreSettled(settled.Instrument, settled.SettledSequence);
        account.RestoreLedgerSequence(opened.LedgerSequence);
        account.MoveFunds(deposit, reference, new Timestamp(1_000_000));
        foreach (var e in opened.Unsettled) account.Apply(e, new Timestamp(100_000_000));
        var changes = account.TakeChanges();
        await _commits.CommitAsync(new CommitUnit
        {
            Fence = new Fence(StreamKey.Of(id), opened.Epoch, opened.Sequence, opened.Sequence + 1),
            LedgerTransactions = changes.Transactions,
            Balances = [.. changes.Balances.Select(b => new BalanceRow(id, b.Currency, b.Total.ToDecimal()))],
            Positions = [.. changes.Positions.Select(
                p => new PositionRow(id, p.InstrumentId, p.Lots, p.Cost.ToDecimal(), p.RealizedPnl.ToDecimal()))],
            Settlements = [.. changes.Settled.Select(s => new SettlementRow(id, s.InstrumentId, s.Sequence))],
        });
    }

    private async Task CommitAsync(AccountId account, Func<CommitUnit, CommitUnit> fill)
    {
        var opened = (await Accounts.OpenAsync(account, maxClientOrderIds: 0, CancellationToken.None))!;
        await _commits.CommitAsync(
            fill(new CommitUnit { Fence = new Fence(StreamKey.Of(account), opened.Epoch, opened.Sequence, opened.Sequence + 1) }));
    }

    public async Task<T> QueryAsync<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Names of the invariant views that return a row.</summary>
    public async Task<IEnumerable<string>> FindBrokenInvariantsAsync() =>
        (await new InvariantChecks(Database).CountViolationsAsync(CancellationToken.None)).Where(i => i.Violations > 0).Select(i => i.Name);

    public async ValueTask DisposeAsync()
    {
        await _commits.StopAsync(CancellationToken.None);
        _commits.Dispose();
        await Database.DisposeAsync();
        await _test.DisposeAsync();
    }
}
