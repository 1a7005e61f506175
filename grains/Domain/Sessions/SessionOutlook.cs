using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>What is known of a book's sessions at a moment, for as long as nobody intervenes.</summary>
public sealed record SessionOutlook
{
    /// <summary>The state that is in force.</summary>
    public required TradingState State { get; init; }

    /// <summary>The next state that is planned; null when none is, and while an operator halts.</summary>
    public TradingState? NextState { get; init; }

    /// <summary>When it is planned; null with it.</summary>
    public Timestamp? NextChangeTime { get; init; }

    /// <summary>The next close, as late as it may come; null without a schedule.</summary>
    public Timestamp? CloseTime { get; init; }

    /// <summary>When a day order that is entered now expires by itself: when the session after this one begins, without a schedule at the next 00:00 UTC.</summary>
    public required Timestamp SessionEnd { get; init; }

    /// <summary>The moment from which on something of this is different.</summary>
    public required Timestamp ValidUntil { get; init; }
}
