using Rtx.Model;
using Rtx.Storage.Commits;

namespace Rtx.Storage.Trading;

/// <summary>Kill switches and dead-man timers of accounts, as committed.</summary>
public interface IAccountControlStore
{
    /// <summary>
    /// The controls of an account; those of one that was told nothing when it has no row. Ask after the account's epoch was taken: then nobody else can change
    /// them any more.
    /// </summary>
    Task<AccountControlsRow> ReadAsync(AccountId account, CancellationToken cancellationToken);
}
