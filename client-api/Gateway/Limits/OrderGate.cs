using Microsoft.Extensions.Options;
using Rtx.Gateway.Errors;
using Rtx.Model;

namespace Rtx.Gateway.Limits;

/// <summary>
/// Lets so many order requests of all clients into this process at once; more are refused at once, before any silo hears of them: refusing must cost less than trading.
/// A user alone has a quarter of the places, or one request of any size (<see cref="Places"/>); with a few orders he finds room when all are taken. Cancels do not pass here.
/// </summary>
public sealed class OrderGate(IOptions<RateLimitOptions> options, RefusalBudget refusals)
{
    /// <summary>Places that must stay free for each that a user holds.</summary>
    private const int FreeForEachHeld = 3;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(50);

    private readonly int _count = options.Value.MaxOrdersInFlight;
    private readonly Places _places = new(FreeForEachHeld, mostForFew: 2 * options.Value.MaxOrdersInFlight);

    /// <summary>Works on a request of so many orders, or answers that there is no room for all of them.</summary>
    public async Task<Outcome<T>> Pass<T>(UserId user, int orders, Func<Task<Outcome<T>>> work)
        where T : class
    {
        if (!_places.TryEnter(user, orders, _count, out var held))
        {
            // Who is in his own way waits a moment, and pays when it was in vain; who is refused for what others have under way does neither.
            if (held > 0) await Task.Delay(RetryAfter);
            if (held == 0 || !_places.TryEnter(user, orders, _count, out _))
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
            _places.Leave(user, orders);
        }
    }
}
