using System.Security.Claims;
using Rtx.ClientApi.Errors;
using Rtx.Gateway.Access;
using Rtx.Gateway.Errors;

namespace Rtx.ClientApi.Auth;

/// <summary>
/// Once a request's token is validated, replaces its role by the user's current one; refuses the request when the user no longer exists.
/// </summary>
internal static class CurrentRights
{
    public static void UseCurrentRights(this WebApplication app)
    {
        var watch = app.Services.GetRequiredService<RightsWatch>();
        app.Use(async (context, next) =>
        {
            if (context.User.Identity is not ClaimsIdentity { IsAuthenticated: true } identity
                || await Apply(watch, context.User, identity, context.RequestAborted) is not { } error)
                await next(context);
            else await ProblemAnswers.WriteAsync(context, error);
        });
    }

    private static async ValueTask<ApiError?> Apply(
        RightsWatch watch, ClaimsPrincipal user, ClaimsIdentity identity, CancellationToken cancellationToken)
    {
        CallerRights rights;
        try
        {
            rights = await watch.Find(user.UserId(), cancellationToken);
        }
        catch (Exception exception) when (exception is DataUnavailableException || Failures.IsUnanswered(exception))
        {
            return ApiError.Unavailable("Nobody answers what you may do; nothing was decided.");
        }

        if (rights.Role is not { } role) return ApiError.Unauthenticated;
        if (user.IsInRole(role.ToString())) return null;
        // The principal stays the same object: with another one, the hub would lose the expiry of the token.
        foreach (var claim in identity.FindAll(AccessTokens.RoleClaim).ToList()) identity.RemoveClaim(claim);
        identity.AddClaim(new Claim(AccessTokens.RoleClaim, role.ToString()));
        return null;
    }
}
