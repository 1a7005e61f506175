using Rtx.Model;
using Rtx.Storage.MarketData;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.MarketData;

public sealed class TickWriterTests(TestPostgres postgres)
{
    private const long Shard = 1;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SchemaFlavour.Plain, false)]
    [InlineData(SchemaFlavour.Timescale, false)]
    [InlineData(SchemaFlavour.Timescale, true)]
    public async Task Ticks_are_read_back_as_they_were_written(SchemaFlavour flavour, bool compress)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres, flavour);
        var ticks = RandomTicks.Create(seed: 1, count: 2_500);
        var writer = await data.Store.OpenWriterAsync(Shard, MarketDataFixture.Shards, compress, Cancel);

        var result = await writer.WriteAsync(ticks, streamToken: 7, Cancel);

        Assert.Equal((ticks.Count, 0), (result.Ticks.Count, result.Duplicates));
        foreach (var instrument in RandomTicks.Instruments)
        {
            var expected = ticks.Where(tick => tick.InstrumentId == instrument).OrderBy(tick => tick.Time).ThenBy(tick => tick.ProviderId)
                .ThenBy(tick => tick.Sequence).ThenBy(tick => tick.Kind);
            Assert.Equal(expected, await data.Store.GetTicksAsync(instrument, provider: null, new Timestamp(0), to: null, 5_000, Cancel));
            Assert.Equal(
                expected.TakeLast(20), await data.Store.GetTicksAsync(instrument, provider: null, from: null, to: null, 20, Cancel));
            Assert.Equal(expected.Last(tick => tick.Kind is TickKind.Quote), await data.Store.GetLatestQuoteAsync(instrument, Cancel));
        }

        Assert.Equal(7L, await data.ScalarAsync<long>("select stream_token from tick_checkpoints"));
    }

    [Fact]
    public async Task Large_batches_are_compressed_on_their_way_in_and_small_ones_are_not()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres, SchemaFlavour.Timescale);
        var ticks = RandomTicks.Create(seed: 8, count: 1_000);
        var writer = await data.Store.OpenWriterAsync(Shard, MarketDataFixture.Shards, compress: true, Cancel);
        Assert.True(writer.Compresses);

        await writer.WriteAsync([.. ticks.Take(200)], 1, Cancel);
        Assert.Equal(0L, await CompressedChunksAsync(data));

        await writer.WriteAsync([.. ticks.Skip(200)], 2, Cancel);
        Assert.NotEqual(0L, await CompressedChunksAsync(data));
        Assert.Equal(1_000L, await data.ScalarAsync<long>("select count(*) from ticks"));
        await data.AssertNoViolationsAsync();
    }

    [Fact]
    public async Task A_writer_without_TimescaleDB_compresses_nothing()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        var writer = await data.Store.OpenWriterAsync(Shard, MarketDataFixture.Shards, compress: true, Cancel);

        var result = await writer.WriteAsync(RandomTicks.Create(seed: 9, count: 500), 1, Cancel);

        Assert.False(writer.Compresses);
        Assert.Equal(500, result.Ticks.Count);
    }

    [Theory]
    [InlineData(SchemaFlavour.Plain, false)]
    [InlineData(SchemaFlavour.Timescale, true)]
    public async Task Pages_reach_over_weeks_without_a_tick_and_have_each_tick_once(SchemaFlavour flavour, bool compress)
    {
        const int Page = 100;
        await using var data = await MarketDataFixture.CreateAsync(postgres, flavour);
        var ticks = RandomTicks.Create(seed: 10, count: 3_000).Select((tick, i) => i < 1_500 ? tick : tick with { Time = new Timestamp(
            tick.Time.UnixMicroseconds + (40 * 86_400_000_000L)) }).ToList();
        var writer = await data.Store.OpenWriterAsync(Shard, MarketDataFixture.Shards, compress, Cancel);
        foreach (var batch in ticks.Chunk(500)) await writer.WriteAsync(batch, 1, Cancel);
        var instrument = RandomTicks.Instruments[1];
        var expected = ticks.Where(tick => tick.InstrumentId == instrument).OrderBy(tick => tick.Time).ThenBy(tick => tick.ProviderId)
            .ThenBy(tick => tick.Sequence).ThenBy(tick => tick.Kind).ToList();

        foreach (var from in new Timestamp?[] { null, new Timestamp(0), expected[20].Time })
        {
            List<Tick> read = [];
            IReadOnlyList<Tick> page;
            do
            {
                page = await data.Store.ReadTicksAsync(
                    instrument, provider: null, from, expected[^20].Time, read.Count == 0 ? null : read[^1], Page, Cancel);
                read.AddRange(page);
            }
            while (page.Count == Page);

            Assert.Equal(expected.Where(tick => tick.Time >= (from ?? new Timestamp(0)) && tick.Time < expected[^20].Time), read);
        }
    }

    [Fact]
    public async Task A_batch_that_comes_twice_is_stored_once()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        var ticks = RandomTicks.Create(seed: 2, count: 500);
        var writer = await data.Store.OpenWriterAsync(Shard, MarketDataFixture.Shards, compress: false, Cancel);

        await writer.WriteAsync(ticks, 1, Cancel);
        var again = await writer.WriteAsync(ticks, 1, Cancel);

        Assert.Equal((0, 500, 0), (again.Ticks.Count, again.Duplicates, again.Candles.Count));
        Assert.Equal(500L, await data.ScalarAsync<long>("select count(*) from ticks"));
        await data.AssertNoViolationsAsync();
    }

    [Theory]
    [InlineData(SchemaFlavour.Plain, false)]
    [InlineData(SchemaFlavour.Timescale, true)]
    public async Task The_missing_ticks_of_an_abandoned_batch_are_stored_once(
        SchemaFlavour flavour, bool compress)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres, flavour);
        var ticks = RandomTicks.Create(seed: 6, count: 1_000);
        var writer = await data.Store.OpenWriterAsync(Shard, MarketDataFixture.Shards, compress, Cancel);
        await writer.WriteAsync([.. ticks.Skip(400)], 2, Cancel);

        var dropped = (await writer.WriteAsync([.. ticks.Take(400)], 1, Cancel)).Duplicates;
        // Some of them are already stored, and one comes twice.
        var restored = (await writer.RestoreAsync([.. ticks.Take(500), ticks[0]], Cancel)).Duplicates;
        var again = (await writer.RestoreAsync([.. ticks.Take(500)], Cancel)).Duplicates;
        var later = (await writer.WriteAsync(ticks, 3, Cancel)).Duplicates;

        Assert.Equal((400, 101, 500, 1_000), (dropped, restored, again, later));
        Assert.Equal(1_000L, await data.ScalarAsync<long>("select count(*) from ticks"));
        await data.AssertNoViolationsAsync();
    }

    [Fact]
    public async Task A_new_writer_knows_what_the_old_one_has_stored()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        var ticks = RandomTicks.Create(seed: 3, count: 1_000);
        var first = await data.Store.OpenWriterAsync(Shard, MarketDataFixture.Shards, compress: false, Cancel);
        await first.WriteAsync([.. ticks.Take(600)], 1, Cancel);

        var second = await data.Store.OpenWriterAsync(Shard, MarketDataFixture.Shards, compress: false, Cancel);
        var result = await second.WriteAsync([.. ticks.Skip(400)], 2, Cancel);

        Assert.Equal((400, 200), (result.Ticks.Count, result.Duplicates));
        Assert.Equal(1_000L, await data.ScalarAsync<long>("select count(*) from ticks"));
        await data.AssertNoViolationsAsync();
    }

    [Fact]
    public async Task A_stale_writer_is_refused_and_leaves_nothing()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        var stale = await data.Store.OpenWriterAsync(Shard, MarketDataFixture.Shards, compress: false, Cancel);
        var fresh = await data.Store.OpenWriterAsync(Shard, MarketDataFixture.Shards, compress: false, Cancel);

        await Assert.ThrowsAsync<StaleTickWriterException>(() => stale.WriteAsync(RandomTicks.Create(seed: 4, count: 10), 1, Cancel));

        Assert.Equal(0L, await data.ScalarAsync<long>("select count(*) from ticks"));
        Assert.Equal(0L, await data.ScalarAsync<long>("select count(*) from minute_candles"));
        Assert.Equal(10, (await fresh.WriteAsync(RandomTicks.Create(seed: 4, count: 10), 1, Cancel)).Ticks.Count);
    }

    [Fact]
    public async Task Two_writers_that_fight_for_a_shard_store_every_tick_once()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        var batches = RandomTicks.Create(seed: 5, count: 3_000).Chunk(100).ToList();

        await Task.WhenAll(WriteAllAsync(data, batches), WriteAllAsync(data, batches), WriteAllAsync(data, batches));

        Assert.Equal(3_000L, await data.ScalarAsync<long>("select count(*) from ticks"));
        await data.AssertNoViolationsAsync();
    }

    [Fact]
    public async Task A_write_that_fails_half_way_leaves_nothing()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        var ticks = RandomTicks.Create(seed: 6, count: 200);
        var writer = await data.Store.OpenWriterAsync(Shard, MarketDataFixture.Shards, compress: false, Cancel);
        await writer.WriteAsync([.. ticks.Take(50)], 1, Cancel);
        await data.ExecuteAsync("alter function keep_candles rename to away");

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => writer.WriteAsync([.. ticks.Skip(50)], 2, Cancel));
        await data.ExecuteAsync("alter function away rename to keep_candles");
        Assert.Equal(50L, await data.ScalarAsync<long>("select count(*) from ticks"));
        Assert.Equal(1L, await data.ScalarAsync<long>("select stream_token from tick_checkpoints"));

        var result = await writer.WriteAsync([.. ticks.Skip(50)], 2, Cancel);
        Assert.Equal(150, result.Ticks.Count);
        await data.AssertNoViolationsAsync();
    }

    [Fact]
    public async Task Two_providers_in_the_same_microsecond_are_two_ticks()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        var tick = RandomTicks.Create(seed: 7, count: 1)[0];
        var writer = await data.Store.OpenWriterAsync(Shard, MarketDataFixture.Shards, compress: false, Cancel);

        var result = await writer.WriteAsync([tick with { ProviderId = 2 }, tick with { ProviderId = 3 }], null, Cancel);

        Assert.Equal(2, result.Ticks.Count);
    }

    private static Task<long> CompressedChunksAsync(MarketDataFixture data) =>
        data.ScalarAsync<long>("select count(*) from timescaledb_information.chunks where hypertable_name = 'ticks' and is_compressed");

    /// <summary>A writer that loses its shard takes it back and retries the same batch, as the stream makes it do.</summary>
    private static async Task WriteAllAsync(MarketDataFixture data, List<Tick[]> batches)
    {
        var writer = await data.Store.OpenWriterAsync(Shard, MarketDataFixture.Shards, compress: false, Cancel);
        for (var i = 0; i < batches.Count;)
        {
            try
            {
                await writer.WriteAsync(batches[i], i, Cancel);
                i++;
            }
            catch (StaleTickWriterException)
            {
                writer = await data.Store.OpenWriterAsync(Shard, MarketDataFixture.Shards, compress: false, Cancel);
            }
        }
    }
}
