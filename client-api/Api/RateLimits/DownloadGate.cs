using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Rtx.ClientApi.RateLimits;

/// <summary>Lets a few downloads run at once: each reads the database as fast as its client takes it.</summary>
internal sealed class DownloadGate(IOptions<RateLimitOptions> options) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = options.Value.MaxDownloads });

    /// <summary>A place, to be given back when the answer is done; null when there is none.</summary>
    public IDisposable? TryEnter()
    {
        var lease = _limiter.AttemptAcquire();
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        return null;
    }

    public void Dispose() => _limiter.Dispose();
}
