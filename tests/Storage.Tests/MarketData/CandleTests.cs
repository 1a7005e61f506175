using Rtx.Model;
using Rtx.Storage.MarketData;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.MarketData;

public sealed class CandleTests(TestPostgres postgres)
{
    private static readonly int[] Frames = [1, 5, 15, 30, 60, 240, 1_440];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SchemaFlavour.Plain)]
    [InlineData(SchemaFlavour.Timescale)]
    public async Task Plans_with_parallel_workers_lose_nothing(SchemaFlavour flavour)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres, flavour);
        var writer = await data.Store.OpenWriterAsync(1, MarketDataFixture.Shards, compress: false, Cancel);
        foreach (var batch in RandomTicks.Create(seed: 41, count: 20_000).Chunk(2_000)) await writer.WriteAsync(batch, null, Cancel);
        foreach (var cost in new[] { "parallel_setup_cost", "parallel_tuple_cost", "min_parallel_table_scan_size",
            "min_parallel_index_scan_size" })
            await data.ExecuteAsync($"do $$ begin execute format('alter database %I set {cost} = 0', current_database()); end $$");

        await using var anew = data.OpenAgain();
        var violations = await new TickStore(anew).CountViolationsAsync(Cancel);

        Assert.NotEmpty(violations);
        Assert.All(violations, view => Assert.Equal((view.Name, 0L), view));
    }

    [Theory]
    [InlineData(SchemaFlavour.Plain, 11, 1, false)]
    [InlineData(SchemaFlavour.Plain, 12, 37, false)]
    [InlineData(SchemaFlavour.Plain, 13, 4_000, false)]
    [InlineData(SchemaFlavour.Timescale, 12, 37, false)]
    [InlineData(SchemaFlavour.Timescale, 13, 4_000, false)]
    [InlineData(SchemaFlavour.Timescale, 14, 400, true)]
    public async Task Candles_equal_the_ticks_whatever_came_late_or_twice(SchemaFlavour flavour, int seed, int batchSize, bool compress)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres, flavour);
        var ticks = RandomTicks.Create(seed, count: batchSize == 1 ? 300 : 4_000);
        await WriteAsync(data, ticks, batchSize, repeatEvery: 3, compress);

        await data.AssertNoViolationsAsync();
        foreach (var instrument in RandomTicks.Instruments)
        {
            foreach (var priceKind in Enum.GetValues<CandlePrice>())
            {
                foreach (var minutes in Frames)
                {
                    var expected = ReferenceCandles(ticks, instrument, priceKind, minutes);
                    Assert.Equal(
                        expected,
                        await data.Store.GetCandlesAsync(instrument, priceKind, minutes, new Timestamp(0), to: null, 1_000, Cancel));
                }
            }
        }
    }

    [Theory]
    [InlineData(SchemaFlavour.Plain)]
    [InlineData(SchemaFlavour.Timescale)]
    public async Task A_range_includes_its_start_and_not_its_end_and_limits_from_the_right_side(SchemaFlavour flavour)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres, flavour);
        await WriteAsync(data, RandomTicks.Create(seed: 14, count: 8_000), batchSize: 4_000, repeatEvery: 2);
        var instrument = RandomTicks.Instruments[0];
        var all = await data.Store.GetCandlesAsync(instrument, CandlePrice.Bid, 5, from: null, to: null, 1_000, Cancel);
        Assert.True(all.Count > 4, "The ticks cover more than twenty minutes.");

        Assert.Equal(all.Take(2), await data.Store.GetCandlesAsync(instrument, CandlePrice.Bid, 5, all[0].OpenTime, to: null, 2, Cancel));
        Assert.Equal(all.TakeLast(2), await data.Store.GetCandlesAsync(instrument, CandlePrice.Bid, 5, from: null, to: null, 2, Cancel));
        Assert.Equal(
            all.Skip(1).Take(2),
            await data.Store.GetCandlesAsync(instrument, CandlePrice.Bid, 5, all[1].OpenTime, all[3].OpenTime, 1_000, Cancel));
        Assert.Equal([all[1]], await data.Store.GetCandlesAsync(instrument, CandlePrice.Bid, 5, from: null, all[2].OpenTime, 1, Cancel));
    }

    [Theory]
    [InlineData(SchemaFlavour.Plain, 1_440)]
    [InlineData(SchemaFlavour.Plain, 10_080)]
    [InlineData(SchemaFlavour.Plain, 43_200)]
    [InlineData(SchemaFlavour.Timescale, 1_440)]
    [InlineData(SchemaFlavour.Timescale, 10_080)]
    [InlineData(SchemaFlavour.Timescale, 43_200)]
    public async Task Days_weeks_and_months_go_by_the_trading_day_also_when_clocks_change(SchemaFlavour flavour, int minutes)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres, flavour);
        var markets = MarketDays.Of(RandomTicks.Instruments);
        foreach (var market in markets.Where(market => market.Schedule is not null)) await market.CopySessionsAsync(data.Sessions, Cancel);
        // Into April, across the clock change of 9 March and a holiday on a Monday.
        var ticks = RandomTicks.Create(
            seed: 21, count: 3_000, Timestamp.From(new DateTime(2014, 2, 13, 3, 0, 0, DateTimeKind.Utc)), maxStepMilliseconds: 45 * 60_000);
        await WriteAsync(data, ticks, batchSize: 500, repeatEvery: 3);

        await data.AssertNoViolationsAsync();
        foreach (var market in markets)
        {
            foreach (var priceKind in Enum.GetValues<CandlePrice>())
            {
                var expected = ReferenceCandles(ticks, market.Instrument, priceKind, time => market.PeriodStart(time, minutes)).ToList();
                Assert.Equal(
                    expected,
                    await data.Store.GetCandlesAsync(market.Instrument, priceKind, minutes, new Timestamp(0), to: null, 1_000, Cancel));
                Assert.Equal(
                    expected.TakeLast(3),
                    await data.Store.GetCandlesAsync(market.Instrument, priceKind, minutes, from: null, to: null, 3, Cancel));
                Assert.Equal(expected.Take(1), await data.Store.GetCandlesAsync(
                    market.Instrument, priceKind, minutes, expected[0].OpenTime, expected[1].OpenTime, 9, Cancel));
            }
        }
    }

    [Theory]
    [InlineData(SchemaFlavour.Plain)]
    [InlineData(SchemaFlavour.Timescale)]
    public async Task Candles_outlive_the_ticks_that_retention_drops(SchemaFlavour flavour)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres, flavour);
        var upkeep = new MarketDataUpkeep(data.Database, data.Store);
        await WriteAsync(data, RandomTicks.Create(seed: 22, count: 2_000, maxStepMilliseconds: 200_000), batchSize: 500, repeatEvery: 2);
        await upkeep.RefreshAsync(Cancel);
        var before = await data.Store.GetCandlesAsync(
            RandomTicks.Instruments[0], CandlePrice.Bid, 1, new Timestamp(0), to: null, 1_000, Cancel);

        Assert.True(await upkeep.DropBeforeAsync(new DateOnly(2014, 5, 3), Cancel) > 0);
        Assert.Equal(0, await upkeep.DropBeforeAsync(new DateOnly(2014, 5, 3), Cancel));

        Assert.Equal(
            Timestamp.From(new DateTime(2014, 5, 3, 0, 0, 0, DateTimeKind.Utc)).ToDateTime(),
            await data.ScalarAsync<DateTime>("select date_trunc('day', min(ts), 'utc') from ticks"));
        await data.AssertNoViolationsAsync();
        Assert.Equal(
            before,
            await data.Store.GetCandlesAsync(RandomTicks.Instruments[0], CandlePrice.Bid, 1, new Timestamp(0), to: null, 1_000, Cancel));
    }

    [Fact]
    public async Task The_newest_candle_of_an_aggregate_has_the_newest_tick()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres, SchemaFlavour.Timescale);
        var now = Timestamp.From(TimeProvider.System.GetUtcNow().AddMinutes(-2));
        var ticks = RandomTicks.Create(seed: 23, count: 400, now, maxStepMilliseconds: 500)
            .Where(tick => tick.InstrumentId == RandomTicks.Instruments[0]).ToList();
        await WriteAsync(data, ticks, batchSize: 50, repeatEvery: 2);

        var expected = ReferenceCandles(ticks, RandomTicks.Instruments[0], CandlePrice.Trade, 1).Last();
        Assert.Equal(
            [expected],
            await data.Store.GetCandlesAsync(RandomTicks.Instruments[0], CandlePrice.Trade, 1, from: null, to: null, 1, Cancel));
    }

    [Fact]
    public async Task A_length_that_does_not_divide_a_day_is_refused()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => data.Store.GetCandlesAsync(new InstrumentId(1), CandlePrice.Bid, 7, null, null, 10, Cancel));
    }

    [Fact]
    public async Task Ticks_are_read_by_range_and_newest_first_without_one()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        await WriteAsync(data, RandomTicks.Create(seed: 16, count: 1_000), batchSize: 1_000, repeatEvery: 2);
        var instrument = RandomTicks.Instruments[0];
        var all = await data.Store.GetTicksAsync(instrument, provider: 2, new Timestamp(0), to: null, 1_000, Cancel);

        Assert.All(all, tick => Assert.Equal(2, tick.ProviderId));
        Assert.Equal(all.Count, await data.Store.CountTicksAsync(instrument, 2, Cancel));
        Assert.Equal(all.TakeLast(3), await data.Store.GetTicksAsync(instrument, 2, from: null, to: null, 3, Cancel));
        Assert.Equal(
            all.Where(tick => tick.Time >= all[5].Time && tick.Time < all[9].Time),
            await data.Store.GetTicksAsync(instrument, 2, all[5].Time, all[9].Time, 100, Cancel));
    }

    private static async Task WriteAsync(
        MarketDataFixture data, IReadOnlyList<Tick> ticks, int batchSize, int repeatEvery, bool compress = false)
    {
        var writer = await data.Store.OpenWriterAsync(1, MarketDataFixture.Shards, compress, Cancel);
        foreach (var (index, batch) in ticks.Chunk(batchSize).Index())
        {
            await writer.WriteAsync(batch, index, Cancel);
            if (index % repeatEvery == 0) await writer.WriteAsync(batch, index, Cancel);
        }
    }

    /// <summary>The same, computed naively: sort the prices of each span.</summary>
    private static IEnumerable<Candle> ReferenceCandles(
        IReadOnlyList<Tick> ticks, InstrumentId instrument, CandlePrice priceKind, int minutes)
    {
        var length = minutes * 60_000_000L;
        return ReferenceCandles(ticks, instrument, priceKind, time => new Timestamp(time.UnixMicroseconds / length * length));
    }

    private static IEnumerable<Candle> ReferenceCandles(
        IReadOnlyList<Tick> ticks, InstrumentId instrument, CandlePrice priceKind, Func<Timestamp, Timestamp> openTimeOf)
    {
        return ticks.Where(tick => tick.InstrumentId == instrument && IsPriced(tick, priceKind))
            .GroupBy(tick => openTimeOf(tick.Time))
            .OrderBy(span => span.Key)
            .Select(span =>
            {
                var sorted = span.OrderBy(tick => tick.Time).ThenBy(tick => tick.ProviderId).ThenBy(tick => tick.Sequence).ToList();
                var prices = sorted.ConvertAll(tick => PriceOf(tick, priceKind));
                var volume = new Quantity(priceKind is CandlePrice.Trade ? sorted.Sum(tick => tick.LastQty.Lots) : 0);
                return new Candle(instrument, priceKind, span.Key, prices[0], prices.Max(), prices.Min(), prices[^1], volume, prices.Count);
            });
    }

    private static bool IsPriced(Tick tick, CandlePrice priceKind) => priceKind switch
    {
        CandlePrice.Bid => tick.Kind is TickKind.Quote && tick.BidQty > Quantity.Zero,
        CandlePrice.Ask => tick.Kind is TickKind.Quote && tick.AskQty > Quantity.Zero,
        CandlePrice.Trade => tick.Kind is TickKind.Trade,
        CandlePrice.Mid => tick.Kind is TickKind.Quote && tick.BidQty > Quantity.Zero && tick.AskQty > Quantity.Zero,
    };

    private static Price PriceOf(Tick tick, CandlePrice priceKind) => priceKind switch
    {
        CandlePrice.Bid => tick.Bid,
        CandlePrice.Ask => tick.Ask,
        CandlePrice.Trade => tick.LastPx,
        CandlePrice.Mid => new Price(tick.Bid.Ticks + tick.Ask.Ticks),
    };
}
