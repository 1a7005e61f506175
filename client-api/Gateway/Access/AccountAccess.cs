using System.Collections.Frozen;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Reads;
using Rtx.Model;

namespace Rtx.Gateway.Access;

/// <summary>
/// Decides which accounts a caller may access: the caller's own, or all with <see cref="Permissions.AllAccounts"/>; accounts are never
/// removed. An account that is not known yet is looked up again, at most once a second per user, and refused immediately if it was missing
/// a moment ago.
/// </summary>
public sealed class AccountAccess(IGrainFactory grains, RightsWatch rights, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan MinReadInterval = TimeSpan.FromSeconds(1);

    private readonly RecentMisses<(UserId, AccountId)> _foreign = new(time);
    private readonly SharedRead<FrozenSet<AccountId>> _all = new(
        async cancellationToken =>
            (await grains.GetGrain<IAccountsGrain>(0).ListAccounts(owner: null, cancellationToken))
                .Select(account => account.Id)
                .ToFrozenSet(),
            MinReadInterval, time);

    /// <summary>Null when the caller may access the account; foreign and unknown accounts look the same.</summary>
    public async ValueTask<ApiError?> Check(Caller caller, long accountId, CancellationToken cancellationToken)
    {
        var (id, account, mayAll) = (caller.UserId, new AccountId(accountId), caller.May(Permissions.AllAccounts));
        var known = mayAll ? _all.Last : (await rights.Find(id, cancellationToken)).Accounts;
        if (known?.Contains(account) == true) return null;
        if (_foreign.Contains((id, account))) return Unknown(accountId);
        var again = mayAll ? await _all.ReadAgain(cancellationToken) : (await rights.FindAgain(id, cancellationToken)).Accounts;
        if (again.Contains(account)) return null;
        _foreign.Add((id, account));
        return Unknown(accountId);
    }

    public Task<IReadOnlyList<Account>> List(Caller caller, CancellationToken cancellationToken) =>
        grains.GetGrain<IAccountsGrain>(0).ListAccounts(caller.May(Permissions.AllAccounts) ? null : caller.UserId, cancellationToken);

    public static ApiError Unknown(long accountId) =>
        ApiError.NotFound(Client.RtxErrorCodes.UnknownAccount, $"There is no account {accountId}.");

    public void Dispose() => _all.Dispose();
}
