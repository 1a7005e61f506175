using Rtx.Model;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.MarketData;

public sealed class SpreadTests(TestPostgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SchemaFlavour.Plain, 1)]
    [InlineData(SchemaFlavour.Plain, 60)]
    [InlineData(SchemaFlavour.Timescale, 1)]
    [InlineData(SchemaFlavour.Timescale, 60)]
    public async Task Spreads_are_those_of_the_quotes_of_two_sides(SchemaFlavour flavour, int minutes)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres, flavour);
        var ticks = RandomTicks.Create(seed: 31, count: 4_000, maxStepMilliseconds: 20_000);
        var writer = await data.Store.OpenWriterAsync(1, MarketDataFixture.Shards, compress: false, Cancel);
        foreach (var batch in ticks.Chunk(300)) await writer.WriteAsync(batch, null, Cancel);

        await data.AssertNoViolationsAsync();
        foreach (var instrument in RandomTicks.Instruments)
        {
            var expected = ReferenceSpreads(ticks, instrument, minutes);
            Assert.True(expected.Count > 5, "Several spans have quotes.");
            Assert.Equal(
                expected.Take(1_000), await data.Store.GetSpreadsAsync(instrument, minutes, new Timestamp(0), to: null, 1_000, Cancel));
            Assert.Equal(expected.TakeLast(3), await data.Store.GetSpreadsAsync(instrument, minutes, from: null, to: null, 3, Cancel));
            Assert.Equal([expected[2]], await data.Store.GetSpreadsAsync(instrument, minutes, from: null, expected[3].OpenTime, 1, Cancel));
            Assert.Equal(
                expected.Skip(1).Take(2),
                await data.Store.GetSpreadsAsync(instrument, minutes, expected[1].OpenTime, expected[3].OpenTime, 1_000, Cancel));
        }
    }

    [Fact]
    public async Task Nothing_has_no_spread_and_other_lengths_are_refused()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);

        Assert.Empty(await data.Store.GetSpreadsAsync(new InstrumentId(1), 60, from: null, to: null, 10, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => data.Store.GetSpreadsAsync(new InstrumentId(1), 5, null, null, 10, Cancel));
    }

    [Fact]
    public async Task A_changed_hour_is_noticed()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        var writer = await data.Store.OpenWriterAsync(1, MarketDataFixture.Shards, compress: false, Cancel);
        await writer.WriteAsync(RandomTicks.Create(seed: 32, count: 100), null, Cancel);

        await data.ExecuteAsync("update hour_candles set spread_max_ticks = spread_max_ticks + 1 where price_kind = 4");

        Assert.Contains(await data.Store.CountViolationsAsync(Cancel), result => result is { Name: "invariant_spreads_h1", Violations: > 0 });
    }

    private static List<Spread> ReferenceSpreads(IReadOnlyList<Tick> ticks, InstrumentId instrument, int minutes)
    {
        var length = minutes * 60_000_000L;
        return [.. ticks.Where(tick => tick.InstrumentId == instrument && tick.Kind is TickKind.Quote && tick.BidQty > Quantity.Zero && tick.AskQty > Quantity.Zero)
            .GroupBy(tick => tick.Time.UnixMicroseconds / length * length, tick => tick.Ask.Ticks - tick.Bid.Ticks)
            .OrderBy(span => span.Key)
            .Select(span => new Spread(new Timestamp(span.Key), span.Count(), span.Sum(), span.Min(), span.Max()))];
    }
}
