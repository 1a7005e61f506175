using Microsoft.Extensions.Options;
using Rtx.ClientApi.Errors;
using Rtx.Model;

namespace Rtx.ClientApi.RateLimits;

/// <summary>
/// Lets so many order requests of all clients into this process at once; more are refused at once, before any silo hears of them: refusing must cost less than trading.
/// A user who holds places gets no more than would leave thrice as many free as he holds: one alone has a quarter of them, and there is always room for whoever comes next,
/// with one request of any size. Cancels do not pass here.
/// </summary>
internal sealed class OrderGate(IOptions<RateLimitOptions> options, RefusalBudget refusals)
{
    /// <summary>Places that must stay free for each that a user holds.</summary>
    private const int FreeForEachHeld = 3;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Dictionary<UserId, int> _held = [];
    private int _free = options.Value.MaxOrdersInFlight;

    /// <summary>Works on a request of so many orders, or answers that there is no room for all of them.</summary>
    public async Task<Outcome<T>> Pass<T>(UserId user, int orders, Func<Task<Outcome<T>>> work)
        where T : class
    {
        if (!TryEnter(user, orders, out var held))
        {
            // Who is in his own way waits a moment, and pays when it was in vain; who is refused for what others have under way does neither.
            if (held > 0) await Task.Delay(RetryAfter);
            if (held == 0 || !TryEnter(user, orders, out _))
            {
                if (held > 0) refusals.Charge(user, 1);
                return RejectTable.ErrorOf(ReplyStatus.Busy, RejectReason.None, RetryAfter, detail: null)!;
            }
        }

        try
        {
            return await work();
        }
        finally
        {
            Leave(user, orders);
        }
    }

    private bool TryEnter(UserId user, int orders, out int held)
    {
        lock (_lock)
        {
            held = _held.GetValueOrDefault(user);
            if (orders > _free || (held > 0 && (held + orders) * (long)FreeForEachHeld > _free - orders)) return false;
            _held[user] = held + orders;
            _free -= orders;
            return true;
        }
    }

    private void Leave(UserId user, int orders)
    {
        lock (_lock)
        {
            _free += orders;
            if ((_held[user] -= orders) == 0) _held.Remove(user);
        }
    }
}
