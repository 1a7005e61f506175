using Rtx.Gateway.Access;

namespace Rtx.ClientApi.Auth;

internal static class PermissionRequirement
{
    /// <summary>Lets only callers with a permission reach an endpoint, or all endpoints of a group; others are answered with 403.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder endpoints, Permissions needed)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(policy => policy.RequireAssertion(context => (context.User.Permissions() & needed) == needed));
}
