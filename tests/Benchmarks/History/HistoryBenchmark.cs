using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;
using Rtx.Benchmarks.Ticks;
using Rtx.Client;
using Rtx.ClientApi;
using Rtx.Model;
using Rtx.Storage.MarketData;
using CandlePrice = Rtx.Model.CandlePrice;

namespace Rtx.Benchmarks.History;

/// <summary>
/// A year of ticks written by the product's writers and read by its reader, directly and over REST, with silo and API in this process. Where the server has TimescaleDB the
/// questions are asked once more when everything is compressed.
/// </summary>
internal sealed class HistoryBenchmark(RunningSystem system, HistoryLoad load, bool directCompress, int queries)
{
    private const int Shards = 8;
    private const int TicksPerCommit = 10_000;
    private const int MinutesOfDay = 1_440;
    private const int HoursOfWeek = 168;
    private const long MicrosecondsPerHour = 3_600_000_000;

    // What the requirements have: 10 M ticks, 82 bytes each and 9.8 when compressed.
    private const double RequiredTicksPerSecond = 222_222;
    private const double RequiredBytes = 82;
    private const double RequiredCompressedBytes = 9.8;

    /// <summary>Of the whole API, section 8.</summary>
    private const double RequiredRestP99Ms = 200;

    private readonly Random _random = new(1);

