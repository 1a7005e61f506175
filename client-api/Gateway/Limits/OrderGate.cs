using Microsoft.Extensions.Options;
using Rtx.Gateway.Errors;
using Rtx.Model;

namespace Rtx.Gateway.Limits;

/// <summary>
/// Limits the order requests in flight in this process; further ones are refused immediately, before they reach a silo: refusing must cost
/// less than trading. A user may hold a quarter of the slots, or one request of any size (<see cref="Places"/>); a user with few orders
/// gets in even when all are taken. Cancels do not pass here.
/// </summary>
public sealed class OrderGate(IOptions<RateLimitOptions> options, RefusalBudget refusals)
{
    /// <summary>Slots that must stay free for each slot a user holds.</summary>
    private const int FreeForEachHeld = 3;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(50);

    private readonly int _count = options.Value.MaxOrdersInFlight;
    private readonly Places _places = new(FreeForEachHeld, mostForFew: 2 * options.Value.MaxOrdersInFlight);

    /// <summary>Runs a request with this many orders, or answers that there is no room for all of them.</summary>
    public async Task<Outcome<T>> Pass<T>(UserId user, int orders, Func<Task<Outcome<T>>> work)
        where T : class
    {
        if (!_places.TryEnter(user, orders, _count, out var held))
        {
            // A user blocked by his own requests waits a moment and is charged when that does not help; a user blocked by others is refused
            // without either.
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
