using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Claims;
using Rtx.ClientApi.Errors;
using Rtx.Model;

namespace Rtx.ClientApi.Auth;

/// <summary>
/// Says which accounts a caller may touch: own ones, or all for an administrator. Accounts are never taken away, so what was seen once stays true;
/// an account that is not among the known ones is asked for again, at most once a second per user.
/// </summary>
internal sealed class AccountAccess(IGrainFactory grains, TimeProvider time)
{
    /// <summary>Users remembered; more than these forget everybody, which costs one question each.</summary>
    private const int MaxUsers = 10_000;

    private static readonly TimeSpan MinRefreshInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<UserId, Known> _known = new();

    /// <summary>Null when the caller may touch the account; foreign and unknown accounts look the same.</summary>
    public async ValueTask<ApiError?> Check(ClaimsPrincipal user, long accountId, CancellationToken cancellationToken)
    {
        var account = new AccountId(accountId);
        var userId = user.UserId();
        if (_known.TryGetValue(userId, out var known))
        {
            if (known.Accounts.Contains(account)) return null;
            if (time.GetElapsedTime(known.ReadAt) < MinRefreshInterval) return Unknown(accountId);
        }

        var accounts = await List(user, cancellationToken);
        if (_known.Count >= MaxUsers) _known.Clear();
        known = new Known(accounts.Select(a => a.Id).ToFrozenSet(), time.GetTimestamp());
        _known[userId] = known;
        return known.Accounts.Contains(account) ? null : Unknown(accountId);
    }

    public Task<IReadOnlyList<Account>> List(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        grains.GetGrain<IDirectoryGrain>(0).ListAccounts(user.IsAdministrator() ? null : user.UserId(), cancellationToken);

    public static ApiError Unknown(long accountId) => ApiError.NotFound(Client.RtxErrorCodes.UnknownAccount, $"There is no account {accountId}.");

    private sealed record Known(FrozenSet<AccountId> Accounts, long ReadAt);
}
