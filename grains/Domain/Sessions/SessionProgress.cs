using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>What must be remembered of a book's sessions; the calendar and the clock say the rest.</summary>
public sealed record SessionProgress
{
    /// <summary>What an operator has asked for. Halted stops the book; anything else is its state when there is no schedule, and means nothing when there is one.</summary>
    public required TradingState Operator { get; init; }

    /// <summary>The state that the book has taken last; null when that is not known, so that it is told in any case.</summary>
    public required TradingState? BookState { get; init; }

    /// <summary>Up to here the changes of the calendar have been given to the book.</summary>
    public required Timestamp FollowedTo { get; init; }

    /// <summary>End of the volatility auction; null when there is none.</summary>
    public Timestamp? VolatilityUntil { get; init; }

    /// <summary>Whether a close has passed that the book has not been given, because an operator came before it.</summary>
    public bool OwesClose { get; init; }
}

/// <summary>A state to give to the book.</summary>
/// <param name="State">The state.</param>
/// <param name="After">What to remember once the book has taken it.</param>
public readonly record struct SessionStep(TradingState State, SessionProgress After);
