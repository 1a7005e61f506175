using System.Globalization;
using System.Security.Claims;
using Rtx.Model;

namespace Rtx.ClientApi.Auth;

/// <summary>Who sends a request, read from the checked token.</summary>
internal static class Caller
{
    public static UserId UserId(this ClaimsPrincipal user) =>
        new(long.Parse(user.FindFirstValue(AccessTokens.UserIdClaim) ?? throw new InvalidOperationException("The token names no user."), CultureInfo.InvariantCulture));

    public static bool IsAdministrator(this ClaimsPrincipal user) => user.IsInRole(nameof(UserRole.Administrator));
}
