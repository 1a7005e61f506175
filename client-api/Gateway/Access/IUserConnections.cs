using Rtx.Model;

namespace Rtx.Gateway.Access;

/// <summary>Users with long-lived connections.</summary>
public interface IUserConnections
{
    /// <summary>Users with an open connection.</summary>
    IReadOnlySet<UserId> Users();

    /// <summary>Closes all connections of a user.</summary>
    void Close(UserId user);
}
