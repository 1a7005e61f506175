using Rtx.Model;

namespace Rtx.Gateway.Access;

/// <summary>Who sends a request and what he may do. Each protocol makes one from its own kind of login.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Permissions">What he may do now.</param>
public readonly record struct Caller(UserId UserId, Permissions Permissions)
{
    /// <summary>Whether he has all of these permissions.</summary>
    public bool May(Permissions needed) => (Permissions & needed) == needed;
}
