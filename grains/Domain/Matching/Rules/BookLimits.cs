namespace Rtx.Domain.Matching.Rules;

/// <summary>How much a book takes, and how much it does at a time: whoever runs it sets them, because they depend on the machine and not on the contract.</summary>
public sealed record BookLimits
{
    /// <summary>As many orders as there is memory for.</summary>
    public static BookLimits None { get; } = new();

    /// <summary>Open orders of all accounts; more are refused, unless they can't stay. 0 for any number.</summary>
    public int MaxOrders { get; init; }

    /// <summary>Open orders of one account where the contract itself limits them less or not at all. 0 for any number.</summary>
    public int MaxOrdersPerAccount { get; init; }

    /// <summary>Once a command has told so many events it ends no further orders that are over: they are left to the next one.</summary>
    public int EventsPerSlice { get; init; } = 1_000;
}
