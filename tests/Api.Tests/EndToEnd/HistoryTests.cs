using System.Text;
using System.Text.Json;
using Rtx.Client;
using Rtx.Testing;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>What is told about the past of a market beside its ticks and candles.</summary>
public sealed class HistoryTests(RtxSystem system)
{
    private const short Provider = 9;

    private static readonly DateTimeOffset Past = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spreads_are_told_by_hour_and_by_minute()
    {
        // An hour that no refresh of aggregates has been through: what comes later shows with the next one.
        var now = DateTimeOffset.UtcNow;
        var start = now.AddTicks(TimeSpan.TicksPerHour - (now.Ticks % TimeSpan.TicksPerHour));
        var (instrument, client) = await QuotedAsync(start, (0, 10m, 10.01m), (30, 10m, 10.04m), (90, 10m, 10.03m));

        // Where TimescaleDB keeps them, they may come a moment after their ticks.
        var hours = await Eventually.GetAsync(() => client.Instruments.GetSpreadsAsync(instrument.Symbol, cancellationToken: Token), found => found.Count > 0);
        var minutes = await client.Instruments.GetSpreadsAsync(instrument.Symbol, new SpreadFilter { Minutes = 1, From = start, To = start.AddMinutes(1) }, Token);
        var length = await Assert.ThrowsAsync<RtxException>(() => client.Instruments.GetSpreadsAsync(instrument.Symbol, new SpreadFilter { Minutes = 5 }, Token));
        var limit = await Assert.ThrowsAsync<RtxException>(() => client.Instruments.GetSpreadsAsync(instrument.Symbol, new SpreadFilter { Limit = 0 }, Token));

        Assert.Equal([new Spread { Symbol = instrument.Symbol, Minutes = 60, OpenTime = start, Average = 0.02666667m, Min = 0.01m, Max = 0.04m, QuoteCount = 3 }], hours);
        Assert.Equal([new Spread { Symbol = instrument.Symbol, Minutes = 1, OpenTime = start, Average = 0.025m, Min = 0.01m, Max = 0.04m, QuoteCount = 2 }], minutes);
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (length.Status, length.Code));
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (limit.Status, limit.Code));
    }

    [Fact]
    public async Task Gaps_are_told_within_a_range_and_for_a_provider()
    {
        var (instrument, client) = await QuotedAsync(Past, (0, 10m, 11m), (50, 10m, 11m), (200, 10m, 11m));
        var filter = new GapFilter { From = Past, To = Past.AddSeconds(220) };

        var gaps = await client.Instruments.GetGapsAsync(instrument.Symbol, filter, Token);
        var silent = await client.Instruments.GetGapsAsync(instrument.Symbol, filter with { ProviderId = Provider + 1 }, Token);
        var today = await client.Instruments.GetGapsAsync(instrument.Symbol, cancellationToken: Token);
        var range = await Assert.ThrowsAsync<RtxException>(() => client.Instruments.GetGapsAsync(instrument.Symbol, filter with { To = Past.AddDays(32) }, Token));
        var order = await Assert.ThrowsAsync<RtxException>(() => client.Instruments.GetGapsAsync(instrument.Symbol, filter with { To = Past.AddDays(-1) }, Token));
        var symbol = await Assert.ThrowsAsync<RtxException>(() => client.Instruments.GetGapsAsync("NONE", filter, Token));

        Assert.Equal([new TickGap { From = Past.AddSeconds(50), To = Past.AddSeconds(200) }], gaps);
        Assert.Equal([new TickGap { From = Past, To = Past.AddSeconds(220) }], silent);
        Assert.Equal(TimeSpan.FromDays(1), Assert.Single(today).To - today[0].From);
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (range.Status, range.Code));
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (order.Status, order.Code));
        Assert.Equal((404, RtxErrorCodes.UnknownInstrument), (symbol.Status, symbol.Code));
    }

    [Fact]
    public async Task A_book_is_recorded_once_in_an_interval()
    {
        await using var floor = await Floor.Open(system);
        await floor.Rest(Side.Buy, 9m, 5m);

        // At once when the book begins, then with every minute.
        var depths = await Eventually.GetAsync(() => floor.Trader.Instruments.GetDepthHistoryAsync(floor.Symbol, new DepthFilter { From = DateTimeOffset.UnixEpoch }, Token), depths => depths.Count > 0);
        var newest = await floor.Trader.Instruments.GetDepthHistoryAsync(floor.Symbol, new DepthFilter { Limit = 1 }, Token);
        using var csv = new MemoryStream();
        using var lines = new MemoryStream();
        await floor.Trader.Instruments.DownloadDepthAsync(floor.Symbol, "csv", csv, cancellationToken: Token);
        await floor.Trader.Instruments.DownloadDepthAsync(floor.Symbol, "ndjson", lines, new DepthFilter { To = depths[0].Time.AddMinutes(1) }, Token);
        var limit = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Instruments.GetDepthHistoryAsync(floor.Symbol, new DepthFilter { Limit = 1_001 }, Token));

        Assert.All(depths, depth => Assert.True(depth.Time <= depth.TakenAt && depth.TakenAt < depth.Time.AddMinutes(1), $"{depth}"));
        Assert.All(depths, depth => Assert.Equal(0, depth.Time.Second));
        Assert.Equal(depths.Count, depths.DistinctBy(depth => depth.Time).Count());
        Assert.True(newest[0].Time >= depths[^1].Time);
        Assert.StartsWith("time,taken_at,sequence,level,bid,bid_qty,bid_orders,ask,ask_qty,ask_orders", Encoding.UTF8.GetString(csv.ToArray()), StringComparison.Ordinal);
        var line = Encoding.UTF8.GetString(lines.ToArray()).Trim();
        Assert.Equivalent(depths[0], JsonSerializer.Deserialize<RecordedDepth>(line, RtxJson.Options), strict: true);
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (limit.Status, limit.Code));
    }

    private async Task<(Instrument Instrument, RtxClient Client)> QuotedAsync(DateTimeOffset start, params (int Second, decimal Bid, decimal Ask)[] quotes)
    {
        var administrator = await system.AdministratorAsync();
        var instrument = await system.NewInstrumentAsync(Token);
        await administrator.Ticks.SendAsync(
            [.. quotes.Select((quote, index) => new Tick
            {
                Symbol = instrument.Symbol, ProviderId = Provider, Sequence = index + 1, Time = start.AddSeconds(quote.Second), Kind = TickKind.Quote, Bid = quote.Bid, BidQty = 1m, Ask = quote.Ask, AskQty = 1m,
            })],
            Token);
        await Eventually.GetAsync(() => administrator.Instruments.CountTicksAsync(instrument.Symbol, Provider, Token), count => count.Count == quotes.Length);
        return (instrument, administrator);
    }
}
