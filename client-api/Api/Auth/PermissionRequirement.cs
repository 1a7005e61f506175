using Rtx.Gateway.Access;

namespace Rtx.ClientApi.Auth;

internal static class PermissionRequirement
{
    /// <summary>Restricts an endpoint, or all endpoints of a group, to callers with a permission; others get 403.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder endpoints, Permissions needed)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(policy => policy.RequireAssertion(context => (context.User.Permissions() & needed) == needed));
}
