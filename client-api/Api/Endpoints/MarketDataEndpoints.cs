using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Caching;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.LiveData;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Access;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Reads;
using Rtx.Gateway.Requests;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Endpoints;

internal static class MarketDataEndpoints
{
    private const int DefaultDepthLevels = 20;
    private const int DefaultQueuedOrders = 100;
    private const int DefaultRows = 500;
    private const int DefaultGapSeconds = 60;
    private const long MicrosecondsPerDay = 86_400_000_000;

    public static void MapMarketData(this IEndpointRouteBuilder routes)
    {
        var instrument = routes.MapGroup("/instruments/{symbol}").WithTags("Market data").WithLimit(LimitClass.MarketData);
        instrument.MapGet("/depth", GetDepth).WithName("GetDepth").WithSummary("The best levels of the book").WithErrors(400, 401, 404);
        instrument.MapGet("/depth/history", GetDepths)
            .WithName("GetDepthHistory")
            .WithSummary("The best levels as they were recorded, oldest first")
            .WithDescription(
                "Once in an interval, a minute unless the operator chose another. Those of intervals that begin in [from, to); "
                    + "without a range the newest ones.")
            .WithErrors(400, 401, 404);
        instrument.MapGet("/queue", GetQueue)
            .WithName("GetOrderQueue")
            .WithSummary("The first orders in the queues of the book")
            .WithDescription("At most `limit` of each side: bids best first, then asks best first, by priority within a price.")
            .WithErrors(400, 401, 404);
        instrument.MapGet("/trades", GetTrades).WithName("GetTrades").WithSummary("Trades, newest first").WithErrors(400, 401, 404);
        instrument.MapGet("/candles", GetCandles)
            .WithName("GetCandles")
            .WithSummary("Candles, oldest first")
            .WithDescription(
                "Those that open in [from, to); without a start the newest ones. With a start, the header `Link` leads to the next "
                    + "page when there may be one. `priceKind` is bid, ask, mid or trade; `minutes` is 1, 5, 15, 30, 60, 240, 1440 (a "
                    + "trading day of the instrument), 10080 (a week) or 43200 (a month).")
            .WithErrors(400, 401, 404);
        instrument.MapGet("/quote", GetQuote)
            .WithName("GetQuote")
                .WithSummary("The newest quote")
                .WithDescription("Of the provider that spoke last; 204 when nobody did.")
                .WithErrors(401, 404, 503);
        instrument.MapGet("/statistics", GetStatistics)
            .WithName("GetStatistics")
            .WithSummary("The last 24 hours and the newest prices")
            .WithDescription("`Cache-Control: max-age` allows an answer of up to a second's age.")
            .WithErrors(401, 404, 503);
        instrument.MapGet("/spreads", GetSpreads)
            .WithName("GetSpreads")
            .WithSummary("Spreads by hour or minute, oldest first")
            .WithDescription(
                "Of the quotes of two sides. Those of spans that open in [from, to); without a range the newest ones. `minutes` is 1 "
                    + "or 60.")
            .WithErrors(400, 401, 404);
        instrument.MapGet("/gaps", GetGaps)
            .WithName("GetGaps")
            .WithSummary("Times in which the instrument traded and no tick came, oldest first")
            .WithDescription(
                "For longer than `longerThan` seconds within [from, to), by the sessions of its schedule; without a range the last "
                    + "24 hours. At most 31 days. `providerId` looks at the ticks of one provider.")
            .WithErrors(400, 401, 404, 503);
        instrument.MapGet("/ticks", GetTicks)
            .WithName("GetTicks").WithSummary("Stored ticks, oldest first").WithDescription(
                "Those in [from, to); without a start the newest ones. "
                    + "With a start, the header `Link` leads to the next page when there may be one.").WithErrors(400,
                401, 404);
        instrument.MapGet("/ticks/count", CountTicks)
            .RequirePermission(Permissions.SendTicks)
            .WithLimit(LimitClass.Downloads)
            .WithName("CountTicks")
            .WithSummary("How many ticks of a provider are stored")
            .WithDescription("For those who send ticks. Reads all of them, so it counts as a download.")
            .WithErrors(400, 401, 403, 404, 429);
    }

