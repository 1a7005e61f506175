using System.ComponentModel.DataAnnotations;
using Orleans.Concurrency;
using Rtx.Domain.Instruments;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Administration;

/// <summary>Users, accounts and instruments, straight from SQL.</summary>
[StatelessWorker]
internal sealed class DirectoryGrain(DirectoryStore store) : Grain, IDirectoryGrain
{
    public async Task<UserRecord?> FindUser(string userName, CancellationToken cancellationToken) =>
        ToRecord(await store.FindUserAsync(userName, cancellationToken));

    public async Task<UserRecord?> CreateUser(string userName, string passwordHash, UserRole role, CancellationToken cancellationToken) =>
        ToRecord(await store.CreateUserAsync(userName, passwordHash, (short)role, cancellationToken));

    public async Task<IReadOnlyList<UserRights>> GetRights(IReadOnlyList<UserId> users, CancellationToken cancellationToken) =>
        [.. (await store.ListRightsAsync(users, cancellationToken)).Select(row => new UserRights(row.Id, (UserRole)row.Role, row.Accounts))];

    public Task<ProviderGrant> GetProviders(UserId user, CancellationToken cancellationToken) => store.FindProvidersAsync(user, cancellationToken);

    public Task<bool> SetProviders(UserId user, ProviderGrant grant, CancellationToken cancellationToken) =>
        grant.FindBroken() is { } broken ? throw new ValidationException(broken) : store.SetProvidersAsync(user, grant, cancellationToken);

    public Task<Account?> CreateAccount(UserId owner, string name, CancellationToken cancellationToken) => store.CreateAccountAsync(owner, name, cancellationToken);

    public Task<IReadOnlyList<Account>> ListAccounts(UserId? owner, CancellationToken cancellationToken) => store.ListAccountsAsync(owner, cancellationToken);

    public Task<Instrument?> CreateInstrument(Instrument instrument, CancellationToken cancellationToken)
    {
        // An id of zero is chosen by the store; it must not hide a rule that a book would trip over later.
        var numbered = instrument.Id.Value == 0 ? instrument with { Id = new InstrumentId(1) } : instrument;
        return InstrumentRules.FindBrokenOfNew(numbered) is { } broken ? throw new ValidationException(broken) : store.CreateInstrumentAsync(instrument, cancellationToken);
    }

    public Task<IReadOnlyList<Instrument>> ListInstruments(CancellationToken cancellationToken) => store.ListInstrumentsAsync(cancellationToken);

    private static UserRecord? ToRecord(UserRow? row) => row is null ? null : new UserRecord(row.Id, row.UserName, row.PasswordHash, (UserRole)row.Role);
}
