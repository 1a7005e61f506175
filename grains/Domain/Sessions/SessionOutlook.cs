using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>The outlook of a book's sessions at a moment, unless someone intervenes.</summary>
public sealed record SessionOutlook
{
    /// <summary>The current state.</summary>
    public required TradingState State { get; init; }

    /// <summary>The next planned state; null when there is none, and during an operator's halt.</summary>
    public TradingState? NextState { get; init; }

    /// <summary>The planned time of the next state; null when that is.</summary>
    public Timestamp? NextChangeTime { get; init; }

    /// <summary>The latest time of the next close; null without a schedule.</summary>
    public Timestamp? CloseTime { get; init; }

    /// <summary>
    /// When a day order entered now expires at the latest: at the start of the session after this one; without a schedule, at the next
    /// 00:00 UTC.
    /// </summary>
    public required Timestamp SessionEnd { get; init; }

    /// <summary>When any of this changes.</summary>
    public required Timestamp ValidUntil { get; init; }
}
