using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Rtx.Domain.Matching.Records;
using Rtx.Model;
using Rtx.Storage.Commits;
using Rtx.Storage.Tests.Trading;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.Commits;

/// <summary>Large units do not block others and get the time they need.</summary>
public class LargeUnitTests(TestPostgres postgres)
{
    private const int ManyOrders = 300;

    [Fact]
    public async Task A_large_unit_that_hangs_does_not_hold_up_other_books()
    {
        await using var trading = await TradingFixture.StartAsync(postgres);
        await using var blocker = await HoldAsync(trading, TestInstruments.Spot);

        var large = trading.CommitAsync(EventsOf(TestInstruments.Spot, trading.Alice, ManyOrders));
        await UntilItWaitsAsync(trading);
        await trading.CommitAsync(EventsOf(TestInstruments.Margined, trading.Bob, 1));

        Assert.False(large.IsCompleted, "It waits for the lock.");
        await blocker.DisposeAsync();
        await large;
        Assert.Equal((long)ManyOrders + 1, await trading.QueryAsync<long>("select count(*) from orders"));
    }

    [Fact]
    public async Task A_unit_gets_time_by_its_rows()
    {
        await using var trading = await TradingFixture.StartAsync(postgres);
        var options = new GroupCommitOptions
        {
            FlushTimeout = TimeSpan.FromSeconds(1),
            FlushTimeoutPerThousandRows = TimeSpan.FromMinutes(1),
        };
        using var commits = new GroupCommit(trading.Database, Options.Create(options), NullLogger<GroupCommit>.Instance);
        await commits.StartAsync(CancellationToken.None);
        await using var blocker = await HoldAsync(trading, TestInstruments.Spot);
        var events = EventsOf(TestInstruments.Spot, trading.Alice, ManyOrders);
        var epoch = await trading.QueryAsync<long>(
            "select epoch from stream_heads where stream_kind = 2 and stream_id = $1", (long)TestInstruments.Spot.Id.Value);

        var large = commits.CommitAsync(new CommitUnit { Fence = new Fence(
            StreamKey.Of(TestInstruments.Spot.Id), epoch, 0, events[^1].Sequence), OrderEvents = events });
        await UntilItWaitsAsync(trading);
        await Task.WhenAny(large, Task.Delay(options.FlushTimeout * 2, TestContext.Current.CancellationToken));

        Assert.False(large.IsCompleted, "It was given up.");
        await blocker.DisposeAsync();
        await large;
        await commits.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_flush_has_no_more_rows_than_it_may_and_streams_stay_in_order()
    {
        const int Units = 400, Streams = 5, MaxRows = 12;
        var random = new Random(1);
        var store = new WrittenUnits();
        using var commits = new GroupCommit(
            () => store, new GroupCommitOptions { MaxRowsPerFlush = MaxRows, SeparateAccounts = false }, NullLogger<GroupCommit>.Instance);
        var next = new long[Streams + 1];
        List<Task> durable = [];
        for (var i = 0; i < Units; i++)
        {
            var account = 1 + random.Next(Streams);
            var rows = random.Next(1, MaxRows + 4);
            durable.Add(commits.CommitAsync(new CommitUnit
            {
                Fence = new Fence(StreamKey.Of(new AccountId(account)), 1, next[account], ++next[account]),
                Settlements = [.. Enumerable.Repeat(new SettlementRow(new AccountId(account), new InstrumentId(1), 1), rows)],
            }));
        }

        await commits.StartAsync(CancellationToken.None);
        await Task.WhenAll(durable);
        await commits.StopAsync(CancellationToken.None);

        Assert.Equal(Units, store.Flushes.Sum(flush => flush.Count));
        Assert.All(store.Flushes, flush => Assert.True(
            flush.Count == 1 || flush.Sum(unit => unit.Rows) <= MaxRows, $"{flush.Sum(unit => unit.Rows)} rows in {flush.Count} units"));
        Assert.Contains(store.Flushes, flush => flush.Count > 1);
        foreach (var stream in store.Flushes.SelectMany(flush => flush).GroupBy(unit => unit.Fence.Stream))
            Assert.Equal(
                Enumerable.Range(1, (int)next[stream.Key.Id]).Select(sequence => (long)sequence),
                stream.Select(unit => unit.Fence.NextSequence));
    }

    private static OrderEvent[] EventsOf(Instrument instrument, AccountId account, int orders)
    {
        var (book, events) = (new RecordedBook(instrument), new OrderEventLog());
        for (var i = 0; i < orders; i++)
        {
            var request = new NewOrder
            {
                ClientOrderId = new ClientOrderId($"{instrument.Id}-{i}"), InstrumentId = instrument.Id, Side = Side.Buy,
                OrderType = OrderType.Limit, TimeInForce = TimeInForce.Gtc,
                OrderQty = new Quantity(5), Price = new Price(100),
            };
            book.Submit(account, request, new Price(100), instructions: null, new Timestamp(1_000_000), events);
        }

        return [.. events];
    }

    // Blocks commits of the book until disposed.
    private static async Task<NpgsqlConnection> HoldAsync(TradingFixture trading, Instrument instrument)
    {
        var connection = await trading.Database.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(
            $"begin; select from stream_heads where stream_kind = 2 and stream_id = {instrument.Id.Value} for update", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static Task UntilItWaitsAsync(TradingFixture trading) => Eventually.HoldsAsync(
        async () => await trading.QueryAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") > 0,
        "the commit waits for the lock");

    private sealed class WrittenUnits : ICommitStore
    {
        public List<IReadOnlyList<CommitUnit>> Flushes { get; } = [];

        public Task WriteAsync(IReadOnlyList<CommitUnit> units)
        {
            Flushes.Add(units);
            return Task.CompletedTask;
        }

        public Task DropConnectionAsync() => Task.CompletedTask;

        public Task LeaveServerAsync() => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
