using Microsoft.Extensions.Options;

namespace Rtx.Actors.OrderBooks;

/// <summary>Limits of an order book grain. Section <c>Rtx:OrderBook</c>.</summary>
public sealed class OrderBookOptions
{
    /// <summary>Commands that may wait for the book's next commit; more are refused as busy.</summary>
    public int MaxWaitingCommands { get; set; } = 10_000;

    /// <summary>Events kept for an account that is slow to settle; beyond it the account reads them from SQL.</summary>
    public int MaxUnsettledEvents { get; set; } = 10_000;

    /// <summary>How often unsettled accounts are tried again and the mark price is reported.</summary>
    public TimeSpan HousekeepingInterval { get; set; } = TimeSpan.FromMilliseconds(250);
}

internal sealed class OrderBookOptionsValidator : IValidateOptions<OrderBookOptions>
{
    public ValidateOptionsResult Validate(string? name, OrderBookOptions options)
    {
        List<string> errors = [];
        if (options.MaxWaitingCommands is < 1 or > 1_000_000) errors.Add("MaxWaitingCommands must be 1 to 1,000,000.");
        if (options.MaxUnsettledEvents is < 1 or > 1_000_000) errors.Add("MaxUnsettledEvents must be 1 to 1,000,000.");
        if (options.HousekeepingInterval < TimeSpan.FromMilliseconds(10) || options.HousekeepingInterval > TimeSpan.FromMinutes(1))
            errors.Add("HousekeepingInterval must be 10 ms to 1 minute.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
