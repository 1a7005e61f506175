using Rtx.Testing;
using Rtx.Testing.Infrastructure;

namespace Rtx.Actors.Tests.MarketData;

public sealed class TickStreamTests(TestPostgres postgres, TestRedis redis)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ticks_sent_twice_through_the_stream_are_in_the_table_once()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        var ticks = TickCluster.CreateTicks(8_000);

        foreach (var chunk in ticks.Chunk(500)) await cluster.Gateway.SendAsync(chunk, Cancel);
        foreach (var chunk in ticks.Chunk(3_000)) await cluster.Gateway.SendAsync(chunk, Cancel);
        await Eventually.HoldsAsync(async () => await CountSeenAsync(cluster) == 16_000, "every tick seen twice");

        Assert.Equal(8_000L, await cluster.CountTicksAsync());
        await AssertNoViolationsAsync(cluster);
    }

    [Fact]
    public async Task Ticks_that_could_not_be_written_come_again_and_are_stored_once()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        await cluster.Gateway.SendAsync(TickCluster.CreateTicks(160), Cancel);
        await Eventually.HoldsAsync(async () => await cluster.CountTicksAsync() == 160, "the first ticks stored");

        await cluster.ExecuteAsync("alter function keep_candles rename to away");
        await cluster.Gateway.SendAsync(TickCluster.CreateTicks(160, firstSequence: 161), Cancel);
        // A second epoch shows that a writer has failed and opened its shard again.
        await Eventually.HoldsAsync(
            async () => await cluster.ScalarAsync<long>("select max(epoch) from tick_checkpoints") > 1,
            "a delivery that failed and came again");
        Assert.Equal(160L, await cluster.CountTicksAsync());
        await cluster.ExecuteAsync("alter function away rename to keep_candles");

        await Eventually.HoldsAsync(async () => await cluster.CountTicksAsync() == 320, "all ticks stored");
        await AssertNoViolationsAsync(cluster);
    }

    [Fact]
    public async Task A_writer_that_lost_its_shard_goes_and_nothing_is_lost()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        await cluster.Gateway.SendAsync(TickCluster.CreateTicks(160), Cancel);
        await Eventually.HoldsAsync(async () => await cluster.CountTicksAsync() == 160, "the first ticks stored");

        for (var shard = 0; shard < TickStream.Shards; shard++)
        {
            await cluster.Store.OpenWriterAsync(shard, TickStream.Shards, compress: false, Cancel);
        }
        await cluster.Gateway.SendAsync(TickCluster.CreateTicks(160, firstSequence: 161), Cancel);

        await Eventually.HoldsAsync(async () => await cluster.CountTicksAsync() == 320, "the ticks after the loss stored");
        Assert.Equal(3L, await cluster.ScalarAsync<long>("select min(epoch) from tick_checkpoints"));
        await AssertNoViolationsAsync(cluster);
    }

    [Fact]
    public async Task The_touched_candles_are_published_after_the_commit()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        var ticks = TickCluster.CreateTicks(160).Where(tick => tick.InstrumentId == new InstrumentId(5)).ToList();

        await cluster.Gateway.SendAsync(
            [.. ticks, ticks[0] with { Kind = TickKind.Trade, LastPx = new Price(7), LastQty = new Quantity(3) }], Cancel);
        await Eventually.HoldsAsync(() => cluster.Live.Candles.Count >= 3, "three candles published");

        var minute = new Timestamp(ticks[0].Time.UnixMicroseconds / 60_000_000 * 60_000_000);
        Assert.Contains(new Candle(
            new InstrumentId(5), CandlePrice.Trade, minute, new Price(7), new Price(7), new Price(7), new Price(7), new Quantity(3),
            1), cluster.Live.Candles);
        Assert.Equal(
            [CandlePrice.Bid, CandlePrice.Ask, CandlePrice.Trade, CandlePrice.Mid],
            cluster.Live.Candles.Select(candle => candle.PriceKind).Order());
    }

    [Fact]
    public async Task A_tick_that_could_not_be_stored_is_refused_at_the_gateway()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        var good = TickCluster.CreateTicks(1)[0];
        Tick[] bad =
        [
            good with { InstrumentId = default },
            good with { Time = TickChecks.MaxTime },
            good with { Time = new Timestamp(-1) },
            good with { Kind = (TickKind)9 },
            good with { AskQty = new Quantity(-1) },
        ];

        foreach (var tick in bad) await Assert.ThrowsAsync<ArgumentException>(() => cluster.Gateway.SendAsync([good, tick], Cancel));

        Assert.Equal(0L, await cluster.CountEntriesAsync(TickStream.Provider));
    }

    private static async Task<long> CountSeenAsync(TickCluster cluster)
    {
        var progress = await Task.WhenAll(
            Enumerable.Range(0, TickStream.Shards).Select(shard => cluster.Grains.GetGrain<ITickWriterGrain>(shard).GetProgress()));
        return progress.Sum(writer => writer.Written + writer.Duplicates);
    }

    private static async Task AssertNoViolationsAsync(TickCluster cluster) =>
        Assert.All(await cluster.Store.CountViolationsAsync(Cancel), view => Assert.Equal((view.Name, 0L), view));
}
