using Npgsql;
using Rtx.Model;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;
using static Rtx.Storage.Tests.Trading.OrderEvents;

namespace Rtx.Storage.Tests.Trading;

/// <summary>Margin events, and the accounts without margin: Alice is long 10 lots of 2,000 USD each, Bob short.</summary>
public sealed class MarginStoreTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly InstrumentId Gold = TestInstruments.Margined.Id;
    private static readonly Currency Usd = new("USD");

    private TradingFixture _trading = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private MarginStore Store => new(_trading.Database);

    public async ValueTask InitializeAsync()
    {
        _trading = await TradingFixture.StartAsync(postgres);
        var (buy, sell) = (Accepted(
            Gold, 1, _trading.Alice, "a", Side.Buy, 20_000), Accepted(Gold, 2, _trading.Bob, "b", Side.Sell, 20_000));
        await _trading.CommitAsync(buy, sell);
        await _trading.CommitAsync(Traded(buy, sell, 3, isAuction: false));
        await _trading.SettleAsync(_trading.Alice, new Money(1_000m, Usd), "in");
        await _trading.SettleAsync(_trading.Bob, new Money(1_000m, Usd), "in");
    }

    public ValueTask DisposeAsync() => _trading.DisposeAsync();

    [Fact]
    public async Task Events_are_read_as_they_were_written_the_last_of_each_currency_and_in_pages()
    {
        var (call, stopOut, other) = (Event(1, MarginEventKind.CallBegan), Event(
            2, MarginEventKind.StopOutBegan), Event(3, MarginEventKind.CallBegan) with { Currency = new Currency("EUR") });
        Assert.Empty(await Store.ReadLastAsync(_trading.Alice, Cancel));
        await _trading.RecordAsync(call, stopOut);
        await _trading.RecordAsync(other);

        Assert.Equal([Text(other), Text(stopOut)], (await Store.ReadLastAsync(_trading.Alice, Cancel)).Select(Text));
        Assert.Equal([Text(other), Text(stopOut)], (await Store.ReadAsync(_trading.Alice, before: null, 2, Cancel)).Select(Text));
        Assert.Equal([Text(call)], (await Store.ReadAsync(_trading.Alice, before: 2, 2, Cancel)).Select(Text));
        Assert.Empty(await Store.ReadLastAsync(_trading.Bob, Cancel));
        Assert.Empty(await _trading.FindBrokenInvariantsAsync());
    }

    [Fact]
    public async Task A_number_is_used_once_and_a_stop_out_needs_its_reason()
    {
        await _trading.RecordAsync(Event(1, MarginEventKind.CallBegan));
        await Assert.ThrowsAnyAsync<CommitException>(() => _trading.RecordAsync(Event(1, MarginEventKind.CallEnded)));
        await Assert.ThrowsAnyAsync<CommitException>(
            () => _trading.RecordAsync(Event(2, MarginEventKind.StopOutBegan) with { Equity = 500m }));
        await using var delete = _trading.Database.CreateCommand("delete from margin_events");
        Assert.Equal("RX002", (await Assert.ThrowsAsync<PostgresException>(() => delete.ExecuteNonQueryAsync(Cancel))).SqlState);
    }

    [Theory]
    // A tick of 10 lots is 1 USD; 2.5 % of 19,500 is 487.5.
    [InlineData(20_000, "")]
    [InlineData(19_490, "")]
    [InlineData(19_480, "1")]
    [InlineData(21_000, "2")]
    public async Task Accounts_whose_equity_is_below_the_maintenance_margin_are_found(long mark, string expected)
    {
        Assert.Equal([Gold], await Store.ReadOpenInstrumentsAsync(Cancel));
        var found = await Store.ReadStoppedOutAsync([(Gold, new Price(mark), false)], 10, Cancel);
        Assert.Equal(expected, string.Join(' ', found.Select(account => account == _trading.Alice ? 1 : 2)));
    }

    [Fact]
    public async Task Without_a_mark_only_accounts_being_stopped_out_are_found()
    {
        Assert.Empty(await Store.ReadStoppedOutAsync([], 10, Cancel));
        Assert.Empty(await Store.ReadStoppedOutAsync([(Gold, new Price(19_480), true)], 10, Cancel));
        await _trading.RecordAsync(Event(1, MarginEventKind.StopOutBegan));
        Assert.Equal([_trading.Alice], await Store.ReadStoppedOutAsync([], 10, Cancel));
        await _trading.RecordAsync(Event(2, MarginEventKind.StopOutEnded));
        Assert.Empty(await Store.ReadStoppedOutAsync([], 10, Cancel));
    }

    private MarginEvent Event(long sequence, MarginEventKind kind) => new(
        _trading.Alice, sequence, Usd, kind, 480m, 974.5m, 487.25000001m, new Timestamp(5_000_001),
        [new MarginPosition(Gold, 10, new Price(19_490), -510.00000001m)]);

    private static string Text(MarginEvent happened) => $"{happened with { Positions = [] }} {string.Join(' ', happened.Positions)}";
}
