using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Access;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Endpoints;

internal static class MarkRuleEndpoints
{
    public static void MapMarkRules(this IEndpointRouteBuilder routes)
    {
        var rules = routes.MapGroup("/instruments/{symbol}/mark-rules").WithTags("Instruments").WithLimit(LimitClass.Reading);
        rules.MapGet("/", Get).WithName("GetMarkRules").WithSummary("Where the mark price comes from").WithErrors(401, 404);
        rules.MapPut("/", Put)
            .RequirePermission(Permissions.Administer)
            .WithName("SetMarkRules")
            .WithSummary("Set where the mark price comes from")
            .WithDescription("In force with the next price. The present mark stays until then.")
            .WithErrors(400, 401, 403, 404, 504);
        rules.MapDelete("/", Delete)
            .RequirePermission(Permissions.Administer)
            .WithName("RemoveMarkRules").WithSummary("Let the mark price follow the book again").WithErrors(401, 403, 404, 504);
    }

    private static async Task<Results<Ok<Client.MarkRules>, ErrorResult>> Get(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        return TypedResults.Ok(
            MarkRulesWire.ToWire(await grains.GetGrain<IInstrumentGrain>(instrument.Id.Value).GetMarkRules(cancellationToken)));
    }

    private static Task<Results<Ok<Client.MarkRules>, ErrorResult>> Put(
        string symbol, Client.MarkRules request, InstrumentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken) =>
        Set(symbol, MarkRulesWire.ToModel(request), catalog, grains, cancellationToken);

    private static Task<Results<Ok<Client.MarkRules>, ErrorResult>> Delete(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken) =>
        Set(symbol, MarkRules.Default, catalog, grains, cancellationToken);

    private static async Task<Results<Ok<Client.MarkRules>, ErrorResult>> Set(
        string symbol, MarkRules rules, InstrumentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
        try
        {
            await grains.GetGrain<IInstrumentGrain>(instrument.Id.Value).SetMarkRules(rules, cancellationToken);
            return TypedResults.Ok(MarkRulesWire.ToWire(rules));
        }
        catch (ValidationException broken)
        {
            return ApiError.Invalid(broken.Message).ToHttp();
        }
    }
}
