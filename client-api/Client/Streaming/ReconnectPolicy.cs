using Microsoft.AspNetCore.SignalR.Client;

namespace Rtx.Client;

/// <summary>Retries immediately, then after 0.25, 0.5, 1 … seconds up to the maximum, forever.</summary>
internal sealed class ReconnectPolicy(TimeSpan maxDelay) : IRetryPolicy
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

    public TimeSpan? NextRetryDelay(RetryContext retryContext)
    {
        if (retryContext.PreviousRetryCount == 0) return TimeSpan.Zero;
        var doublings = (int)Math.Min(retryContext.PreviousRetryCount - 1, 16);
        var delay = FirstDelay * (1 << doublings);
        return delay < maxDelay ? delay : maxDelay;
    }
}
