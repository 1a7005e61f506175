namespace Rtx.Domain.Matching.Rules;

/// <summary>
/// How many orders a book takes, and how much it does per command. The operator sets these limits, because they depend on the machine, not
/// on the contract.
/// </summary>
public sealed record BookLimits
{
    /// <summary>No limits on orders.</summary>
    public static BookLimits None { get; } = new();

    /// <summary>Maximum open orders of all accounts; further ones are refused, unless they can't rest. 0 for no limit.</summary>
    public int MaxOrders { get; init; }

    /// <summary>Maximum open orders of one account, where the contract has a higher limit or none. 0 for no limit.</summary>
    public int MaxOrdersPerAccount { get; init; }

    /// <summary>
    /// Once a command has produced this many events, it closes no further orders that are over; the next command continues.
    /// </summary>
    public int EventsPerSlice { get; init; } = 1_000;
}
