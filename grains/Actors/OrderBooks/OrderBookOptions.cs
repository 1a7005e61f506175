using Microsoft.Extensions.Options;
using Rtx.Domain.Matching.Rules;

namespace Rtx.Actors.OrderBooks;

/// <summary>Limits of an order book grain. Section <c>Rtx:OrderBook</c>.</summary>
public sealed class OrderBookOptions
{
    /// <summary>Commands that may wait for the book's next commit; more are refused as busy.</summary>
    public int MaxWaitingCommands { get; set; } = 10_000;

    /// <summary>Events kept for an account that is slow to settle; beyond it the account reads them from SQL.</summary>
    public int MaxUnsettledEvents { get; set; } = 10_000;

    /// <summary>Open orders of all accounts in a book; more are refused as <see cref="RejectReason.BookFull"/>, unless they can't stay in it.</summary>
    public int MaxOrders { get; set; } = 250_000;

    /// <summary>Open orders of an account in a book whose instrument does not say how many; more are refused as <see cref="RejectReason.TooManyOrdersInBook"/>.</summary>
    public int MaxOrdersPerAccount { get; set; } = 10_000;

    /// <summary>Events after which a book leaves the rest to another commit, when many orders expire or are cancelled at once.</summary>
    public int EventsPerSlice { get; set; } = 500;

    /// <summary>How often unsettled accounts are tried again and the mark price is reported.</summary>
    public TimeSpan HousekeepingInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether books that should be awake are woken though nobody uses them. Off only where somebody else writes books that no silo has opened, as benchmarks do.</summary>
    public bool WakesBooks { get; set; } = true;

    /// <summary>What of it is the book's own.</summary>
    internal BookLimits ToLimits() => new() { MaxOrders = MaxOrders, MaxOrdersPerAccount = MaxOrdersPerAccount, EventsPerSlice = EventsPerSlice };
}

internal sealed class OrderBookOptionsValidator : IValidateOptions<OrderBookOptions>
{
    public ValidateOptionsResult Validate(string? name, OrderBookOptions options)
    {
        List<string> errors = [];
        if (options.MaxWaitingCommands is < 1 or > 1_000_000) errors.Add("MaxWaitingCommands must be 1 to 1,000,000.");
        if (options.MaxUnsettledEvents is < 1 or > 1_000_000) errors.Add("MaxUnsettledEvents must be 1 to 1,000,000.");
        if (options.MaxOrders is < 1 or > 10_000_000) errors.Add("MaxOrders must be 1 to 10,000,000.");
        if (options.MaxOrdersPerAccount < 1 || options.MaxOrdersPerAccount > options.MaxOrders) errors.Add("MaxOrdersPerAccount must be 1 to MaxOrders.");
        if (options.EventsPerSlice is < 1 or > 10_000) errors.Add("EventsPerSlice must be 1 to 10,000.");
        if (options.HousekeepingInterval < TimeSpan.FromMilliseconds(10) || options.HousekeepingInterval > TimeSpan.FromMinutes(1))
            errors.Add("HousekeepingInterval must be 10 ms to 1 minute.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
