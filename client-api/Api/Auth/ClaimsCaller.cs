using System.Globalization;
using System.Security.Claims;
using Rtx.Gateway.Access;
using Rtx.Model;

namespace Rtx.ClientApi.Auth;

/// <summary>The caller of a request, read from its validated token; <see cref="CurrentRights"/> keeps the role up to date.</summary>
internal static class ClaimsCaller
{
    public static Caller ToCaller(this ClaimsPrincipal user) => new(user.UserId(), user.Permissions());

    public static UserId UserId(this ClaimsPrincipal user) =>
        new(
            long.Parse(
                user.FindFirstValue(AccessTokens.UserIdClaim)
                    ?? throw new InvalidOperationException("The token names no user."), CultureInfo.InvariantCulture));

    /// <summary>None without a login.</summary>
    public static Permissions Permissions(this ClaimsPrincipal user) =>
        Enum.TryParse<UserRole>(user.FindFirstValue(AccessTokens.RoleClaim), out var role) && Enum.IsDefined(role)
            ? RolePermissions.Of(role)
            : default;
}
