using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Rtx.Gateway.Errors;
using Rtx.Model;

namespace Rtx.Gateway.Limits;

/// <summary>
/// How often a second a user may be refused before anything is asked of a silo: for accounts that are not his, instruments that do not exist, terms that cannot be, more
/// than his account may send or than he has room for. When that is used up, his order requests are answered with 429 before they are read, over REST a second late: whoever
/// sends the next one when the last is answered costs nothing then. Cancels are not.
/// </summary>
public sealed class RefusalBudget(IOptions<RateLimitOptions> options) : IDisposable
{
    private const int MaxHeld = 1_000;

    private static readonly TimeSpan RefillTime = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<UserId> _budgets = PartitionedRateLimiter.Create<UserId, UserId>(user => RateLimitPartition.GetTokenBucketLimiter(
        user, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.RefusedOrderBurstPerUser, TokensPerPeriod = options.Value.RefusedOrdersPerSecondPerUser, ReplenishmentPeriod = RefillTime, QueueLimit = 0,
        }));

    private int _held;

    /// <summary>The error for a user whose budget is used up; null while it is not.</summary>
    public ApiError? Find(UserId user) =>
        Left(user) is 0 ? ApiError.RateLimited("Too many of your orders were refused; cancels are still taken.", RefillTime) : null;

    /// <summary>As <see cref="Find"/>, but an error comes late.</summary>
    public async ValueTask<ApiError?> Hold(UserId user, CancellationToken cancellationToken)
    {
        if (Find(user) is not { } error) return null;
        try
        {
            if (Interlocked.Increment(ref _held) <= MaxHeld) await Task.Delay(RefillTime, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _held);
        }

        return error;
    }

    /// <summary>Takes what refusals cost, or all that is left.</summary>
    public void Charge(UserId user, int refusals)
    {
        var left = Math.Min(refusals, options.Value.RefusedOrderBurstPerUser);
        while (left > 0)
        {
            using var lease = IdleLimiters.Ask(() => _budgets.AttemptAcquire(user, left));
            if (lease.IsAcquired) return;
            left = (int)Math.Min(left - 1, Left(user) ?? 0);
        }
    }

    private long? Left(UserId user) => IdleLimiters.Ask(() => _budgets.GetStatistics(user))?.CurrentAvailablePermits;

    public void Dispose() => _budgets.Dispose();
}
