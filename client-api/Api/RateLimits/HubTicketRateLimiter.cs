using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Limits;
using Rtx.Model;

namespace Rtx.ClientApi.RateLimits;

/// <summary>Limits the tickets of a user, each of which is a key in Redis until it expires.</summary>
internal sealed class HubTicketRateLimiter(IOptions<RateLimitOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<UserId> _byUser =
        PartitionedRateLimiter.Create<UserId, UserId>(user => RateLimitPartition.GetFixedWindowLimiter(
            user,
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = options.Value.HubTicketsPerMinutePerUser, Window = TimeSpan.FromMinutes(1), QueueLimit = 0,
            }));

    public ApiError? Take(UserId user)
    {
        using var lease = IdleLimiters.Ask(() => _byUser.AttemptAcquire(user));
        if (lease.IsAcquired) return null;
        lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter);
        return ApiError.RateLimited("Too many tickets.", retryAfter);
    }

    public void Dispose() => _byUser.Dispose();
}
