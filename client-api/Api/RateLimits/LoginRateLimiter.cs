using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Rtx.ClientApi.Errors;

namespace Rtx.ClientApi.RateLimits;

/// <summary>Limits logins by address and by user name, so that passwords can't be guessed in bulk.</summary>
internal sealed class LoginRateLimiter(IOptions<RateLimitOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _byAddress = PerMinute(options.Value.LoginsPerMinutePerAddress);
    private readonly PartitionedRateLimiter<string> _byUser = PerMinute(options.Value.LoginsPerMinutePerUser);

    public ApiError? Take(string address, string userName) => Take(_byAddress, address) ?? Take(_byUser, userName);

    public void Dispose()
    {
        _byAddress.Dispose();
        _byUser.Dispose();
    }

    private static ApiError? Take(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        if (lease.IsAcquired) return null;
        lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter);
        return ApiError.RateLimited("Too many logins.", retryAfter);
    }

    private static PartitionedRateLimiter<string> PerMinute(int permits) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(
            key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));
}
