using System.Threading.RateLimiting;
using Rtx.Gateway.Limits;

namespace Rtx.Api.Tests.RateLimits;

public sealed class IdleLimitersTests
{
    [Fact]
    public void A_limiter_that_is_disposed_while_it_is_asked_is_asked_anew()
    {
        var limiters = new Queue<TokenBucketRateLimiter>([NewLimiter(), NewLimiter()]);
        limiters.Peek().Dispose();

        using var lease = IdleLimiters.Ask(() => limiters.Dequeue().AttemptAcquire());

        Assert.True(lease.IsAcquired);
    }

    [Fact]
    public void One_that_stays_disposed_is_not_asked_for_ever()
    {
        var limiter = NewLimiter();
        limiter.Dispose();

        Assert.Throws<ObjectDisposedException>(() => IdleLimiters.Ask(() => limiter.AttemptAcquire()));
    }

    private static TokenBucketRateLimiter NewLimiter() =>
        new(new TokenBucketRateLimiterOptions { TokenLimit = 1, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0, AutoReplenishment = false });
}
