namespace Rtx.Gateway.Access;

/// <summary>What a user may do beyond trading on own accounts. Code checks permissions, never roles.</summary>
[Flags]
public enum Permissions
{
    None = 0,

    /// <summary>Send ticks of granted providers.</summary>
    SendTicks = 1 << 0,

    /// <summary>Send ticks of every provider and any time, as imports and replays do.</summary>
    ImportTicks = 1 << 1,

    /// <summary>See and trade on every account.</summary>
    AllAccounts = 1 << 2,

    /// <summary>Create users, accounts and instruments, move funds, and set the trading rules of instruments.</summary>
    Administer = 1 << 3,
}

/// <summary>The permissions of each role: the only place that defines what a role may do.</summary>
public static class RolePermissions
{
    public static Permissions Of(UserRole role) => role switch
    {
        UserRole.Trader => Permissions.None,
        UserRole.Feed => Permissions.SendTicks,
        UserRole.Administrator => Permissions.SendTicks | Permissions.ImportTicks | Permissions.AllAccounts | Permissions.Administer,
    };
}
