using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>What must be stored about a book's sessions; the rest follows from the calendar and the clock.</summary>
public sealed record SessionProgress
{
    /// <summary>The state that an operator has requested. Halted stops the book; any other state applies only without a schedule.</summary>
    public required TradingState Operator { get; init; }

    /// <summary>The last state given to the book; null when unknown, so that it is given in any case.</summary>
    public required TradingState? BookState { get; init; }

    /// <summary>The time up to which the calendar's changes have been given to the book.</summary>
    public required Timestamp FollowedTo { get; init; }

    /// <summary>End of the volatility auction; null when there is none.</summary>
    public Timestamp? VolatilityUntil { get; init; }

    /// <summary>Whether the book still has to be given a close that was missed before an operator intervened.</summary>
    public bool OwesClose { get; init; }
}

/// <summary>A state to give to the book.</summary>
/// <param name="State">The state.</param>
/// <param name="After">The progress to store once the book has taken it.</param>
public readonly record struct SessionStep(TradingState State, SessionProgress After);
