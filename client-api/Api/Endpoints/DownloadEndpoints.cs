using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Downloads;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Endpoints;

/// <summary>Downloads of whole ranges of ticks, candles and recorded depth.</summary>
internal static class DownloadEndpoints
{
    private const int CandlesOfPage = IHistoryGrain.MaxRows;
    private const int DepthsOfPage = 200;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public static void MapDownloads(this IEndpointRouteBuilder routes)
    {
        var instrument = routes.MapGroup("/instruments/{symbol}").WithTags("Market data").WithLimit(LimitClass.Downloads);
        instrument.MapGet("/ticks/download", DownloadTicks)
            .WithName("DownloadTicks")
            .WithSummary("All ticks of a range as a file, oldest first")
            .WithDescription("`format` is csv, ndjson, csv.gz, ndjson.gz or parquet. Those in [from, to).")
            .Produces(
                StatusCodes.Status200OK, typeof(void), DownloadFormat.CsvType, DownloadFormat.LinesType, DownloadFormat.GzipType,
                DownloadFormat.ParquetType)
            .WithErrors(400, 401, 404, 429, 503);
        instrument.MapGet("/candles/download", DownloadCandles)
            .WithName("DownloadCandles")
            .WithSummary("All candles of a range as a file, oldest first")
            .WithDescription(
                "`format` is csv, ndjson, csv.gz, ndjson.gz or parquet. Those that open in [from, to); `priceKind` and `minutes` as "
                    + "for candles.")
            .Produces(
                StatusCodes.Status200OK, typeof(void), DownloadFormat.CsvType, DownloadFormat.LinesType, DownloadFormat.GzipType,
                DownloadFormat.ParquetType)
            .WithErrors(400, 401, 404, 429, 503);
        instrument.MapGet("/depth/download", DownloadDepth)
            .WithName("DownloadDepth")
            .WithSummary("All recorded depth of a range as a file, oldest first")
            .WithDescription(
                "`format` is csv, ndjson, csv.gz, ndjson.gz or parquet; csv and parquet have a line for each level, and none for an "
                    + "empty book. Of intervals that begin in [from, to).")
            .Produces(
                StatusCodes.Status200OK, typeof(void), DownloadFormat.CsvType, DownloadFormat.LinesType, DownloadFormat.GzipType,
                DownloadFormat.ParquetType)
            .WithErrors(400, 401, 404, 429, 503);
    }

    private static async Task<Results<PushStreamHttpResult, ErrorResult>> DownloadTicks(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, DownloadGate gate, HttpContext http,
        CancellationToken cancellationToken,
        string format = "csv", short? providerId = null, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        if (DownloadFormat.Find(format) is not { } file) return UnknownFormat();
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        var range = new TickRange(
            instrument.Id, providerId, TimeWire.ToModel(from), TimeWire.ToModel(to), After: null, IHistoryGrain.MaxTicksOfRange);
        return await Send(
            http, gate, file, $"{instrument.Symbol}-ticks", Ticks(grains, instrument, range, cancellationToken), (body, ending) =>
                file.Open(body, MarketDataFiles.Ticks(instrument), ending), cancellationToken);
    }

    private static async Task<Results<PushStreamHttpResult, ErrorResult>> DownloadCandles(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, DownloadGate gate, HttpContext http,
        CancellationToken cancellationToken,
        string format = "csv", string priceKind = "trade", int minutes = 1, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        if (DownloadFormat.Find(format) is not { } file) return UnknownFormat();
        if (MarketDataEndpoints.CheckCandles(priceKind, minutes, out var kind) is { } invalid) return invalid.ToHttp();
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        var query = new CandleQuery(
            instrument.Id, kind, minutes, TimeWire.ToModel(from) ?? TickChecks.MinTime, TimeWire.ToModel(to), CandlesOfPage);
        return await Send(
            http, gate, file, $"{instrument.Symbol}-candles-{priceKind}-{minutes}", Candles(grains, instrument, query, cancellationToken),
            (body, ending) => file.Open(body, MarketDataFiles.Candles(instrument), ending), cancellationToken);
    }

