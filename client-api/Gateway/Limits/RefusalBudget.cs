using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Rtx.Gateway.Errors;
using Rtx.Model;

namespace Rtx.Gateway.Limits;

/// <summary>
/// How many refusals per second a user may cause before a silo is asked: for foreign accounts, unknown instruments, invalid terms, or more
/// than the account or user may send. When the budget is used up, the user's order requests get 429 before they are parsed, over REST
/// delayed by a second, so a client that sends one request after the other costs nothing. Cancels are exempt.
/// </summary>
public sealed class RefusalBudget(IOptions<RateLimitOptions> options) : IDisposable
{
    private const int MaxHeld = 1_000;

    private static readonly TimeSpan RefillTime = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<UserId> _budgets =
        PartitionedRateLimiter.Create<UserId, UserId>(user => RateLimitPartition.GetTokenBucketLimiter(
        user, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.RefusedOrderBurstPerUser, TokensPerPeriod = options.Value.RefusedOrdersPerSecondPerUser,
            ReplenishmentPeriod = RefillTime, QueueLimit = 0,
        }));

    private int _held;

    /// <summary>The error for a user whose budget is used up; otherwise null.</summary>
    public ApiError? Find(UserId user) =>
        Left(user) is 0 ? ApiError.RateLimited("Too many of your orders were refused; cancels are still taken.", RefillTime) : null;

    /// <summary>Like <see cref="Find"/>, but an error is returned with a delay.</summary>
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

    /// <summary>Charges the cost of refusals, or all that is left.</summary>
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
