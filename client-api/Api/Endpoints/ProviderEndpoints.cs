using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Access;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Limits;
using Rtx.Model;

namespace Rtx.ClientApi.Endpoints;

internal static class ProviderEndpoints
{
    public static void MapProviders(this IEndpointRouteBuilder routes)
    {
        var providers = routes.MapGroup("/administration/users/{userName}/providers")
            .WithTags("Administration")
            .WithLimit(LimitClass.Administration)
            .RequirePermission(Permissions.Administer);
        providers.MapGet("/", Get)
            .WithName("GetProviders")
            .WithSummary("For which providers a user may send ticks")
            .WithErrors(401, 403, 404);
        providers.MapPut("/", Put)
            .WithName("SetProviders")
            .WithSummary("Replace for which providers a user may send ticks")
            .WithDescription(
                "In force within two seconds, also for uploads that are going on. Administrators may send for every provider without "
                    + "it, nobody for our own book.")
            .WithErrors(400, 401, 403, 404);
    }

    private static async Task<Results<Ok<Client.ProviderGrant>, ErrorResult>> Get(
        string userName, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var users = grains.GetGrain<IUsersGrain>(0);
        return await UserTerms.FindAsync(users, userName, cancellationToken) is { } user
            ? TypedResults.Ok(ToWire(await users.GetProviders(user.Id, cancellationToken)))
            : Unknown().ToHttp();
    }

    private static async Task<Results<Ok<Client.ProviderGrant>, ErrorResult>> Put(
        string userName, Client.ProviderGrant request, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (request.EveryProvider && request.ProviderIds.Count > 0)
            return ApiError.Invalid("providerIds must be empty with everyProvider.").ToHttp();
        var users = grains.GetGrain<IUsersGrain>(0);
        if (await UserTerms.FindAsync(users, userName, cancellationToken) is not { } user) return Unknown().ToHttp();
        var grant = new ProviderGrant(request.EveryProvider ? null : request.ProviderIds);
        try
        {
            return await users.SetProviders(user.Id, grant, cancellationToken) ? TypedResults.Ok(ToWire(grant)) : Unknown().ToHttp();
        }
        catch (ValidationException broken)
        {
            return ApiError.Invalid(broken.Message).ToHttp();
        }
    }

    private static ApiError Unknown() => ApiError.NotFound(Client.RtxErrorCodes.UnknownUser, "There is no such user.");

    private static Client.ProviderGrant ToWire(ProviderGrant grant) =>
        new() { EveryProvider = grant.ProviderIds is null, ProviderIds = grant.ProviderIds ?? [] };
}
