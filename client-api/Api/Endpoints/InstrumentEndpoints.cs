using Microsoft.AspNetCore.Http.HttpResults;
using Rtx.ClientApi.Caching;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Reads;
using Rtx.Gateway.Wire;

namespace Rtx.ClientApi.Endpoints;

internal static class InstrumentEndpoints
{
    public static void MapInstruments(this IEndpointRouteBuilder routes)
    {
        var instruments = routes.MapGroup("/instruments").WithTags("Instruments").WithLimit(LimitClass.Reading);
        instruments.MapGet("/", List)
            .WithName("ListInstruments")
            .WithSummary("All instruments")
            .WithDescription("As they are now; `Cache-Control: max-age` allows an answer of up to an hour's age.")
            .WithErrors(401);
        instruments.MapGet("/{symbol}", Get).WithName("GetInstrument").WithSummary("One contract").WithErrors(401, 404);
        instruments.MapGet("/{symbol}/status", GetStatus)
            .WithName("GetInstrumentStatus")
            .WithSummary("Trading state, what comes next, mark price")
            .WithErrors(401, 404);
    }

    private static async Task<Ok<IReadOnlyList<Client.Instrument>>> List(
        InstrumentCatalog catalog, ReadCache cache, HttpContext http, CancellationToken cancellationToken) =>
        (await cache.Get<IReadOnlyList<Client.Instrument>>(
            http.MaxAge(), CacheKind.Instruments, "all", async () =>
                [.. (await catalog.List(cancellationToken)).Select(InstrumentWire.ToWire)]))!.ToHttp(http);

    private static async Task<Results<Ok<Client.Instrument>, ErrorResult>> Get(
        string symbol, InstrumentCatalog catalog, CancellationToken cancellationToken)
    {
        var found = await catalog.Find(symbol, cancellationToken);
        return found.TryGet(out var instrument, out var error) ? TypedResults.Ok(InstrumentWire.ToWire(instrument)) : error.ToHttp();
    }

    private static async Task<Results<Ok<Client.InstrumentStatus>, ErrorResult>> GetStatus(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var error)) return error.ToHttp();
        return TypedResults.Ok(await InstrumentStatuses.ReadAsync(grains, instrument, cancellationToken));
    }
}
