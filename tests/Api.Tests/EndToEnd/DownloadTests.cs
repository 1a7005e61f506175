using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

public sealed class DownloadTests(RtxSystem system)
{
    private const short Provider = 9;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_ticks_of_a_range_come_in_order_and_once_however_many_share_a_moment()
    {
        var administrator = await system.AdministratorAsync();
        var instrument = await system.NewInstrumentAsync(Token);
        // More than two pages, seven to a moment, so that a page ends within one.
        var ticks = Enumerable.Range(1, 11_000).Select(number => Quote(instrument, number, Start.AddMilliseconds(number / 7))).ToArray();
        foreach (var batch in ticks.Chunk(5_000)) await administrator.Ticks.SendAsync(batch, Token);
        await Eventually.Get(() => administrator.Instruments.CountTicksAsync(instrument.Symbol, Provider, Token), count => count.Count == ticks.Length);

        var lines = await Lines(instrument, "ndjson.gz", new TickFilter());
        var csv = await Lines(instrument, "csv", new TickFilter { From = ticks[7_000].Time, To = ticks[7_700].Time, ProviderId = Provider });
        var none = await Lines(instrument, "csv", new TickFilter { ProviderId = Provider + 1 });

        Assert.Equal(ticks, lines.Select(line => JsonSerializer.Deserialize<Tick>(line, RtxJson.Options)!));
        Assert.Equal("symbol,provider_id,sequence,time,kind,bid,bid_qty,ask,ask_qty,last_px,last_qty", csv[0]);
        Assert.Equal(ticks.Count(tick => tick.Time >= ticks[7_000].Time && tick.Time < ticks[7_700].Time), csv.Length - 1);
        Assert.StartsWith($"{instrument.Symbol},9,7000,2026-01-05T12:00:01", csv[1], StringComparison.Ordinal);
        Assert.Single(none);
    }

    [Fact]
    public async Task Candles_come_as_lines_and_bad_requests_as_errors()
    {
        var administrator = await system.AdministratorAsync();
        var instrument = await system.NewInstrumentAsync(Token);
        await administrator.Ticks.SendAsync([Quote(instrument, 1, Start), Quote(instrument, 2, Start.AddMinutes(1)), Quote(instrument, 3, Start.AddMinutes(1).AddSeconds(1))], Token);
        await Eventually.Get(() => administrator.Instruments.CountTicksAsync(instrument.Symbol, Provider, Token), count => count.Count == 3);
        using var file = new MemoryStream();

        await administrator.Instruments.DownloadCandlesAsync(instrument.Symbol, "csv", file, new CandleFilter { PriceKind = CandlePrice.Bid }, Token);
        var format = await Assert.ThrowsAsync<RtxException>(() => administrator.Instruments.DownloadTicksAsync(instrument.Symbol, "xls", file, cancellationToken: Token));
        var symbol = await Assert.ThrowsAsync<RtxException>(() => administrator.Instruments.DownloadTicksAsync("NONE", "csv", file, cancellationToken: Token));

        var rows = Encoding.UTF8.GetString(file.ToArray()).Trim().Split('\n');
        Assert.Equal("open_time,open,high,low,close,volume,tick_count", rows[0]);
        Assert.Equal(["1", "2"], rows.Skip(1).Select(row => row.Split(',')[^1]));
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (format.Status, format.Code));
        Assert.Equal((404, RtxErrorCodes.UnknownInstrument), (symbol.Status, symbol.Code));
    }

    [Fact]
    public async Task The_last_24_hours_are_summed_up()
    {
        var administrator = await system.AdministratorAsync();
        var instrument = await system.NewInstrumentAsync(Token);
        var empty = await administrator.Instruments.GetStatisticsAsync(instrument.Symbol, Token);
        var now = DateTimeOffset.UtcNow;
        var start = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)).AddHours(-2);
        var quote = Quote(instrument, 1, start);
        Tick Trade(long sequence, DateTimeOffset time, decimal price) =>
            quote with { Sequence = sequence, Time = time, Kind = TickKind.Trade, Bid = null, BidQty = null, Ask = null, AskQty = null, LastPx = price, LastQty = 2m };

        await administrator.Ticks.SendAsync(
            [Trade(1, start.AddDays(-1), 99m), Trade(2, start, 10m), Trade(3, start.AddMinutes(1), 14m), Trade(4, start.AddMinutes(2), 9m), quote, quote with { Sequence = 2, Time = start.AddMinutes(3), Bid = 9m, Ask = 12m }], Token);
        await Eventually.Get(() => administrator.Instruments.CountTicksAsync(instrument.Symbol, Provider, Token), count => count.Count == 6);
        var statistics = await administrator.Instruments.GetStatisticsAsync(instrument.Symbol, Token);

        Assert.Equal((null, 0m, 0L, null, null), (empty.Open, empty.Volume, empty.TradeCount, empty.Bid, empty.AverageSpread));
        Assert.Equal((10m, 14m, 9m, 9m, 6m, 3L), (statistics.Open, statistics.High, statistics.Low, statistics.Last, statistics.Volume, statistics.TradeCount));
        Assert.Equal((9m, 12m, 2m, 2L), (statistics.Bid, statistics.Ask, statistics.AverageSpread, statistics.QuoteCount));
    }

    private async Task<string[]> Lines(Instrument instrument, string format, TickFilter filter)
    {
        using var file = new MemoryStream();
        await (await system.AdministratorAsync()).Instruments.DownloadTicksAsync(instrument.Symbol, format, file, filter, Token);
        file.Position = 0;
        await using Stream plain = format.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        return (await reader.ReadToEndAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Tick Quote(Instrument instrument, long sequence, DateTimeOffset time) => new()
    {
        Symbol = instrument.Symbol, ProviderId = Provider, Sequence = sequence, Time = time, Kind = TickKind.Quote, Bid = 10m, BidQty = 1m, Ask = 11m, AskQty = 2m,
    };
}
