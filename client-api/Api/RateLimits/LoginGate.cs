using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Limits;

namespace Rtx.ClientApi.RateLimits;

/// <summary>
/// Limits how many passwords are checked concurrently: one check takes as much processor time as hundreds of orders. Some more logins wait,
/// the others are refused, so users with a token keep trading under password guessing from any number of addresses.
/// </summary>
internal sealed class LoginGate(IOptions<RateLimitOptions> options) : IDisposable
{
    // The last one waits for a second or two.
    private const int WaitingForEach = 16;

    /// <summary>The error when too many logins are waiting.</summary>
    public static readonly ApiError Busy = new(
        Client.RtxErrorCodes.Busy, StatusCodes.Status429TooManyRequests, "Too many log in at the moment.", TimeSpan.FromSeconds(1));

    private readonly ConcurrencyLimiter _checks = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.Value.MaxLogins, QueueLimit = options.Value.MaxLogins * WaitingForEach,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Acquires a slot, released by disposing it; not acquired when too many are waiting.</summary>
    public ValueTask<RateLimitLease> EnterAsync(CancellationToken cancellationToken) =>
        _checks.AcquireAsync(permitCount: 1, cancellationToken);

    public void Dispose() => _checks.Dispose();
}
