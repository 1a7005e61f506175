using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Rtx.Gateway.Errors;

namespace Rtx.Gateway.Limits;

/// <summary>Limits the order requests of each account. REST and the hub share it, so it is not HTTP middleware.</summary>
public sealed class OrderRateLimiter(IOptions<RateLimitOptions> options) : IDisposable
{
    // With ten refills a second, a steady sender waits at most a tenth of a second.
    private const int RefillsPerSecond = 10;

    private readonly PartitionedRateLimiter<long> _limiter = PartitionedRateLimiter.Create<long, long>(accountId =>
        RateLimitPartition.GetTokenBucketLimiter(accountId, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.OrderBurstPerAccount,
            TokensPerPeriod = Math.Max(1, options.Value.OrdersPerSecondPerAccount / RefillsPerSecond),
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / RefillsPerSecond,
            QueueLimit = 0,
        }));

    /// <summary>Counts the orders of a request, at least one; the error when the account has sent too many.</summary>
    public ApiError? Take(long accountId, int orders = 1)
    {
        if (orders > options.Value.OrderBurstPerAccount)
            return ApiError.RateLimited("The account may not send so many orders at once.", retryAfter: null);
        using var lease = IdleLimiters.Ask(() => _limiter.AttemptAcquire(accountId, orders));
        if (lease.IsAcquired) return null;
        lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter);
        return ApiError.RateLimited("The account sends too many order requests.", retryAfter);
    }

    public void Dispose() => _limiter.Dispose();
}
