using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.Instruments;
using Rtx.ClientApi.Ticks;
using Rtx.ClientApi.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Endpoints;

internal static class TickEndpoints
{
    /// <summary>Room for the largest batch with every member written out.</summary>
    private const int MaxBodyBytes = 8 * 1024 * 1024;

    public static void MapTicks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ticks", Send)
            .RequireAuthorization(Policies.SendTicks)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .WithTags("Market data")
            .WithName("SendTicks")
            .WithSummary("Send ticks to store")
            .WithDescription("Ticks that are not to be believed (crossed, stale, out of order, outliers) are put aside and named in the answer. A batch with another fault is refused as a whole. When it was answered as busy, or not at all, a part may have been taken: send all of it again, what is stored already is recognised by provider, kind and sequence.")
            .WithErrors(400, 401, 403, 404, 413, 422, 429, 503, 504);
        routes.MapGet("/administration/quarantined-ticks", ListQuarantined)
            .RequireAuthorization(Policies.Administrator)
            .WithTags("Administration")
            .WithName("ListQuarantinedTicks")
            .WithSummary("Ticks that were put aside, newest first")
            .WithErrors(400, 401, 403, 503);
    }

    private static async Task<Results<Ok<Client.SendTicksReply>, ErrorResult>> Send(
        Client.SendTicksRequest request, InstrumentCatalog catalog, TickScreen screen, TickQuarantine quarantine, ITickGateway gateway, CancellationToken cancellationToken)
    {
        if (request.Ticks.Count is < 1 or > Client.SendTicksRequest.MaxTicks)
            return ApiError.Invalid($"ticks must have 1 to {Client.SendTicksRequest.MaxTicks} elements.").ToHttp();
        var ticks = new Tick[request.Ticks.Count];
        for (var i = 0; i < ticks.Length; i++)
        {
            var found = await catalog.Find(request.Ticks[i].Symbol, cancellationToken);
            if (!found.TryGet(out var instrument, out var unknown)) return AtElement(i, unknown);
            if (TickTranslation.Translate(instrument, request.Ticks[i], out ticks[i]) is { } error) return AtElement(i, error);
        }

        var screened = screen.Screen(ticks);
        // Put aside first: a batch that fails after it is sent again, and a tick too many in quarantine is no harm.
        if (screened.Bad.Count > 0) await quarantine.Add(screened.Bad.Select(bad => (request.Ticks[bad.Index], bad.Reason)));
        if (screened.Good.Count > 0) await gateway.SendAsync(screened.Good, cancellationToken);
        screened.Keep();
        return TypedResults.Ok(new Client.SendTicksReply
        {
            Accepted = screened.Good.Count,
            Quarantined = [.. screened.Bad.Select(bad => new Client.QuarantinedElement(bad.Index, bad.Reason))],
        });
    }

    private static async Task<Results<Ok<IReadOnlyList<Client.QuarantinedTick>>, ErrorResult>> ListQuarantined(
        TickQuarantine quarantine, string? before = null, int limit = Page.DefaultLimit)
    {
        if (Page.Check(limit) is { } error) return error.ToHttp();
        if (before is not null && !TickQuarantine.IsId(before)) return ApiError.Invalid("before must be the id of a tick in quarantine.").ToHttp();
        return TypedResults.Ok(await quarantine.List(before, limit));
    }

    private static ErrorResult AtElement(int index, ApiError error) => (error with { Detail = $"ticks[{index}]: {error.Detail}" }).ToHttp();
}
