using System.ComponentModel.DataAnnotations;
using Rtx.Model;
using Rtx.Storage.Database;
using Rtx.Storage.Migrations;
using Rtx.Storage.Trading;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.Trading;

public sealed class InstrumentTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly Instrument Protected = TestInstruments.Margined with
    {
        AllowsNegativePrices = true,
        MatchingRules = new MatchingRules
        {
            MinNotional = 12.50m,
            MaxNotional = 1_000_000.000001m,
            StaticBandBasisPoints = 1_000,
            DynamicBandBasisPoints = 250,
            InterruptsOnVolatility = true,
            MaxOrdersPerAccount = 40,
            VolatilityAuctionSeconds = 300,
        },
    };

    private TestDatabase? _test;
    private TradingDatabase? _database;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private InstrumentStore Store => new(_database!);

    public async ValueTask InitializeAsync()
    {
        _test = await postgres.CreateDatabaseAsync(DatabaseKind.Trading);
        _database = new TradingDatabase(_test.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _database!.DisposeAsync();
        await _test!.DisposeAsync();
    }

    [Fact]
    public async Task Contracts_are_read_as_they_were_made()
    {
        Assert.Equal(TestInstruments.SpotWithFees, await Store.CreateAsync(TestInstruments.SpotWithFees, Cancel));
        Assert.Equal(Protected, await Store.CreateAsync(Protected, Cancel));

        Assert.Equal(Protected, await Store.FindInstrumentAsync(Protected.Id, Cancel));
        Assert.Equal([TestInstruments.SpotWithFees, Protected], await Store.ListAsync(Cancel));
        Assert.Equal(Protected, (await new BookStore(_database!).OpenAsync(Protected.Id, Cancel))!.Instrument);
    }

    [Fact]
    public async Task Rules_that_no_book_could_keep_are_refused()
    {
        var rules = Protected.MatchingRules;
        MatchingRules[] broken =
        [
            rules with { MinNotional = -1m }, rules with { MaxNotional = 12m }, rules with { StaticBandBasisPoints = 100_001 }, rules with
            {
                DynamicBandBasisPoints = -1,
            },
            rules with { MaxOrdersPerAccount = -1 }, rules with { VolatilityAuctionSeconds = 0 },
        ];

        foreach (var bad in broken)
        {
            await Assert.ThrowsAsync<ValidationException>(() => Store.CreateAsync(Protected with { MatchingRules = bad }, Cancel));
        }
        Assert.Empty(await Store.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_schedule_is_set_replaced_and_taken_away()
    {
        var (first, second) = (StoredScheduleTests.Schedules[0], StoredScheduleTests.Schedules[1]);
        await Store.CreateAsync(Protected, Cancel);
        Assert.Null(await Store.FindScheduleAsync(Protected.Id, Cancel));

        Assert.True(
            await Store.SetScheduleAsync(Protected.Id, new InstrumentSchedule(first, new Timestamp(1_767_225_600_000_001)), Cancel));
        Assert.Equivalent(
            new InstrumentSchedule(first, new Timestamp(1_767_225_600_000_001)), await Store.FindScheduleAsync(Protected.Id, Cancel),
            strict: true);
        Assert.True(
            await Store.SetScheduleAsync(Protected.Id, new InstrumentSchedule(second, new Timestamp(1_767_225_600_000_002)), Cancel));
        Assert.Equivalent(
            new InstrumentSchedule(second, new Timestamp(1_767_225_600_000_002)), await Store.FindScheduleAsync(Protected.Id, Cancel),
            strict: true);
        Assert.True(await Store.SetScheduleAsync(Protected.Id, schedule: null, Cancel));
        Assert.Null(await Store.FindScheduleAsync(Protected.Id, Cancel));
        Assert.Equal(Protected, await Store.FindInstrumentAsync(Protected.Id, Cancel));
    }

    [Fact]
    public async Task An_instrument_that_does_not_exist_gets_no_schedule() =>
        Assert.False(await Store.SetScheduleAsync(
            new InstrumentId(77), new InstrumentSchedule(StoredScheduleTests.Schedules[0], new Timestamp(1)), Cancel));

    [Fact]
    public async Task An_instrument_from_before_has_no_protection_and_no_schedule()
    {
        await using var test = await postgres.NameDatabaseAsync(DatabaseKind.Trading);
        var migrator = new DatabaseMigrator(DatabaseKind.Trading, test.ConnectionString);
        await migrator.Up(6, Cancel);
        await test.ExecuteAsync("""
            insert into instruments (instrument_id, symbol, kind, base_currency, quote_currency, price_increment, quantity_increment, contract_size, min_lots, max_lots,
              initial_margin_rate, maintenance_margin_rate, maker_fee_rate, taker_fee_rate, allows_negative_prices)
            values (1, 'BTCUSD', 1, 'BTC', 'USD', 1, 0.01, 1, 1, 1000, 1, 1, 0, 0, false)
            """, Cancel);
        await migrator.Up(cancellationToken: Cancel);
        await using var database = new TradingDatabase(test.ConnectionString);

        Assert.Equal([TestInstruments.Spot], await new InstrumentStore(database).ListAsync(Cancel));
        Assert.Null(await new InstrumentStore(database).FindScheduleAsync(TestInstruments.Spot.Id, Cancel));
    }
}
