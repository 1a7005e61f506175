using System.Collections.Frozen;
using Rtx.Model;

namespace Rtx.Gateway.Access;

/// <summary>What a user may do now, whatever the token says that was right when it was made.</summary>
/// <param name="Role">What the user may do; null when there is no such user any more.</param>
/// <param name="Accounts">The user's own.</param>
public sealed record CallerRights(UserRole? Role, FrozenSet<AccountId> Accounts)
{
    /// <summary>What the role allows.</summary>
    public Permissions Permissions => Role is { } role ? RolePermissions.Of(role) : Permissions.None;

    public static CallerRights None { get; } = new(null, FrozenSet<AccountId>.Empty);

    public static CallerRights Of(UserRights? rights) => rights is null ? None : new(rights.Role, rights.Accounts.ToFrozenSet());

    /// <summary>Whether something that was allowed before is not any more, or the role is another one.</summary>
    public bool HasLost(CallerRights before) => Role != before.Role || !before.Accounts.IsSubsetOf(Accounts);
}
