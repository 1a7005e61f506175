namespace Rtx.Contracts;

/// <summary>Which accounts there are. Stateless: SQL holds them. The key is 0.</summary>
[Alias("rtx.IAccountsGrain")]
public interface IAccountsGrain : IGrainWithIntegerKey
{
    /// <summary>Makes an account; null when the user does not exist.</summary>
    [Alias("CreateAccount")]
    Task<Account?> CreateAccount(UserId owner, string name, CancellationToken cancellationToken = default);

    /// <summary>Accounts of a user; of everybody for null. By id.</summary>
    [Alias("ListAccounts"), ReadOnly]
    Task<IReadOnlyList<Account>> ListAccounts(UserId? owner, CancellationToken cancellationToken = default);
}
