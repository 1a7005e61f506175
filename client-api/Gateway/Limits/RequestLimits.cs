using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Rtx.Gateway.Errors;
using Rtx.Model;

namespace Rtx.Gateway.Limits;

/// <summary>Counts requests by class and sender, and refuses those beyond the sender's rate.</summary>
public sealed class RequestLimits(IOptions<RateLimitOptions> options) : IDisposable
{
    // Burst after a pause, in seconds of the rate: a starting program reads everything.
    private const int BurstSeconds = 10;

    private const int RowsOfRequest = 500;

    private readonly PartitionedRateLimiter<(LimitClass Class, string Sender)> _limiter =
        PartitionedRateLimiter.Create<(LimitClass Class, string Sender), (LimitClass, string)>(key => PartitionOf(options.Value, key));

    /// <summary>The error when the user has read too much market data; rows count beyond those included in a request.</summary>
    public ApiError? TakeRows(UserId user, int rows) =>
        rows < RowsOfRequest ? null : Take(LimitClass.MarketData, user, rows / RowsOfRequest);

    /// <summary>The error when the user has sent too many of the class.</summary>
    public ApiError? Take(LimitClass limitClass, UserId user, int requests = 1) =>
        Take(limitClass, user.Value.ToString(CultureInfo.InvariantCulture), requests);

    /// <summary>Like the overload for users, for a sender without a login, identified by address.</summary>
    public ApiError? Take(LimitClass limitClass, string sender, int requests = 1)
    {
        using var lease = IdleLimiters.Ask(() => _limiter.AttemptAcquire((limitClass, sender), Math.Min(requests, BurstSeconds)));
        if (lease.IsAcquired) return null;
        lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter);
        return ApiError.RateLimited("Too many requests of this kind.", retryAfter);
    }

    public void Dispose() => _limiter.Dispose();

    private static RateLimitPartition<(LimitClass, string)> PartitionOf(RateLimitOptions options, (LimitClass Class, string Sender) key)
    {
        var perSecond = key.Class switch
        {
            LimitClass.Open => options.OpenRequestsPerSecondPerAddress,
            LimitClass.Login => options.LoginsPerSecondPerAddress,
            LimitClass.Reading => options.ReadsPerSecondPerUser,
            LimitClass.MarketData => options.MarketDataReadsPerSecondPerUser,
            LimitClass.OrderEntry or LimitClass.Downloads => 0,
            LimitClass.Cancels or LimitClass.KillSwitch => options.CancelsPerSecondPerUser,
            LimitClass.Ticks => options.TickRequestsPerSecondPerUser,
            LimitClass.Administration => options.AdministrationPerSecondPerUser,
            LimitClass.Live => options.HubConnectionsPerSecondPerUser,
            LimitClass.Controls => options.ControlsPerSecondPerUser,
        };
        return perSecond == 0
            ? RateLimitPartition.GetNoLimiter(((LimitClass, string))key)
            : RateLimitPartition.GetTokenBucketLimiter(((LimitClass, string))key, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perSecond * BurstSeconds, TokensPerPeriod = perSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            });
    }
}
