using Microsoft.Extensions.Options;
using Rtx.ClientApi.Errors;
using Rtx.Model;

namespace Rtx.ClientApi.RateLimits;

/// <summary>
/// Lets so many order requests of all clients into this process at once; more are refused at once, before any silo hears of them: refusing must cost less than trading.
/// Cancels do not pass here.
/// </summary>
internal sealed class OrderGate(IOptions<RateLimitOptions> options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(50);

    private int _inFlight;

    /// <summary>Works on a request, or answers that there is no room for it.</summary>
    public Task<Outcome<T>> Pass<T>(Func<Task<Outcome<T>>> work)
        where T : class
    {
        if (Interlocked.Increment(ref _inFlight) <= options.Value.MaxOrdersInFlight) return Finish(work);
        Interlocked.Decrement(ref _inFlight);
        return Task.FromResult<Outcome<T>>(RejectTable.ErrorOf(ReplyStatus.Busy, RejectReason.None, RetryAfter, detail: null)!);
    }

    private async Task<Outcome<T>> Finish<T>(Func<Task<Outcome<T>>> work)
        where T : class
    {
        try
        {
            return await work();
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
