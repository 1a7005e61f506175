using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Parquet;
using Rtx.Client;
using Rtx.Replays.Files;
using Rtx.Testing;
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
        await Eventually.GetAsync(() => administrator.Instruments.CountTicksAsync(instrument.Symbol, Provider, Token), count => count.Count == ticks.Length);

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
    public async Task A_parquet_file_has_every_tick_and_candle_with_its_decimals()
    {
        var administrator = await system.AdministratorAsync();
        var instrument = await system.NewInstrumentAsync(Token);
        // More than one group of rows; every third quote has no offer.
        var ticks = Enumerable.Range(1, 55_000)
            .Select(number => Quote(instrument, number, Start.AddMicroseconds(number * 1_001)) with { Bid = 10m + (number % 7), Ask = number % 3 == 0 ? null : 20m, AskQty = number % 3 == 0 ? null : 2m })
            .ToArray();
        foreach (var batch in ticks.Chunk(10_000)) await administrator.Ticks.SendAsync(batch, Token);
        await Eventually.GetAsync(() => administrator.Instruments.CountTicksAsync(instrument.Symbol, Provider, Token), count => count.Count == ticks.Length);
        using var tickFile = new MemoryStream();
        using var candleFile = new MemoryStream();
        using var noTicks = new MemoryStream();

        await administrator.Instruments.DownloadTicksAsync(instrument.Symbol, "parquet", tickFile, cancellationToken: Token);
        await CandlesOf(administrator, instrument, ticks.Length);
        await administrator.Instruments.DownloadCandlesAsync(instrument.Symbol, "parquet", candleFile, new CandleFilter { PriceKind = CandlePrice.Mid }, Token);
        await administrator.Instruments.DownloadTicksAsync(instrument.Symbol, "parquet", noTicks, new TickFilter { ProviderId = Provider + 1 }, Token);

        Assert.Equal(ticks, await ImportOf(tickFile));
        var candles = await administrator.Instruments.GetCandlesAsync(instrument.Symbol, new CandleFilter { PriceKind = CandlePrice.Mid, From = Start }, Token);
        Assert.Equal(candles.Select(candle => (decimal?)candle.Close), await Column<decimal>(candleFile, "close"));
        Assert.Empty(await ImportOf(noTicks));
        Assert.Contains("no column symbol", (await Assert.ThrowsAsync<FormatException>(() => ImportOf(candleFile))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_is_read_page_by_page_each_row_once()
    {
        var administrator = await system.AdministratorAsync();
        var instrument = await system.NewInstrumentAsync(Token);
        // Seven share a moment, so that pages of five end within one.
        var ticks = Enumerable.Range(1, 100).Select(number => Quote(instrument, number, Start.AddMinutes(number / 7))).ToArray();
        await administrator.Ticks.SendAsync(ticks, Token);
        await Eventually.GetAsync(() => administrator.Instruments.CountTicksAsync(instrument.Symbol, Provider, Token), count => count.Count == ticks.Length);
        var filter = new TickFilter { From = Start, To = Start.AddMinutes(10), Limit = 5 };

        var read = await administrator.Instruments.ReadTicksAsync(instrument.Symbol, filter, Token).ToListAsync(Token);
        await CandlesOf(administrator, instrument, ticks.Length);
        var candles = await administrator.Instruments.ReadCandlesAsync(instrument.Symbol, new CandleFilter { PriceKind = CandlePrice.Bid, Limit = 4 }, Token).ToListAsync(Token);

        Assert.Equal(ticks.Where(tick => tick.Time < filter.To), read);
        Assert.Equal(Enumerable.Range(0, 15).Select(minute => Start.AddMinutes(minute)), candles.Select(candle => candle.OpenTime));
    }

    [Theory]
    [InlineData("nonsense!")]
    [InlineData("MSAy")]
    [InlineData("")]
    public async Task A_cursor_of_another_list_is_refused(string cursor)
    {
        var administrator = await system.AdministratorAsync();
        var instrument = await system.NewInstrumentAsync(Token);
        using var http = new HttpClient { BaseAddress = system.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", administrator.AccessToken);

        foreach (var list in new[] { "ticks", "candles" })
        {
            using var response = await http.GetAsync(new Uri($"/api/v1/instruments/{instrument.Symbol}/{list}?from=2026-01-01T00:00:00Z&cursor={cursor}", UriKind.Relative), Token);
            Assert.Equal(400, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Candles_come_as_lines_and_bad_requests_as_errors()
    {
        var administrator = await system.AdministratorAsync();
        var instrument = await system.NewInstrumentAsync(Token);
        await administrator.Ticks.SendAsync([Quote(instrument, 1, Start), Quote(instrument, 2, Start.AddMinutes(1)), Quote(instrument, 3, Start.AddMinutes(1).AddSeconds(1))], Token);
        await Eventually.GetAsync(() => administrator.Instruments.CountTicksAsync(instrument.Symbol, Provider, Token), count => count.Count == 3);
        await CandlesOf(administrator, instrument, 3);
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
        var empty = await administrator.Instruments.GetStatisticsAsync(instrument.Symbol, cancellationToken: Token);
        var now = DateTimeOffset.UtcNow;
        var start = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)).AddHours(-2);
        var quote = Quote(instrument, 1, start);
        Tick Trade(long sequence, DateTimeOffset time, decimal price) =>
            quote with { Sequence = sequence, Time = time, Kind = TickKind.Trade, Bid = null, BidQty = null, Ask = null, AskQty = null, LastPx = price, LastQty = 2m };

        await administrator.Ticks.SendAsync(
            [Trade(1, start.AddDays(-1), 99m), Trade(2, start, 10m), Trade(3, start.AddMinutes(1), 14m), Trade(4, start.AddMinutes(2), 9m), quote, quote with { Sequence = 2, Time = start.AddMinutes(3), Bid = 9m, Ask = 12m }], Token);
        await Eventually.GetAsync(() => administrator.Instruments.CountTicksAsync(instrument.Symbol, Provider, Token), count => count.Count == 6);
        var statistics = await Eventually.GetAsync(
            () => administrator.Instruments.GetStatisticsAsync(instrument.Symbol, cancellationToken: Token), found => found is { TradeCount: 3, QuoteCount: 2 });

        Assert.Equal((null, 0m, 0L, null, null), (empty.Open, empty.Volume, empty.TradeCount, empty.Bid, empty.AverageSpread));
        Assert.Equal((10m, 14m, 9m, 9m, 6m, 3L), (statistics.Open, statistics.High, statistics.Low, statistics.Last, statistics.Volume, statistics.TradeCount));
        Assert.Equal((9m, 12m, 2m, 2L), (statistics.Bid, statistics.Ask, statistics.AverageSpread, statistics.QuoteCount));
    }

    /// <summary>Waits until the candles have so many bids.</summary>
    private static Task<IReadOnlyList<Candle>> CandlesOf(RtxClient client, Instrument instrument, int bids) => Eventually.GetAsync(
        () => client.Instruments.GetCandlesAsync(instrument.Symbol, new CandleFilter { PriceKind = CandlePrice.Bid, From = Start }, Token), candles => candles.Sum(candle => candle.TickCount) == bids);

    private async Task<string[]> Lines(Instrument instrument, string format, TickFilter filter)
    {
        using var file = new MemoryStream();
        await (await system.AdministratorAsync()).Instruments.DownloadTicksAsync(instrument.Symbol, format, file, filter, Token);
        file.Position = 0;
        await using Stream plain = format.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        return (await reader.ReadToEndAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The ticks that "rtx import" would send.</summary>
    private static async Task<List<Tick>> ImportOf(MemoryStream file)
    {
        file.Position = 0;
        return await ParquetTicks.ReadAsync(file, Token).ToListAsync(Token);
    }

    private static async Task<List<T?>> Column<T>(MemoryStream file, string name)
        where T : struct
    {
        file.Position = 0;
        await using var reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true, cancellationToken: Token);
        var field = reader.Schema.DataFields.Single(field => field.Name == name);
        var values = new List<T?>();
        foreach (var group in reader.RowGroups)
        {
            var part = new T?[group.RowCount];
            if (field.IsNullable)
            {
                await group.ReadAsync(field, part.AsMemory(), cancellationToken: Token);
            }
            else
            {
                var present = new T[group.RowCount];
                await group.ReadAsync(field, present.AsMemory(), cancellationToken: Token);
                part = [.. present.Select(value => (T?)value)];
            }

            values.AddRange(part);
        }

        return values;
    }

    private static Tick Quote(Instrument instrument, long sequence, DateTimeOffset time) => new()
    {
        Symbol = instrument.Symbol, ProviderId = Provider, Sequence = sequence, Time = time, Kind = TickKind.Quote, Bid = 10m, BidQty = 1m, Ask = 11m, AskQty = 2m,
    };
}
