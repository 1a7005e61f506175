using Rtx.Model;

namespace Rtx.Gateway.Access;

/// <summary>The sender of a request and his permissions. Each protocol creates one from its own kind of login.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Permissions">His current permissions.</param>
public readonly record struct Caller(UserId UserId, Permissions Permissions)
{
    /// <summary>Whether he has all of these permissions.</summary>
    public bool May(Permissions needed) => (Permissions & needed) == needed;
}