    private static async Task<Results<Ok<Client.Depth>, ErrorResult>> GetDepth(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken,
        int levels = DefaultDepthLevels)
    {
        if (levels is < 1 or > Client.Depth.MaxLevels) return ApiError.Invalid($"levels must be 1 to {Client.Depth.MaxLevels}.").ToHttp();
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var error)) return error.ToHttp();
        var depth = await grains.GetGrain<IOrderBookGrain>(instrument.Id.Value).GetDepth(levels, cancellationToken)
            ?? new DepthSnapshot(instrument.Id, Sequence: 0, Bids: [], Asks: []);
        return TypedResults.Ok(MarketDataWire.ToWire(instrument, depth));
    }

    private static async Task<Results<Ok<IReadOnlyList<Client.RecordedDepth>>, ErrorResult>> GetDepths(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken,
        DateTimeOffset? from = null, DateTimeOffset? to = null, int limit = Page.DefaultLimit)
    {
        if (Page.Check(limit) is { } error) return error.ToHttp();
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        var query = new DepthQuery(instrument.Id, TimeWire.ToModel(from), TimeWire.ToModel(to), limit);
        var depths = await grains.GetGrain<IHistoryGrain>(0).GetDepths(query, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<Client.RecordedDepth>>([.. depths.Select(depth => MarketDataWire.ToWire(instrument, depth))]);
    }

    private static async Task<Results<Ok<Client.OrderQueue>, ErrorResult>> GetQueue(
        string symbol, ClaimsPrincipal user, InstrumentCatalog catalog, OrderQueues queues, RequestLimits limits,
        CancellationToken cancellationToken, int limit = DefaultQueuedOrders)
    {
        if (limit is < 1 or > Client.OrderQueue.MaxOrders)
            return ApiError.Invalid($"limit must be 1 to {Client.OrderQueue.MaxOrders}.").ToHttp();
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var error)) return error.ToHttp();
        if (limits.TakeRows(user.UserId(), limit) is { } tooMany) return tooMany.ToHttp();
        var queue = await queues.Read(instrument.Id, cancellationToken);
        return TypedResults.Ok(
            MarketDataWire.ToWire(
                instrument, queue with { Orders = [.. FirstOf(queue, Side.Buy, limit), .. FirstOf(queue, Side.Sell, limit)] }));
    }

    private static IEnumerable<QueuedOrder> FirstOf(QueueSnapshot queue, Side side, int limit) =>
        queue.Orders.Where(order => order.Side == side).Take(limit);

    private static async Task<Results<Ok<IReadOnlyList<Client.TradePrint>>, ErrorResult>> GetTrades(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken, long? before = null,
        int limit = Page.DefaultLimit)
    {
        if (Page.Check(limit) is { } error) return error.ToHttp();
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        var trades = await grains.GetGrain<IHistoryGrain>(0)
            .GetTrades(instrument.Id, before is { } id ? new TradeId(id) : null, limit, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<Client.TradePrint>>([.. trades.Select(trade => MarketDataWire.ToWire(instrument, trade))]);
    }

    private static async Task<Results<Ok<IReadOnlyList<Client.Candle>>, ErrorResult>> GetCandles(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, HttpContext http, CancellationToken cancellationToken,
        string priceKind = "trade", int minutes = 1, DateTimeOffset? from = null, DateTimeOffset? to = null, string? cursor = null,
        int limit = DefaultRows)
    {
        if (Page.Check(limit) is { } error) return error.ToHttp();
        if (CheckCandles(priceKind, minutes, out var kind) is { } invalid) return invalid.ToHttp();
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        var query = new CandleQuery(instrument.Id, kind, minutes, TimeWire.ToModel(from), TimeWire.ToModel(to), limit);
        if (cursor is not null)
        {
            if (Cursor.Read(cursor, 1, instrument.Id.Value, (long)kind, minutes) is not [var last and >= 0 and <= Cursor.MaxTime])
                return Cursor.Wrong().ToHttp();
            query = query with { From = new Timestamp(last + 1) };
        }

        var candles = await grains.GetGrain<IHistoryGrain>(0).GetCandles(query, cancellationToken);
        if (query.From is not null && candles.Count == limit)
            Cursor.LinkNext(http, Cursor.Of(instrument.Id.Value, (long)kind, minutes, candles[^1].OpenTime.UnixMicroseconds));
        return TypedResults.Ok<IReadOnlyList<Client.Candle>>(
            [.. candles.Select(candle => MarketDataWire.ToWire(instrument, candle, minutes))]);
    }

    /// <summary>Validates price kind and length.</summary>
    internal static ApiError? CheckCandles(string priceKind, int minutes, out CandlePrice kind)
    {
        kind = ToCandlePrice(priceKind).GetValueOrDefault();
        if (kind == default) return ApiError.Invalid("priceKind must be bid, ask, mid or trade.");
        return CandleQuery.Frames.Contains(minutes)
            ? null
            : ApiError.Invalid($"minutes must be one of {string.Join(", ", CandleQuery.Frames)}.");
    }

    // Binding only knows the C# names; queries use the wire names.
    private static CandlePrice? ToCandlePrice(string priceKind) => priceKind switch
    {
        "bid" => CandlePrice.Bid,
        "ask" => CandlePrice.Ask,
        "trade" => CandlePrice.Trade,
        "mid" => CandlePrice.Mid,
        _ => null,
    };

    private static async Task<Results<Ok<Client.Quote>, NoContent, ErrorResult>> GetQuote(
        string symbol, InstrumentCatalog catalog, LatestQuotes quotes, CancellationToken cancellationToken)
    {
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        return await quotes.Find(instrument.Id, cancellationToken) is { } quote
            ? TypedResults.Ok(MarketDataWire.ToQuote(instrument, quote))
            : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Client.MarketStatistics>, ErrorResult>> GetStatistics(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, ReadCache cache, HttpContext http,
        CancellationToken cancellationToken)
    {
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        var statistics = await cache.Get<Client.MarketStatistics>(
            http.MaxAge(), CacheKind.Prices, instrument.Id, async () =>
                MarketDataWire.ToWire(instrument, await grains.GetGrain<IHistoryGrain>(0).GetStatistics(instrument.Id, cancellationToken)));
        return statistics!.ToHttp(http);
    }

    private static async Task<Results<Ok<IReadOnlyList<Client.Spread>>, ErrorResult>> GetSpreads(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken,
        int minutes = 60, DateTimeOffset? from = null, DateTimeOffset? to = null, int limit = DefaultRows)
    {
        if (Page.Check(limit) is { } error) return error.ToHttp();
        if (!SpreadQuery.Frames.Contains(minutes))
            return ApiError.Invalid($"minutes must be one of {string.Join(", ", SpreadQuery.Frames)}.").ToHttp();
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        var query = new SpreadQuery(instrument.Id, minutes, TimeWire.ToModel(from), TimeWire.ToModel(to), limit);
        var spreads = await grains.GetGrain<IHistoryGrain>(0).GetSpreads(query, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<Client.Spread>>(
            [.. spreads.Select(spread => MarketDataWire.ToWire(instrument, spread, minutes))]);
    }

    private static async Task<Results<Ok<IReadOnlyList<Client.TickGap>>, ErrorResult>> GetGaps(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken,
        short? providerId = null, int longerThan = DefaultGapSeconds, DateTimeOffset? from = null, DateTimeOffset? to = null,
        int limit = DefaultRows)
    {
        if (Page.Check(limit) is { } error) return error.ToHttp();
        var shortest = TimeSpan.FromSeconds(longerThan);
        if (shortest < TimeSpan.Zero || shortest > GapQuery.MaxRange)
            return ApiError.Invalid($"longerThan must be 0 to {GapQuery.MaxRange.TotalSeconds} seconds.").ToHttp();
        var end = TimeWire.ToModel(to) ?? Timestamp.From(clock.GetUtcNow());
        var start = TimeWire.ToModel(from) ?? new Timestamp(end.UnixMicroseconds - MicrosecondsPerDay);
        if (start > end || end.ToDateTime() - start.ToDateTime() > GapQuery.MaxRange)
            return ApiError.Invalid($"from must be before to, and at most {GapQuery.MaxRange.TotalDays} days.").ToHttp();
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        var query = new GapQuery(instrument.Id, providerId, shortest, start, end, limit);
        var gaps = await grains.GetGrain<IHistoryGrain>(0).GetGaps(query, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<Client.TickGap>>([.. gaps.Select(MarketDataWire.ToWire)]);
    }

    private static async Task<Results<Ok<IReadOnlyList<Client.Tick>>, ErrorResult>> GetTicks(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, HttpContext http, CancellationToken cancellationToken,
        short? providerId = null, DateTimeOffset? from = null, DateTimeOffset? to = null, string? cursor = null, int limit = DefaultRows)
    {
        if (Page.Check(limit) is { } error) return error.ToHttp();
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        var (history, start, end) = (grains.GetGrain<IHistoryGrain>(0), TimeWire.ToModel(from), TimeWire.ToModel(to));
        IReadOnlyList<Tick> ticks;
        if (cursor is null)
        {
            ticks = await history.GetTicks(new TickQuery(instrument.Id, providerId, start, end, limit), cancellationToken);
        }
        else
        {
            if (
                Cursor.Read(
                    cursor, 4, instrument.Id.Value) is not [var time and >= 0 and <= Cursor.MaxTime, var provider, var sequence, var kind])
                return Cursor.Wrong().ToHttp();
            var after =
                new Tick
                {
                    InstrumentId = instrument.Id, Time = new Timestamp(time), ProviderId = (short)provider, Sequence = sequence,
                    Kind = (TickKind)kind
                };
            ticks = await history.ReadTicks(new TickRange(instrument.Id, providerId, start, end, after, limit), cancellationToken);
        }

        if ((start is not null || cursor is not null) && ticks.Count == limit)
            Cursor.LinkNext(
                http,
                Cursor.Of(
                    instrument.Id.Value, ticks[^1].Time.UnixMicroseconds, ticks[^1].ProviderId, ticks[^1].Sequence, (long)ticks[^1].Kind));
        return TypedResults.Ok<IReadOnlyList<Client.Tick>>([.. ticks.Select(tick => MarketDataWire.ToWire(instrument, tick))]);
    }

    private static async Task<Results<Ok<Client.TickCount>, ErrorResult>> CountTicks(
        string symbol, short providerId, ClaimsPrincipal user, InstrumentCatalog catalog, IGrainFactory grains, DownloadGate gate,
        CancellationToken cancellationToken)
    {
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        using var place = gate.TryEnter(user.UserId());
        if (place is null) return ApiError.RateLimited("Too many downloads at once.", TimeSpan.FromSeconds(1)).ToHttp();
        var count = await grains.GetGrain<IHistoryGrain>(0).CountTicks(instrument.Id, providerId, cancellationToken);
        return TypedResults.Ok(new Client.TickCount { Symbol = instrument.Symbol, ProviderId = providerId, Count = count });
    }
}
