using Orleans.Concurrency;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Administration;

/// <summary>The accounts that there are, straight from SQL.</summary>
[StatelessWorker]
internal sealed class AccountsGrain(AccountStore store) : Grain, IAccountsGrain
{
    public Task<Account?> CreateAccount(UserId owner, string name, CancellationToken cancellationToken) => store.CreateAsync(owner, name, cancellationToken);

    public Task<IReadOnlyList<Account>> ListAccounts(UserId? owner, CancellationToken cancellationToken) => store.ListAsync(owner, cancellationToken);
}
