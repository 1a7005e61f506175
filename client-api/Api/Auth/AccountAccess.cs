using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Claims;
using Rtx.ClientApi.Cluster;
using Rtx.ClientApi.Errors;
using Rtx.Model;

namespace Rtx.ClientApi.Auth;

/// <summary>
/// Says which accounts a caller may touch: own ones, or all for an administrator. Accounts are never taken away, so what was seen once stays true;
/// an account that is not among the known ones is asked for again, at most once a second per user, and is refused at once if it was a moment ago.
/// </summary>
internal sealed class AccountAccess(IGrainFactory grains, TimeProvider time)
{
    /// <summary>Users remembered; more than these forget everybody, which costs one question each.</summary>
    private const int MaxUsers = 10_000;

    private static readonly TimeSpan MinReadInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<UserId, SharedRead<FrozenSet<AccountId>>> _accounts = new();
    private readonly RecentMisses<(UserId, AccountId)> _foreign = new(time);

    /// <summary>Null when the caller may touch the account; foreign and unknown accounts look the same.</summary>
    public async ValueTask<ApiError?> Check(ClaimsPrincipal user, long accountId, CancellationToken cancellationToken)
    {
        var account = new AccountId(accountId);
        var accounts = AccountsOf(user);
        if (accounts.Last?.Contains(account) == true) return null;
        if (_foreign.Contains((user.UserId(), account))) return Unknown(accountId);
        if ((await accounts.ReadAgain(cancellationToken)).Contains(account)) return null;
        _foreign.Add((user.UserId(), account));
        return Unknown(accountId);
    }

    public Task<IReadOnlyList<Account>> List(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        grains.GetGrain<IDirectoryGrain>(0).ListAccounts(user.IsAdministrator() ? null : user.UserId(), cancellationToken);

    public static ApiError Unknown(long accountId) => ApiError.NotFound(Client.RtxErrorCodes.UnknownAccount, $"There is no account {accountId}.");

    private SharedRead<FrozenSet<AccountId>> AccountsOf(ClaimsPrincipal user)
    {
        if (_accounts.TryGetValue(user.UserId(), out var known)) return known;

        // What is forgotten may still be in use by a request, so it is left to the garbage collector.
        if (_accounts.Count >= MaxUsers) _accounts.Clear();
        return _accounts.GetOrAdd(user.UserId(), _ => new SharedRead<FrozenSet<AccountId>>(Read, MinReadInterval, time));

        async Task<FrozenSet<AccountId>> Read(CancellationToken cancellationToken) =>
            (await List(user, cancellationToken)).Select(account => account.Id).ToFrozenSet();
    }
}
