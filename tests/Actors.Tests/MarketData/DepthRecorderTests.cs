using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Rtx.Actors.OrderBooks;
using Rtx.Storage.MarketData;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Actors.Tests.MarketData;

public sealed class DepthRecorderTests(TestPostgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_when_a_silo_stops_is_stored()
    {
        await using var test = await postgres.CreateDatabaseAsync(DatabaseKind.MarketData, Cancel);
        await using var database = new MarketDataDatabase(test.ConnectionString);
        var (queue, store) = (new DepthQueue(Options.Create(new DepthOptions())), new DepthStore(database));
        using var recorder = new DepthRecorder(queue, store, TimeProvider.System, NullLogger<DepthRecorder>.Instance);
        // More than fit into one commit.
        var snapshots = Enumerable.Range(0, 700).Select(minute => Snapshot(minute)).ToList();

        await recorder.StartAsync(Cancel);
        foreach (var snapshot in snapshots) queue.Add(snapshot);
        await recorder.StopAsync(Cancel);

        Assert.Equal(
            snapshots.Select(snapshot => snapshot.Time),
            (await store.GetAsync(new InstrumentId(7), new Timestamp(0), to: null, 1_000, Cancel)).Select(snapshot => snapshot.Time));
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(0, 2, true)]
    public void An_interval_that_the_books_do_not_look_at_is_refused(int intervalSeconds, int housekeepingSeconds, bool isGood)
    {
        var books = Options.Create(new OrderBookOptions { HousekeepingInterval = TimeSpan.FromSeconds(housekeepingSeconds) });

        var result = new DepthOptionsValidator(books).Validate(null, new DepthOptions { Interval = TimeSpan.FromSeconds(intervalSeconds) });

        Assert.Equal(isGood, result.Succeeded);
    }

    private static RecordedDepth Snapshot(int minute)
    {
        var time = new Timestamp(1_700_000_040_000_000 + (minute * 60_000_000L));
        return new RecordedDepth(new InstrumentId(7), time, time, minute, [new DepthLevel(Side.Buy, new Price(1), new Quantity(2), 3)], []);
    }
}
