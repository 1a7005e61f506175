using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text.Json;
using CsvHelper;
using Npgsql;
using Rtx.Client;
using Rtx.Replays.Ticks;
using Rtx.Storage.Migrations;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;
using Rtx.Testing.Recordings;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>
/// Recorded markets sent through gateway, stream and writer. What is then read is held against the raw file: it is copied as it lies into a scratch table of another
/// database, and plain SQL that knows nothing of ours says what candles and spreads it has. <c>RTX_WHOLE_RECORDINGS=1</c> sends all of the longest file.
/// </summary>
public sealed class RecordedTicksTests(RtxSystem system)
{
    private const int AigRows = 200_000;

    private static readonly int[] Frames = [1, 60, 1_440];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Candles_and_spreads_of_currencies_are_those_of_the_recording()
    {
        var recording = TickRecording.Open(RecordedDays.EurUsd);
        await using var raw = await RawFile.OpenAsync(
            RecordedDays.EurUsd, int.MaxValue,
            "create table raw (line bigint generated always as identity, day text, ms bigint, bid numeric, ask numeric)",
            "copy raw (day, ms, bid, ask) from stdin (format csv, header)",
            """
            create view quotes as select to_date(day, 'YYYYMMDD')::timestamp at time zone 'utc' + ms * interval '1 ms' as ts, 2 as provider, line as number, bid, 1 as bid_qty, ask, 1 as ask_qty from raw;
            create view trades as select null::timestamptz as ts, 0 as provider, 0::bigint as number, 0::numeric as price, 0::numeric as qty where false
            """);
        await CompareAsync(raw, recording.Instrument, recording.ReadAsync(Token), [recording.ProviderId]);
    }

    [Fact]
    public async Task Candles_and_volumes_of_an_exchange_are_those_of_the_recording()
    {
        var recording = TickRecording.Open(RecordedDays.Binance);
        await using var raw = await RawFile.OpenAsync(
            RecordedDays.Binance, int.MaxValue,
            "create table raw (text text)",
            @"copy raw (text) from stdin (format csv, delimiter e'\x01', quote e'\x02')",
            """
            create view messages as
              select 'epoch'::timestamptz + (split_part(text, ' ', 1)::bigint / 1000) * interval '1 microsecond' as ts, m ->> 'stream' as stream, m -> 'data' as data
              from raw, lateral (select substr(text, strpos(text, ' ') + 1)::jsonb as m) message;
            create view quotes as
              select ts, 3 as provider, (data ->> 'u')::bigint as number, (data ->> 'b')::numeric as bid, (data ->> 'B')::numeric as bid_qty, (data ->> 'a')::numeric as ask, (data ->> 'A')::numeric as ask_qty
              from messages where stream like '%@bookTicker';
            create view trades as
              select ts, 3 as provider, (data ->> 't')::bigint as number, (data ->> 'p')::numeric as price, (data ->> 'q')::numeric as qty from messages where stream like '%@trade'
            """);
        await CompareAsync(raw, recording.Instrument, recording.ReadAsync(Token), [recording.ProviderId]);
    }

    [Fact]
    public async Task Candles_of_a_share_quoted_by_many_venues_are_those_of_the_recording()
    {
        var rows = Environment.GetEnvironmentVariable("RTX_WHOLE_RECORDINGS") is { Length: > 0 } ? int.MaxValue : AigRows;
        await using var raw = await RawFile.OpenAsync(
            RecordedDays.Aig, rows,
            "create table raw (line bigint generated always as identity, ms bigint, bid numeric, bid_qty numeric, ask numeric, ask_qty numeric, venue text, conditions text, suspicious integer)",
            "copy raw (ms, bid, bid_qty, ask, ask_qty, venue, conditions, suspicious) from stdin (format csv)",
            """
            create view quotes as
              select (timestamp '2013-10-09' + ms * interval '1 ms') at time zone 'America/New_York' as ts, ascii(venue) as provider, line as number, bid / 10000 as bid, bid_qty, ask / 10000 as ask, ask_qty
              from raw;
            create view trades as select null::timestamptz as ts, 0 as provider, 0::bigint as number, 0::numeric as price, 0::numeric as qty where false
            """);
        var instrument = new CreateInstrumentRequest
        {
            Symbol = "AIG", Kind = InstrumentKind.Spot, BaseCurrency = "AIG", QuoteCurrency = "USD", PriceIncrement = 0.0001m, QuantityIncrement = 1m, MinQuantity = 1m, MaxQuantity = 1_000_000m,
        };
        var venues = await raw.ReadAsync("select distinct provider from quotes order by 1", row => (short)row.GetInt32(0));
        Assert.True(venues.Count > 8, "The venues are many.");
        await CompareAsync(raw, instrument, raw.Lines().Select((line, index) => ToAig(line, index + 1)).ToAsyncEnumerable(), venues);
    }

