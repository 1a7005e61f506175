using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.Instruments;
using Rtx.ClientApi.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Endpoints;

internal static class TickEndpoints
{
    /// <summary>Room for the largest batch with every member written out.</summary>
    private const int MaxBodyBytes = 8 * 1024 * 1024;

    public static void MapTicks(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/ticks", Send)
            .RequireAuthorization(Policies.SendTicks)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .WithTags("Market data")
            .WithName("SendTicks")
            .WithSummary("Send ticks to store")
            .WithDescription("A batch with a fault is refused as a whole. When it was answered as busy, or not at all, a part may have been taken: send all of it again, what is stored already is recognised by provider, kind and sequence.")
            .WithErrors(400, 401, 403, 404, 413, 422, 429, 503, 504);

    private static async Task<Results<Ok<Client.SendTicksReply>, ErrorResult>> Send(
        Client.SendTicksRequest request, InstrumentCatalog catalog, ITickGateway gateway, CancellationToken cancellationToken)
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

        await gateway.SendAsync(ticks, cancellationToken);
        return TypedResults.Ok(new Client.SendTicksReply { Accepted = ticks.Length });
    }

    private static ErrorResult AtElement(int index, ApiError error) => (error with { Detail = $"ticks[{index}]: {error.Detail}" }).ToHttp();
}
