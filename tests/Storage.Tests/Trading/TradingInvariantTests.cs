using Npgsql;
using Rtx.Model;
using Rtx.Storage.Trading;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;
using static Rtx.Storage.Tests.Trading.OrderEvents;

namespace Rtx.Storage.Tests.Trading;

/// <summary>Each invariant view of the trading database detects its kind of damage: a view without a line here fails.</summary>
public sealed class TradingInvariantTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly InstrumentId Spot = TestInstruments.Spot.Id;
    private static readonly InstrumentId Margined = TestInstruments.Margined.Id;

    private static readonly Dictionary<string, string> Damages = new()
    {
        ["invariant_balances_equal_postings"] = "update balances set amount = amount + 0.00000001",
        ["invariant_book_histories_follow_each_other"] = "insert into book_histories values (1, 5, 77, 1, 1, 1, 1, now())",
        ["invariant_book_positions_equal_trades"] = "update book_accounts set position_lots = position_lots + 1",
        ["invariant_book_sequences_have_no_gap"] = "update stream_heads set sequence = sequence + 1 where stream_kind = 2",
        ["invariant_deliveries_equal_trades"] =
            "update ledger_transactions set amounts[1] = amounts[1] + 0.01 where kind = 3 and currencies[1] = 'BTC'",
        ["invariant_entries_are_within_trades"] =
            "update positions set cost = cost + 100, realized_pnl = realized_pnl + 100 where lots <> 0",
        ["invariant_followed_prices_equal_events"] =
            "insert into followed_prices (instrument_id, trigger_source, side, price_ticks, sequence) values (1, 0, 1, 5, 999)",
        ["invariant_ledger_has_no_gap"] = "update ledger_transactions set sequence = sequence + 100 where kind = 3",
        // Each transfer is read twice, so no number changes the result; NaN does.
        ["invariant_ledger_sums_to_zero"] = "update ledger_transactions set amounts[1] = 'NaN'",
        ["invariant_margin_events_have_no_gap"] =
            "insert into margin_events (account_id, sequence, currency, kind, equity, initial_margin, maintenance_margin, happened_at, positions) values (1, 2, 'USD', 1, 1, 2, 1, now(), '[]')",
        ["invariant_order_names_are_whole"] = "delete from order_names",
        ["invariant_order_quantities_are_consistent"] = "update orders set cum_lots = 1, leaves_lots = 9 where leaves_lots = 10",
        ["invariant_order_values_equal_trades"] = "update orders set cum_tick_lots = cum_tick_lots + 1",
        ["invariant_orders_begin_with_their_ids"] = "update orders set order_id = order_id + 1000",
        ["invariant_orders_equal_last_events"] = "update orders set price_ticks = price_ticks + 1",
        ["invariant_payments_equal_trades"] =
            "update ledger_transactions set amounts[2] = amounts[2] + 0.01 where kind = 3 and currencies[1] = 'BTC'",
        ["invariant_position_values_equal_trades"] = "update positions set cost = cost + 0.00000001",
        ["invariant_positions_equal_trades"] = "update positions set lots = lots + 1",
        ["invariant_positions_sum_to_zero"] = "update positions set realized_pnl = realized_pnl - 5 where realized_pnl > 0",
        ["invariant_realized_profits_are_booked"] = "update positions set cost = cost + 1, realized_pnl = realized_pnl + 1",
        ["invariant_rows_have_owners"] = "update ledger_transactions set account_id = 999 where account_id = 1",
        ["invariant_settlements_follow_events"] = "update settlements set settled_sequence = settled_sequence + 1",
        ["invariant_trades_are_booked_at_their_time"] =
            "update ledger_transactions set effective_at = effective_at + interval '1 day' where kind = 3",
        ["invariant_trades_equal_events"] = "update trades set lots = lots + 1",
        ["invariant_trades_have_the_terms_of_their_events"] = "update trades set price_ticks = price_ticks + 1",
    };

    private TradingFixture _trading = null!;

    public async ValueTask InitializeAsync()
    {
        _trading = await TradingFixture.StartAsync(postgres);
        await TradeAsync(Spot, 100);
        await TradeAsync(Margined, 20_000, 21_000, 19_500);
        await _trading.SettleAsync(_trading.Alice, new Money(100_000m, new Currency("USD")), "alice");
        await _trading.SettleAsync(_trading.Bob, new Money(100_000m, new Currency("USD")), "bob");
    }

    public ValueTask DisposeAsync() => _trading.DisposeAsync();

    [Fact]
    public async Task Every_invariant_view_notices_its_damage()
    {
        var views = (await new InvariantChecks(_trading.Database).CountViolationsAsync(TestContext.Current.CancellationToken)).ToList();
        Assert.All(views, view => Assert.Equal((view.Name, 0L), view));
        Assert.Equal(Damages.Keys.Order(StringComparer.Ordinal), views.Select(view => view.Name).Order(StringComparer.Ordinal));

        await using var connection = await _trading.Database.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var (view, damage) in Damages)
        {
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            // Without the triggers that protect facts from changes, as a superuser could do it.
            await ExecuteAsync(connection, "set local session_replication_role = replica");
            Assert.True(await ExecuteAsync(connection, damage) > 0, $"The damage for {view} changes nothing.");
            await using (var count = new NpgsqlCommand($"select count(*) from {view}", connection))
                Assert.True((long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))! > 0, $"{view} does not notice.");
            await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        }

        Assert.Empty(await _trading.FindBrokenInvariantsAsync());
    }

    [Fact]
    public async Task Trades_that_are_not_settled_yet_break_nothing()
    {
        await _trading.CommitAsync(
            Accepted(Margined, 13, _trading.Alice, "late", Side.Buy, 30_000),
            Accepted(Margined, 14, _trading.Bob, "late", Side.Sell, 30_000));
        var (buy, sell) = (Accepted(
            Margined, 13, _trading.Alice, "late", Side.Buy, 30_000), Accepted(Margined, 14, _trading.Bob, "late", Side.Sell, 30_000));
        await _trading.CommitAsync(Traded(buy, sell, 15, isAuction: false));
        Assert.Empty(await _trading.FindBrokenInvariantsAsync());

        await _trading.SettleAsync(_trading.Bob, new Money(1m, new Currency("USD")), "more");

        Assert.Empty(await _trading.FindBrokenInvariantsAsync());
    }

    [Fact]
    public async Task A_database_without_views_has_proven_nothing()
    {
        await using (var drop = _trading.Database.CreateCommand("""
            do $$ declare v text; begin
              for v in select viewname from pg_views where viewname like 'invariant\_%' loop execute 'drop view ' || v; end loop;
            end $$
            """)) await drop.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Equal([InvariantChecks.NoViews], await _trading.FindBrokenInvariantsAsync());
    }

    // Alice buys, sells, buys and so on, ten lots of Bob's each time; an order of hers stays open.
    private async Task TradeAsync(InstrumentId instrument, params long[] prices)
    {
        var sequence = 0L;
        for (var i = 0; i < prices.Length; i++)
        {
            var side = i % 2 == 0 ? Side.Buy : Side.Sell;
            var own = Accepted(instrument, sequence + 1, _trading.Alice, $"{instrument.Value}-{i}", side, prices[i]);
            var other = Accepted(instrument, sequence + 2, _trading.Bob, $"{instrument.Value}-{i}", side.Opposite(), prices[i]);
            await _trading.CommitAsync([own, other, .. Traded(own, other, sequence + 3, isAuction: false)]);
            sequence += 4;
        }

        if (instrument == Spot) await _trading.CommitAsync(Accepted(instrument, sequence + 1, _trading.Alice, "open", Side.Buy, 90));
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