    private static Tick ToAig(string line, long number)
    {
        var fields = line.Split(',');
        var (bidQty, askQty) = (Number(fields[2]), Number(fields[4]));
        return new Tick
        {
            Symbol = "AIG",
            ProviderId = (short)fields[5][0],
            Sequence = number,
            // New York is four hours behind in October.
            Time = new DateTimeOffset(2013, 10, 9, 0, 0, 0, TimeSpan.FromHours(-4)).AddMilliseconds(long.Parse(fields[0], CultureInfo.InvariantCulture)),
            Kind = TickKind.Quote,
            Bid = bidQty == 0m ? null : Number(fields[1]) / 10_000m,
            BidQty = bidQty == 0m ? null : bidQty,
            Ask = askQty == 0m ? null : Number(fields[3]) / 10_000m,
            AskQty = askQty == 0m ? null : askQty,
        };
    }

    private async Task CompareAsync(RawFile raw, CreateInstrumentRequest like, IAsyncEnumerable<Tick> ticks, IReadOnlyList<short> providers)
    {
        var administrator = await system.AdministratorAsync();
        var symbol = $"{like.Symbol}-{Guid.NewGuid().ToString("N")[..6].ToUpperInvariant()}";
        await administrator.Administration.CreateInstrumentAsync(like with { Symbol = symbol }, Token);
        var counts = await raw.ReadAsync("select provider, count(*) from (select provider from quotes union all select provider from trades) ticks group by 1", row => ((short)row.GetInt32(0), row.GetInt64(1)));

        var reply = await SendAsync(administrator, symbol, ticks);
        Assert.Equal((counts.Sum(each => each.Item2), 0), (reply.Accepted, reply.Quarantined.Count));
        foreach (var (provider, expected) in counts) await Eventually.GetAsync(() => administrator.Instruments.CountTicksAsync(symbol, provider, Token), count => count.Count == expected);
        Assert.Equal(providers.Order(), counts.Select(each => each.Item1).Order());
        // It brings candles up to date, where that is something to do; what other tests send meanwhile may come between the two.
        await Eventually.GetAsync(() => administrator.Administration.CheckInvariantsAsync(Token), invariants => invariants.All(invariant => invariant.Violations == 0));

        var isEmpty = true;
        foreach (var kind in Enum.GetValues<CandlePrice>())
        {
            foreach (var minutes in Frames)
            {
                var expected = await raw.CandlesAsync(kind, minutes);
                isEmpty &= expected.Count == 0;
                Assert.Equal(expected, await DownloadAsync(administrator, symbol, kind, minutes));
            }
        }

        Assert.False(isEmpty);
        foreach (var minutes in new[] { 1, 60 }) await CompareSpreadsAsync(raw, administrator, symbol, minutes);
    }

    private static async Task CompareSpreadsAsync(RawFile raw, RtxClient client, string symbol, int minutes)
    {
        var expected = await raw.ReadAsync(
            $"""
            select date_trunc('{FrameOf(minutes)}', ts at time zone 'utc') at time zone 'utc', round(avg(ask - bid), 12), min(ask - bid), max(ask - bid), count(*)
            from quotes where bid_qty > 0 and ask_qty > 0 group by 1 order by 1
            """,
            row => (Time: new DateTimeOffset(row.GetDateTime(0)), Average: row.GetDecimal(1), Min: row.GetDecimal(2), Max: row.GetDecimal(3), Count: row.GetInt64(4)));
        List<Spread> spreads = [];
        for (var from = DateTimeOffset.UnixEpoch; ;)
        {
            var page = await client.Instruments.GetSpreadsAsync(symbol, new SpreadFilter { Minutes = minutes, From = from, Limit = 1_000 }, Token);
            spreads.AddRange(page);
            if (page.Count < 1_000) break;
            from = page[^1].OpenTime.AddMicroseconds(1);
        }

        Assert.Equal(expected.Select(each => (each.Time, each.Min, each.Max, each.Count)), spreads.Select(each => (each.OpenTime, each.Min, each.Max, each.QuoteCount)));
        Assert.All(expected.Zip(spreads), pair => Assert.True(Math.Abs(pair.First.Average - pair.Second.Average) <= 0.00000001m, $"{pair.First} is not {pair.Second}."));
    }

    private static async Task<SendTicksReply> SendAsync(RtxClient client, string symbol, IAsyncEnumerable<Tick> ticks)
    {
        var pipe = new Pipe();
        var sending = client.Ticks.SendLinesAsync(pipe.Reader.AsStream(), Token);
        await using (var lines = pipe.Writer.AsStream())
        {
            await foreach (var tick in ticks)
            {
                await JsonSerializer.SerializeAsync(lines, tick with { Symbol = symbol }, RtxJson.Options, Token);
                await lines.WriteAsync("\n"u8.ToArray(), Token);
            }
        }

        return await sending;
    }