    public async IAsyncEnumerable<HistoryResult> MeasureAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var silo = await InProcessSilo.StartAsync(
            system, cancellationToken, $"--Rtx:Bootstrap:AdministratorName={system.UserName}", $"--Rtx:Bootstrap:AdministratorPassword={system.Password}");
        await using var api = ApiHost.Build([.. silo.ClientSettings, "--urls=http://127.0.0.1:0"]);
        await api.StartAsync(cancellationToken);
        using var client = await (system with { Url = new Uri(api.Urls.First()) }).ConnectAsync(cancellationToken);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(silo.MarketData) { CommandTimeout = 1_800 }.ConnectionString);
        var store = silo.Services.GetRequiredService<TickStore>();
        var hasTimescale = await StoredTicks.AreHypertableAsync(silo.MarketData, cancellationToken);
        var flavour = (hasTimescale, directCompress) switch { (false, _) => "plain PostgreSQL", (_, false) => "TimescaleDB", _ => "TimescaleDB, compressed on the way in" };
        var setting = $"{load.Total:#,0} ticks of {load.Instruments} instruments, {flavour}";
        var instruments = new List<Client.Instrument>();
        for (var i = 0; i < load.Instruments; i++) instruments.Add(await SpotInstruments.MakeAsync(client, 'H', 0.01m, cancellationToken));

        var started = Stopwatch.GetTimestamp();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;
        var end = new Timestamp(now - (now % MicrosecondsPerHour));
        await WriteAsync(store, [.. instruments.Select(instrument => new InstrumentId(instrument.InstrumentId))], end, cancellationToken);
        yield return Figure("ticks stored by the writers", setting, load.Total / Stopwatch.GetElapsedTime(started).TotalSeconds, "ticks/s", RequiredTicksPerSecond);
        started = Stopwatch.GetTimestamp();
        await store.RefreshCandlesAsync(cancellationToken);
        if (hasTimescale) yield return Figure("candles brought up to date", setting, Stopwatch.GetElapsedTime(started).TotalSeconds, "s", required: null);
        await ScalarAsync<object>(source, "analyze", cancellationToken);

        var size = await StoredTicks.SizeQueryAsync(silo.MarketData, cancellationToken);
        var bytes = (double)await ScalarAsync<decimal>(source, size, cancellationToken) / load.Total;
        yield return Figure("a stored tick with its index", setting, bytes, "bytes", RequiredBytes);
        await foreach (var result in AskAsync(store, client, instruments, end, setting, cancellationToken)) yield return result;
        if (!hasTimescale)
        {
            yield return Figure("a compressed tick: plain PostgreSQL compresses nothing", setting, bytes, "bytes", RequiredCompressedBytes);
            yield break;
        }

        started = Stopwatch.GetTimestamp();
        await ScalarAsync<long>(source, "select count(compress_chunk(chunk)) from show_chunks('ticks') chunk", cancellationToken);
        yield return Figure("compressing all of them", setting, Stopwatch.GetElapsedTime(started).TotalSeconds, "s", required: null);
        var compressed = (double)await ScalarAsync<decimal>(source, size, cancellationToken) / load.Total;
        yield return Figure("a compressed tick", $"{setting}, {bytes / compressed:0.0} times smaller", compressed, "bytes", RequiredCompressedBytes);
        await foreach (var result in AskAsync(store, client, instruments, end, $"{setting}, compressed", cancellationToken)) yield return result;
    }

    private async Task WriteAsync(TickStore store, IReadOnlyList<InstrumentId> instruments, Timestamp end, CancellationToken cancellationToken)
    {
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = Shards, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(instruments.GroupBy(instrument => instrument.Value % Shards), atOnce, async (shard, token) =>
        {
            var writer = await store.OpenWriterAsync(shard.Key, Shards, directCompress, token);
            foreach (var instrument in shard)
            {
                foreach (var batch in new YearOfQuotes(instrument, load.TicksPerInstrument, end).InBatchesOf(TicksPerCommit)) await writer.WriteAsync(batch, streamToken: null, token);
            }
        });
    }

    private async IAsyncEnumerable<HistoryResult> AskAsync(
        TickStore store, RtxClient client, IReadOnlyList<Client.Instrument> instruments, Timestamp end, string setting, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (dayStart, weekStart) = (new Timestamp(end.UnixMicroseconds - (24 * MicrosecondsPerHour)), new Timestamp(end.UnixMicroseconds - (HoursOfWeek * MicrosecondsPerHour)));
        var day = new CandleFilter { PriceKind = Client.CandlePrice.Bid, From = dayStart.ToDateTimeOffset(), To = end.ToDateTimeOffset() };
        Question[] questions =
        [
            new("last 1,000 minute candles", 4.2, 12,
                async each => (await store.GetCandlesAsync(IdOf(each), CandlePrice.Bid, 1, from: null, to: null, 1_000, cancellationToken)).Count,
                async each => (await client.Instruments.GetCandlesAsync(each.Symbol, new CandleFilter { PriceKind = Client.CandlePrice.Bid, Limit = 1_000 }, cancellationToken)).Count),
            new("a day of minute candles", 15, null,
                async each => (await store.GetCandlesAsync(IdOf(each), CandlePrice.Bid, 1, dayStart, end, MinutesOfDay, cancellationToken)).Count,
                async each =>
                {
                    using var file = new MemoryStream();
                    await client.Instruments.DownloadCandlesAsync(each.Symbol, "csv", file, day, cancellationToken);
                    return file.ToArray().Count(letter => letter == '\n') - 1;
                }),
            new("365 day candles", 8, null,
                async each => (await store.GetCandlesAsync(IdOf(each), CandlePrice.Bid, MinutesOfDay, from: null, to: null, 365, cancellationToken)).Count,
                async each => (await client.Instruments.GetCandlesAsync(each.Symbol, new CandleFilter { PriceKind = Client.CandlePrice.Bid, Minutes = MinutesOfDay, Limit = 365 }, cancellationToken)).Count),
            new("last 1,000 ticks", null, null,
                async each => (await store.GetTicksAsync(IdOf(each), provider: null, from: null, to: null, 1_000, cancellationToken)).Count,
                async each => (await client.Instruments.GetTicksAsync(each.Symbol, new TickFilter { Limit = 1_000 }, cancellationToken)).Count),
            new("average spread per hour, seven days", 120, null,
                async each => (await store.GetSpreadsAsync(IdOf(each), 60, weekStart, end, 1_000, cancellationToken)).Count,
                async each => (await client.Instruments.GetSpreadsAsync(each.Symbol, new SpreadFilter { From = weekStart.ToDateTimeOffset(), To = end.ToDateTimeOffset(), Limit = 1_000 }, cancellationToken)).Count),
        ];
        foreach (var question in questions)
        {
            yield return await AskAsync(question.Name, question.InStore, instruments, setting) with { Required = question.RequiredMs, RequiredP99 = question.RequiredP99Ms };
            yield return await AskAsync($"{question.Name}, over REST", question.OverRest, instruments, setting) with { RequiredP99 = RequiredRestP99Ms };
        }
    }

    private async Task<HistoryResult> AskAsync(string name, Func<Client.Instrument, Task<int>> ask, IReadOnlyList<Client.Instrument> instruments, string setting)
    {
        // A tenth warms up connections, plans and code.
        var rows = 0;
        for (var i = 0; i < Math.Max(instruments.Count, queries / 10); i++) rows = await ask(instruments[i % instruments.Count]);
        var latencies = Latencies.NewHistogram();
        for (var i = 0; i < queries; i++)
        {
            var instrument = instruments[_random.Next(instruments.Count)];
            var started = Stopwatch.GetTimestamp();
            await ask(instrument);
            latencies.Record(Stopwatch.GetElapsedTime(started));
        }

        var percentiles = Latencies.PercentilesOf(latencies)!;
        return new HistoryResult(name, setting, rows, percentiles.P50, "ms", Required: null, percentiles);
    }

    private HistoryResult Figure(string name, string setting, double value, string unit, double? required) => new(name, setting, load.Total, value, unit, required, LatencyMs: null);

    private static InstrumentId IdOf(Client.Instrument instrument) => new(instrument.InstrumentId);

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Something that is asked of any of the instruments, in the store and over REST; both tell how many rows they got.</summary>
    private sealed record Question(string Name, double? RequiredMs, double? RequiredP99Ms, Func<Client.Instrument, Task<int>> InStore, Func<Client.Instrument, Task<int>> OverRest);
}
