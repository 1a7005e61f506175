using System.ComponentModel.DataAnnotations;
using Orleans.Concurrency;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Administration;

/// <summary>Users, straight from SQL.</summary>
[StatelessWorker]
internal sealed class UsersGrain(UserStore store) : Grain, IUsersGrain
{
    public async Task<UserRecord?> FindUser(string userName, CancellationToken cancellationToken) =>
        ToRecord(await store.FindAsync(userName, cancellationToken));

    public async Task<UserRecord?> CreateUser(string userName, string passwordHash, UserRole role, CancellationToken cancellationToken) =>
        ToRecord(await store.CreateAsync(userName, passwordHash, (short)role, cancellationToken));

    public async Task<IReadOnlyList<UserRights>> GetRights(IReadOnlyList<UserId> users, CancellationToken cancellationToken) =>
        [.. (await store.ListRightsAsync(users, cancellationToken)).Select(row => new UserRights(row.Id, (UserRole)row.Role, row.Accounts))];

    public Task<ProviderGrant> GetProviders(UserId user, CancellationToken cancellationToken) => store.FindProvidersAsync(user, cancellationToken);

    public Task<bool> SetProviders(UserId user, ProviderGrant grant, CancellationToken cancellationToken) =>
        grant.FindBroken() is { } broken ? throw new ValidationException(broken) : store.SetProvidersAsync(user, grant, cancellationToken);

    private static UserRecord? ToRecord(UserRow? row) => row is null ? null : new UserRecord(row.Id, row.UserName, row.PasswordHash, (UserRole)row.Role);
}