    private static async Task<List<CandleRow>> DownloadAsync(RtxClient client, string symbol, CandlePrice kind, int minutes)
    {
        using var file = new MemoryStream();
        await client.Instruments.DownloadCandlesAsync(symbol, "csv", file, new CandleFilter { PriceKind = kind, Minutes = minutes }, Token);
        file.Position = 0;
        using var text = new StreamReader(file);
        using var csv = new CsvReader(text, CultureInfo.InvariantCulture);
        await csv.ReadAsync();
        csv.ReadHeader();
        List<CandleRow> rows = [];
        while (await csv.ReadAsync())
        {
            rows.Add(new CandleRow(
                csv.GetField<DateTimeOffset>(0), csv.GetField<decimal>(1), csv.GetField<decimal>(2), csv.GetField<decimal>(3), csv.GetField<decimal>(4), csv.GetField<decimal>(5), csv.GetField<long>(6)));
        }

        return rows;
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string FrameOf(int minutes) => minutes switch { 1 => "minute", 60 => "hour", 1_440 => "day", _ => throw new ArgumentOutOfRangeException(nameof(minutes)) };

    private sealed record CandleRow(DateTimeOffset Time, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume, long Count);

    /// <summary>A recording in a table of its own, with the views quotes and trades over it, and what plain SQL makes of them.</summary>
    private sealed class RawFile(string path, int rows, TestPostgres postgres, TestDatabase database, NpgsqlDataSource source) : IAsyncDisposable
    {
        public static async Task<RawFile> OpenAsync(string path, int rows, string table, string copy, string views)
        {
            var postgres = new TestPostgres();
            var database = await postgres.CreateDatabaseAsync(DatabaseKind.MarketData, Token);
            var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { CommandTimeout = 300, SearchPath = "raw_file" }.ConnectionString);
            var raw = new RawFile(path, rows, postgres, database, source);
            await raw.ExecuteAsync("create schema raw_file");
            await raw.ExecuteAsync(table);
            await using (var connection = await source.OpenConnectionAsync(Token))
            {
                await using var text = await connection.BeginTextImportAsync(copy, Token);
                foreach (var line in raw.Lines()) await text.WriteLineAsync(line.AsMemory(), Token);
            }

            await raw.ExecuteAsync(views);
            return raw;
        }

        public IEnumerable<string> Lines()
        {
            using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
            for (var row = 0; row < rows && text.ReadLine() is { } line; row++) yield return line;
        }

        public Task<List<CandleRow>> CandlesAsync(CandlePrice kind, int minutes)
        {
            var prices = kind switch
            {
                CandlePrice.Bid => "select ts, provider, number, bid as price, 0 as qty from quotes where bid_qty > 0",
                CandlePrice.Ask => "select ts, provider, number, ask as price, 0 as qty from quotes where ask_qty > 0",
                CandlePrice.Mid => "select ts, provider, number, (bid + ask) / 2 as price, 0 as qty from quotes where bid_qty > 0 and ask_qty > 0",
                CandlePrice.Trade => "select ts, provider, number, price, qty from trades",
                _ => throw new ArgumentOutOfRangeException(nameof(kind)),
            };
            return ReadAsync(
                $"""
                with placed as (
                  select *, date_trunc('{FrameOf(minutes)}', ts at time zone 'utc') at time zone 'utc' as span from ({prices}) prices
                ), ranked as (
                  select *, row_number() over (partition by span order by ts, provider, number) as place, count(*) over (partition by span) as ticks from placed
                )
                select span, max(price) filter (where place = 1), max(price), min(price), max(price) filter (where place = ticks), sum(qty)::numeric, count(*) from ranked group by span order by span
                """,
                row => new CandleRow(
                    new DateTimeOffset(row.GetDateTime(0)), row.GetDecimal(1), row.GetDecimal(2), row.GetDecimal(3), row.GetDecimal(4), row.GetDecimal(5), row.GetInt64(6)));
        }

        public async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
        {
            await using var command = source.CreateCommand(sql);
            await using var reader = await command.ExecuteReaderAsync(Token);
            List<T> found = [];
            while (await reader.ReadAsync(Token)) found.Add(read(reader));
            return found;
        }

        public async ValueTask DisposeAsync()
        {
            await source.DisposeAsync();
            await database.DisposeAsync();
            await postgres.DisposeAsync();
        }

        private async Task ExecuteAsync(string sql)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(Token);
        }
    }
}
