using Npgsql;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.MarketData;

/// <summary>Each invariant view of the market-data database detects its kind of damage: a view without a line here fails.</summary>
public sealed class MarketDataInvariantTests(TestPostgres postgres)
{
    private static readonly (string View, string Damage)[] Damages =
    [
        ("invariant_candles_m1",
            "update minute_candles set high_ticks = high_ticks + 1 where ctid = (select min(ctid) from minute_candles)"),
        ("invariant_candles_m1", "delete from minute_candles where ctid = (select min(ctid) from minute_candles)"),
        ("invariant_spreads_m1", "update minute_candles set spread_sum_ticks = spread_sum_ticks + 1 where price_kind = 4"),
        // Views compute these frames from the minutes: only another view can break them.
        ("invariant_candles_m5", WithWrongOpen("candles_m5")),
        ("invariant_candles_m15", WithWrongOpen("candles_m15")),
        ("invariant_candles_m30", WithWrongOpen("candles_m30")),
        ("invariant_candles_h1", "update hour_candles set close_ticks = close_ticks + 1"),
        ("invariant_candles_h4", "update hour_candles set tick_count = tick_count + 1"),
        ("invariant_candles_d1", "update hour_candles set volume_lots = volume_lots + 1"),
        ("invariant_candles_w1", "delete from hour_candles where instrument_id = 1"),
        ("invariant_candles_mn", "update hour_candles set low_ticks = low_ticks - 1"),
        ("invariant_spreads_h1", "update hour_candles set spread_max_ticks = spread_max_ticks + 1 where price_kind = 4"),
        ("invariant_ticks_are_stored_once", "insert into ticks select * from ticks limit 1"),
        ("invariant_watermarks_match_ticks", "update tick_watermarks set sequence = sequence + 1 where instrument_id = 1"),
    ];

    [Fact]
    public async Task Every_invariant_view_notices_its_damage()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        await (await data.Store.OpenWriterAsync(1, MarketDataFixture.Shards, compress: false, TestContext.Current.CancellationToken))
            .WriteAsync(RandomTicks.Create(seed: 15, count: 500), 0, TestContext.Current.CancellationToken);
        var views = await data.Store.CountViolationsAsync(TestContext.Current.CancellationToken);
        Assert.All(views, view => Assert.Equal((view.Name, 0L), view));
        Assert.Equal(
            Damages.Select(damage => damage.View).Distinct().Order(StringComparer.Ordinal),
            views.Select(view => view.Name).Order(StringComparer.Ordinal));

        await using var connection = await data.Database.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var (view, damage) in Damages)
        {
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var doing = new NpgsqlCommand(damage, connection)) await doing.ExecuteNonQueryAsync(
                TestContext.Current.CancellationToken);
            await using (var count = new NpgsqlCommand($"select count(*) from {view}", connection))
                Assert.True(
                    (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))! > 0,
                    $"{view} does not notice: {damage}");
            await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        }

        await data.AssertNoViolationsAsync();
    }

    private static string WithWrongOpen(string view) => $"""
        do $$ begin
          execute 'create or replace view {view} as select instrument_id, price_kind, open_time, open_ticks + 1 as open_ticks, high_ticks, low_ticks, close_ticks, volume_lots, tick_count from ('
            || rtrim(pg_get_viewdef('{view}'), ';') || ') c';
        end $$
        """;
}
