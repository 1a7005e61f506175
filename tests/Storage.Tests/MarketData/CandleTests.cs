using Rtx.Model;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.MarketData;

public sealed class CandleTests(TestPostgres postgres)
{
    private static readonly int[] Frames = [1, 5, 15, 30, 60, 240, 1_440];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(11, 1)]
    [InlineData(12, 37)]
    [InlineData(13, 4_000)]
    public async Task Candles_equal_the_ticks_whatever_came_late_or_twice(int seed, int batchSize)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        var ticks = RandomTicks.Create(seed, count: batchSize == 1 ? 300 : 4_000);
        await WriteAsync(data, ticks, batchSize, repeatEvery: 3);

        await data.AssertNoViolationsAsync();
        foreach (var instrument in RandomTicks.Instruments)
        {
            foreach (var priceKind in Enum.GetValues<CandlePrice>())
            {
                foreach (var minutes in Frames)
                {
                    var expected = ReferenceCandles(ticks, instrument, priceKind, minutes);
                    Assert.Equal(expected, await data.Store.GetCandlesAsync(instrument, priceKind, minutes, new Timestamp(0), to: null, 1_000, Cancel));
                }
            }
        }
    }

    [Fact]
    public async Task A_range_includes_its_start_and_not_its_end_and_limits_from_the_right_side()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        await WriteAsync(data, RandomTicks.Create(seed: 14, count: 8_000), batchSize: 4_000, repeatEvery: 2);
        var instrument = RandomTicks.Instruments[0];
        var all = await data.Store.GetCandlesAsync(instrument, CandlePrice.Bid, 5, from: null, to: null, 1_000, Cancel);
        Assert.True(all.Count > 4, "The ticks cover more than twenty minutes.");

        Assert.Equal(all.Take(2), await data.Store.GetCandlesAsync(instrument, CandlePrice.Bid, 5, all[0].OpenTime, to: null, 2, Cancel));
        Assert.Equal(all.TakeLast(2), await data.Store.GetCandlesAsync(instrument, CandlePrice.Bid, 5, from: null, to: null, 2, Cancel));
        Assert.Equal(all.Skip(1).Take(2), await data.Store.GetCandlesAsync(instrument, CandlePrice.Bid, 5, all[1].OpenTime, all[3].OpenTime, 1_000, Cancel));
        Assert.Equal([all[1]], await data.Store.GetCandlesAsync(instrument, CandlePrice.Bid, 5, from: null, all[2].OpenTime, 1, Cancel));
    }

    [Fact]
    public async Task A_length_that_does_not_divide_a_day_is_refused()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => data.Store.GetCandlesAsync(new InstrumentId(1), CandlePrice.Bid, 7, null, null, 10, Cancel));
    }

    [Theory]
    [InlineData("update candles_m1 set high_ticks = high_ticks + 1 where ctid = (select min(ctid) from candles_m1)", "invariant_candles_match_ticks")]
    [InlineData("delete from candles_m1 where ctid = (select min(ctid) from candles_m1)", "invariant_candles_match_ticks")]
    [InlineData("insert into ticks select * from ticks limit 1", "invariant_ticks_are_stored_once")]
    [InlineData("update tick_watermarks set sequence = sequence + 1 where instrument_id = 1", "invariant_watermarks_match_ticks")]
    public async Task An_invariant_view_notices_the_damage(string damage, string view)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        await WriteAsync(data, RandomTicks.Create(seed: 15, count: 500), batchSize: 500, repeatEvery: 2);

        await data.ExecuteAsync(damage);

        Assert.Contains(await data.Store.CountViolationsAsync(Cancel), result => result.Name == view && result.Violations > 0);
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
        Assert.Equal(all.Where(tick => tick.Time >= all[5].Time && tick.Time < all[9].Time), await data.Store.GetTicksAsync(instrument, 2, all[5].Time, all[9].Time, 100, Cancel));
    }

    private static async Task WriteAsync(MarketDataFixture data, IReadOnlyList<Tick> ticks, int batchSize, int repeatEvery)
    {
        var writer = await data.Store.OpenWriterAsync(1, MarketDataFixture.Shards, Cancel);
        foreach (var (index, batch) in ticks.Chunk(batchSize).Index())
        {
            await writer.WriteAsync(batch, index, Cancel);
            if (index % repeatEvery == 0) await writer.WriteAsync(batch, index, Cancel);
        }
    }

    /// <summary>The same from first principles: sort the prices of each span and look at them.</summary>
    private static IEnumerable<Candle> ReferenceCandles(IReadOnlyList<Tick> ticks, InstrumentId instrument, CandlePrice priceKind, int minutes)
    {
        var length = minutes * 60_000_000L;
        return ticks.Where(tick => tick.InstrumentId == instrument && IsPriced(tick, priceKind))
            .GroupBy(tick => tick.Time.UnixMicroseconds / length)
            .OrderBy(span => span.Key)
            .Select(span =>
            {
                var sorted = span.OrderBy(tick => tick.Time).ThenBy(tick => tick.ProviderId).ThenBy(tick => tick.Sequence).ToList();
                var prices = sorted.ConvertAll(tick => PriceOf(tick, priceKind));
                var volume = new Quantity(priceKind is CandlePrice.Trade ? sorted.Sum(tick => tick.LastQty.Lots) : 0);
                return new Candle(instrument, priceKind, new Timestamp(span.Key * length), prices[0], prices.Max(), prices.Min(), prices[^1], volume, prices.Count);
            });
    }

    private static bool IsPriced(Tick tick, CandlePrice priceKind) => priceKind switch
    {
        CandlePrice.Bid => tick.Kind is TickKind.Quote && tick.BidQty > Quantity.Zero,
        CandlePrice.Ask => tick.Kind is TickKind.Quote && tick.AskQty > Quantity.Zero,
        CandlePrice.Trade => tick.Kind is TickKind.Trade,
    };

    private static Price PriceOf(Tick tick, CandlePrice priceKind) => priceKind switch
    {
        CandlePrice.Bid => tick.Bid,
        CandlePrice.Ask => tick.Ask,
        CandlePrice.Trade => tick.LastPx,
    };
}