    private static async Task<Results<PushStreamHttpResult, ErrorResult>> DownloadDepth(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, DownloadGate gate, HttpContext http,
        CancellationToken cancellationToken,
        string format = "csv", DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        if (DownloadFormat.Find(format) is not { } file) return UnknownFormat();
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        var query = new DepthQuery(instrument.Id, TimeWire.ToModel(from) ?? TickChecks.MinTime, TimeWire.ToModel(to), DepthsOfPage);
        return await Send(
            http, gate, file, $"{instrument.Symbol}-depth", Depths(grains, instrument, query, cancellationToken),
            (body, ending) =>
                file.OpenFlat<Client.RecordedDepth, DepthLine>(body, DepthLine.Of, MarketDataFiles.Depth(instrument), ending),
                cancellationToken);
    }

    private static ErrorResult UnknownFormat() =>
        ApiError.Invalid($"format must be one of {string.Join(", ", DownloadFormat.All.Select(format => format.Name))}.").ToHttp();

    /// <summary>
    /// Reads the first page before the answer begins, so that an early failure gets a proper error; a later one ends the connection.
    /// </summary>
    private static async Task<Results<PushStreamHttpResult, ErrorResult>> Send<T>(
        HttpContext http, DownloadGate gate, DownloadFormat format, string name, IAsyncEnumerable<IReadOnlyList<T>> rows,
        Func<Stream, CancellationToken, ValueTask<IDownloadFile<T>>> open, CancellationToken cancellationToken)
    {
        if (gate.TryEnter(http.User.UserId()) is not { } place)
            return ApiError.RateLimited("Too many downloads at once.", TimeSpan.FromSeconds(1)).ToHttp();
        http.Response.RegisterForDispose(place);
        // A slow reader would hold a slot and a database reader for as long as it likes.
        var minRate = http.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value.MinDownloadBytesPerSecond;
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        var pages = rows.GetAsyncEnumerator(cancellationToken);
        http.Response.RegisterForDisposeAsync(pages);
        var hasPage = await pages.MoveNextAsync();
        return TypedResults.Stream(
            async body =>
            {
                await using var paced = new PacedBody(body, minRate, Grace, time, http.Abort);
                await using var file = await open(paced, cancellationToken);
                for (; hasPage; hasPage = await pages.MoveNextAsync()) await file.WriteAsync(pages.Current, cancellationToken);
                await file.CompleteAsync(cancellationToken);
            },
            format.ContentType,
            $"{name}.{format.Name}");
    }

    private static async IAsyncEnumerable<IReadOnlyList<Client.Tick>> Ticks(
        IGrainFactory grains, Instrument instrument, TickRange range,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await grains.GetGrain<IHistoryGrain>(0).ReadTicks(range, cancellationToken);
            if (page.Count > 0) yield return [.. page.Select(tick => MarketDataWire.ToWire(instrument, tick))];
            if (page.Count < range.Limit) yield break;
            range = range with { After = page[^1] };
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<Client.Candle>> Candles(
        IGrainFactory grains, Instrument instrument, CandleQuery query,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await grains.GetGrain<IHistoryGrain>(0).GetCandles(query, cancellationToken);
            if (page.Count > 0) yield return [.. page.Select(candle => MarketDataWire.ToWire(instrument, candle, query.Minutes))];
            if (page.Count < query.Limit) yield break;
            query = query with { From = new Timestamp(page[^1].OpenTime.UnixMicroseconds + 1) };
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<Client.RecordedDepth>> Depths(
        IGrainFactory grains, Instrument instrument, DepthQuery query,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await grains.GetGrain<IHistoryGrain>(0).GetDepths(query, cancellationToken);
            if (page.Count > 0) yield return [.. page.Select(depth => MarketDataWire.ToWire(instrument, depth))];
            if (page.Count < query.Limit) yield break;
            query = query with { From = new Timestamp(page[^1].Time.UnixMicroseconds + 1) };
        }
    }
}
