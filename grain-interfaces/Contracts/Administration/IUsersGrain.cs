namespace Rtx.Contracts;

/// <summary>Users. Stateless: SQL holds them; unique constraints guard creation. The key is 0.</summary>
[Alias("rtx.IUsersGrain")]
public interface IUsersGrain : IGrainWithIntegerKey
{
    /// <summary>The user of a name, with the hash to check the password against; null when there is none.</summary>
    [Alias("FindUser"), ReadOnly]
    Task<UserRecord?> FindUser(string userName, CancellationToken cancellationToken = default);

    /// <summary>Makes a user; null when the name is taken.</summary>
    [Alias("CreateUser")]
    Task<UserRecord?> CreateUser(string userName, string passwordHash, UserRole role, CancellationToken cancellationToken = default);

    /// <summary>The current rights of users; users that don't exist are left out.</summary>
    [Alias("GetRights"), ReadOnly]
    Task<IReadOnlyList<UserRights>> GetRights(IReadOnlyList<UserId> users, CancellationToken cancellationToken = default);

    /// <summary>The providers for which a user may send ticks; none without a grant or without the user.</summary>
    [Alias("GetProviders"), ReadOnly]
    Task<ProviderGrant> GetProviders(UserId user, CancellationToken cancellationToken = default);

    /// <summary>Replaces what was granted; false when there is no such user.</summary>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">The grant breaks a rule; the message names it.</exception>
    [Alias("SetProviders")]
    Task<bool> SetProviders(UserId user, ProviderGrant grant, CancellationToken cancellationToken = default);
}

/// <summary>What a user may do.</summary>
public enum UserRole
{
    /// <summary>Trade own accounts.</summary>
    Trader = 1,

    /// <summary>Send ticks of the providers that were granted, besides trading own accounts.</summary>
    Feed = 2,

    /// <summary>Create users, accounts and instruments, move funds, halt trading; see every account.</summary>
    Administrator = 3,
}

/// <summary>A user as stored.</summary>
/// <param name="Id">Number.</param>
/// <param name="UserName">Unique, lower case.</param>
/// <param name="PasswordHash">Salted hash in the format of ASP.NET Core Identity version 3.</param>
/// <param name="Role">What the user may do.</param>
[GenerateSerializer, Immutable, Alias("rtx.UserRecord")]
public sealed record UserRecord(UserId Id, string UserName, string PasswordHash, UserRole Role);

/// <summary>What a user may do, and with which accounts.</summary>
/// <param name="Id">Number.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="Accounts">The user's own, by id.</param>
[GenerateSerializer, Immutable, Alias("rtx.UserRights")]
public sealed record UserRights(UserId Id, UserRole Role, IReadOnlyList<AccountId> Accounts);
