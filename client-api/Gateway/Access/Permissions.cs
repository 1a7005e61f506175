namespace Rtx.Gateway.Access;

/// <summary>What a user may do beyond trading on his own accounts. Code asks for a permission, never for a role.</summary>
[Flags]
public enum Permissions
{
    None = 0,

    /// <summary>Sends ticks of the providers that were granted to him.</summary>
    SendTicks = 1 << 0,

    /// <summary>Sends ticks of every provider and of any time, as imports and replays do.</summary>
    ImportTicks = 1 << 1,

    /// <summary>Sees and trades on every account.</summary>
    AllAccounts = 1 << 2,

    /// <summary>Makes users, accounts and instruments, moves funds, sets what instruments trade by.</summary>
    Administer = 1 << 3,
}

/// <summary>The permissions of each role: the one place that knows what a role may do.</summary>
public static class RolePermissions
{
    public static Permissions Of(UserRole role) => role switch
    {
        UserRole.Trader => Permissions.None,
        UserRole.Feed => Permissions.SendTicks,
        UserRole.Administrator => Permissions.SendTicks | Permissions.ImportTicks | Permissions.AllAccounts | Permissions.Administer,
    };
}
