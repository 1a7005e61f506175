using System.Collections.Frozen;
using Rtx.Model;

namespace Rtx.Gateway.Access;

/// <summary>The current rights of a user, whatever the token said when it was issued.</summary>
/// <param name="Role">The user's role; null when the user no longer exists.</param>
/// <param name="Accounts">The user's own accounts.</param>
public sealed record CallerRights(UserRole? Role, FrozenSet<AccountId> Accounts)
{
    /// <summary>The permissions of the role.</summary>
    public Permissions Permissions => Role is { } role ? RolePermissions.Of(role) : Permissions.None;

    public static CallerRights None { get; } = new(null, FrozenSet<AccountId>.Empty);

    public static CallerRights Of(UserRights? rights) => rights is null ? None : new(rights.Role, rights.Accounts.ToFrozenSet());

    /// <summary>Whether something that was allowed before is no longer allowed, or the role has changed.</summary>
    public bool HasLost(CallerRights before) => Role != before.Role || !before.Accounts.IsSubsetOf(Accounts);
}
