using Rtx.Model;
using Rtx.Storage.MarketData;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.MarketData;

public sealed class DepthStoreTests(TestPostgres postgres)
{
    private static readonly InstrumentId Instrument = new(7);
    private static readonly Timestamp Start = Timestamp.From(new DateTime(2026, 3, 1, 23, 59, 0, DateTimeKind.Utc));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SchemaFlavour.Plain)]
    [InlineData(SchemaFlavour.Timescale)]
    public async Task Snapshots_are_read_back_as_they_were_written(SchemaFlavour flavour)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres, flavour);
        var store = new DepthStore(data.Database);
        // Across midnight; with a one-sided and an empty book, and another instrument in between.
        RecordedDepth[] snapshots = [Snapshot(0, bids: 3, asks: 1), Snapshot(1, bids: 0, asks: 2), Snapshot(2, bids: 0, asks: 0),
            Snapshot(3, bids: 10, asks: 10)];
        await store.WriteAsync(
            [.. snapshots.SelectMany(snapshot => new[] { snapshot, snapshot with { InstrumentId = new InstrumentId(8), Sequence = 1 } })],
            Cancel);

        AssertSame(snapshots, await store.GetAsync(Instrument, new Timestamp(0), to: null, 100, Cancel));
        AssertSame(snapshots.TakeLast(2), await store.GetAsync(Instrument, from: null, to: null, 2, Cancel));
        AssertSame([snapshots[1]], await store.GetAsync(Instrument, from: null, snapshots[2].Time, 1, Cancel));
        AssertSame(snapshots[1..3], await store.GetAsync(Instrument, snapshots[1].Time, snapshots[3].Time, 100, Cancel));
        Assert.Equal(3L + 2 + 10, await data.ScalarAsync<long>("select count(*) from market_depth where instrument_id = 7"));
        Assert.Equal("98 30 3", await data.ScalarAsync<string>("select concat_ws(' ', bid_ticks, bid_lots, bid_orders, ask_ticks) from market_depth where instrument_id = 7 and book_sequence = 50 and level = 3"));
    }

    [Theory]
    [InlineData(SchemaFlavour.Plain)]
    [InlineData(SchemaFlavour.Timescale)]
    public async Task Of_an_interval_the_first_snapshot_stays_as_a_whole(SchemaFlavour flavour)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres, flavour);
        var store = new DepthStore(data.Database);
        var first = Snapshot(0, bids: 1, asks: 1);
        var later = first with { TakenAt = new Timestamp(first.TakenAt.UnixMicroseconds + 1), Sequence = 999, Bids = Levels(Side.Buy, 5) };

        // Twice in one batch, once more, and from another silo.
        await store.WriteAsync([first, later], Cancel);
        await store.WriteAsync([first], Cancel);
        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => new DepthStore(data.Database).WriteAsync([later, Snapshot(1, bids: 2, asks: 2)], Cancel)));

        AssertSame([first, Snapshot(1, bids: 2, asks: 2)], await store.GetAsync(Instrument, from: null, to: null, 100, Cancel));
    }

    [Theory]
    [InlineData(SchemaFlavour.Plain)]
    [InlineData(SchemaFlavour.Timescale)]
    public async Task Old_days_are_dropped(SchemaFlavour flavour)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres, flavour);
        var store = new DepthStore(data.Database);
        await store.WriteAsync([Snapshot(0, 1, 1), Snapshot(1, 1, 1)], Cancel);
        var upkeep = new MarketDataUpkeep(data.Database, data.Store);
        await upkeep.PrepareDaysAsync(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 3), Cancel);

        Assert.Equal(1, await upkeep.DropDepthBeforeAsync(new DateOnly(2026, 3, 2), Cancel));
        Assert.Equal(0, await upkeep.DropDepthBeforeAsync(new DateOnly(2026, 3, 2), Cancel));

        AssertSame([Snapshot(1, 1, 1)], await store.GetAsync(Instrument, from: null, to: null, 100, Cancel));
    }

    private static RecordedDepth Snapshot(int minute, int bids, int asks)
    {
        var time = new Timestamp(Start.UnixMicroseconds + (minute * 60_000_000L));
        return new RecordedDepth(
            Instrument, time, new Timestamp(time.UnixMicroseconds + 123_456), 50 + minute, Levels(Side.Buy, bids), Levels(Side.Sell, asks));
    }

    private static List<DepthLevel> Levels(Side side, int count) =>
        [.. Enumerable.Range(1, count).Select(
            place => new DepthLevel(side, new Price(side == Side.Buy ? 101 - place : 101 + place), new Quantity(place * 10), place))];

    private static void AssertSame(IEnumerable<RecordedDepth> expected, IReadOnlyList<RecordedDepth> actual) =>
        Assert.Equivalent(expected.ToList(), actual, strict: true);
}
