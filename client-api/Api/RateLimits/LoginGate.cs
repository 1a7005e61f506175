using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Limits;

namespace Rtx.ClientApi.RateLimits;

/// <summary>
/// Lets a few logins of all strangers check a password at once, which keeps a processor busy for as long as hundreds of orders do. Some more wait for them, the others are refused: who
/// has a token trades on whatever is guessed, and from however many addresses.
/// </summary>
internal sealed class LoginGate(IOptions<RateLimitOptions> options) : IDisposable
{
    // The last of them waits for a second or two.
    private const int WaitingForEach = 16;

    /// <summary>What a login is told for which there is no room.</summary>
    public static readonly ApiError Busy = new(Client.RtxErrorCodes.Busy, StatusCodes.Status429TooManyRequests, "Too many log in at the moment.", TimeSpan.FromSeconds(1));

    private readonly ConcurrencyLimiter _checks = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.Value.MaxLogins, QueueLimit = options.Value.MaxLogins * WaitingForEach, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>A place, to be given back by disposing of it; one that is not acquired where too many wait.</summary>
    public ValueTask<RateLimitLease> EnterAsync(CancellationToken cancellationToken) => _checks.AcquireAsync(permitCount: 1, cancellationToken);

    public void Dispose() => _checks.Dispose();
}
