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
        where T : class => Pass(orders: 1, work);

    /// <summary>Works on a request of several orders, or answers that there is no room for all of them.</summary>
    public Task<Outcome<T>> Pass<T>(int orders, Func<Task<Outcome<T>>> work)
        where T : class
    {
        if (Interlocked.Add(ref _inFlight, orders) <= options.Value.MaxOrdersInFlight) return Finish(orders, work);
        Interlocked.Add(ref _inFlight, -orders);
        return Task.FromResult<Outcome<T>>(RejectTable.ErrorOf(ReplyStatus.Busy, RejectReason.None, RetryAfter, detail: null)!);
    }

    private async Task<Outcome<T>> Finish<T>(int orders, Func<Task<Outcome<T>>> work)
        where T : class
    {
        try
        {
            return await work();
        }
        finally
        {
            Interlocked.Add(ref _inFlight, -orders);
        }
    }
}
