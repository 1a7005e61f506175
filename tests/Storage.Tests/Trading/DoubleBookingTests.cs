using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Rtx.Domain.Accounts;
using Rtx.Model;
using Rtx.Storage.Commits;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;
using static Rtx.Storage.Tests.Trading.OrderEvents;

namespace Rtx.Storage.Tests.Trading;

public sealed class DoubleBookingTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly InstrumentId Spot = TestInstruments.Spot.Id;

    private TradingFixture _trading = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _trading = await TradingFixture.StartAsync(postgres);

    public ValueTask DisposeAsync() => _trading.DisposeAsync();

    [Fact]
    public async Task A_program_that_forgets_what_it_has_settled_cannot_book_a_trade_twice()
    {
        var (buy, sell) = (Accepted(Spot, 1, _trading.Alice, "a", Side.Buy), Accepted(Spot, 2, _trading.Bob, "b", Side.Sell));
        OrderEvent[] trade = Traded(buy, sell, 3, isAuction: false);
        await _trading.CommitAsync([buy, sell, .. trade]);
        await _trading.SettleAsync(_trading.Alice, new Money(1_000m, new Currency("USD")), "deposit");
        using var commits = new GroupCommit(_trading.Database, Options.Create(new GroupCommitOptions()), NullLogger<GroupCommit>.Instance);
        // Queued before it starts, so that one flush has both: the other account books the trade for the first time.
        var (twice, once) = (commits.CommitAsync(
            await BookAsync(_trading.Alice, trade[0])), commits.CommitAsync(await BookAsync(_trading.Bob, trade[1])));
        await commits.StartAsync(Cancel);

        var refused = await Assert.ThrowsAsync<CommitRefusedException>(() => twice);
        await once;

        Assert.Equal("uq_ledger_transactions_trade_account_id", Assert.IsType<PostgresException>(refused.InnerException).ConstraintName);
        Assert.Equal(2L, await _trading.QueryAsync<long>("select count(*) from ledger_transactions where kind = 3"));
        Assert.Empty(await _trading.FindBrokenInvariantsAsync());
        await commits.StopAsync(Cancel);
    }

    [Fact]
    public async Task Both_sides_of_a_trade_with_oneself_are_booked()
    {
        var (buy, sell) = (Accepted(Spot, 1, _trading.Alice, "a", Side.Buy), Accepted(Spot, 2, _trading.Alice, "b", Side.Sell));
        await _trading.CommitAsync([buy, sell, .. Traded(buy, sell, 3, isAuction: false)]);

        await _trading.SettleAsync(_trading.Alice, new Money(1_000m, new Currency("USD")), "deposit");

        Assert.Equal(2L, await _trading.QueryAsync<long>("select count(*) from ledger_transactions where kind = 3"));
        Assert.Empty(await _trading.FindBrokenInvariantsAsync());
    }

    /// <summary>The booking of an account that treats its order's last event as new, whatever it has settled.</summary>
    private async Task<CommitUnit> BookAsync(AccountId id, OrderEvent trade)
    {
        var opened = (await _trading.Accounts.OpenAsync(id, maxClientOrderIds: 0, Cancel))!;
        var account = new TradingAccount(opened.Account);
        foreach (var instrument in opened.Instruments) account.RegisterInstrument(instrument);
        foreach (var balance in opened.Balances) account.RestoreBalance(balance.Currency, balance.Amount);
        account.RestoreLedgerSequence(opened.LedgerSequence);
        foreach (var e in opened.Unsettled.Where(e => e.ExecType != ExecType.Trade).Append(trade))
        {
            account.Apply(e, new Timestamp(100_000_000));
        }
        var changes = account.TakeChanges();
        return new CommitUnit
        {
            Fence = new Fence(StreamKey.Of(id), opened.Epoch, opened.Sequence, opened.Sequence + 1),
            LedgerTransactions = changes.Transactions,
            Balances = [.. changes.Balances.Select(b => new BalanceRow(id, b.Currency, b.Total.ToDecimal()))],
            Settlements = [.. changes.Settled.Select(s => new SettlementRow(id, s.InstrumentId, s.Sequence))],
        };
    }
}
