namespace Rtx.Model;

/// <summary>What a book accepts and does at the moment (FIX 625). Cancels are accepted in every state.</summary>
public enum TradingState
{
    /// <summary>Orders match as they arrive.</summary>
    Continuous = 1,

    /// <summary>Stopped by an operator: nothing is accepted but cancels.</summary>
    Halted = 2,

    /// <summary>Orders are collected for the opening auction, which is not yet called.</summary>
    PreOpen = 3,

    /// <summary>Orders are collected; they uncross when the state ends.</summary>
    OpeningAuction = 4,

    /// <summary>Like <see cref="OpeningAuction"/>, after a trade would have left the dynamic price band.</summary>
    VolatilityAuction = 5,

    /// <summary>Like <see cref="OpeningAuction"/>, at the end of the day.</summary>
    ClosingAuction = 6,

    /// <summary>Nothing is accepted but cancels.</summary>
    CancelOnly = 7,

    /// <summary>The session is over: nothing is accepted but cancels, and day orders have expired.</summary>
    Closed = 8,
}

/// <summary>Operations on trading states.</summary>
public static class TradingStates
{
    /// <summary>Whether new orders and amendments are accepted.</summary>
    public static bool AcceptsOrders(this TradingState state) => state switch
    {
        TradingState.Continuous or TradingState.PreOpen or TradingState.OpeningAuction or TradingState.VolatilityAuction or TradingState.ClosingAuction => true,
        TradingState.Halted or TradingState.CancelOnly or TradingState.Closed => false,
    };

    /// <summary>Whether orders are collected for an auction that has been called.</summary>
    public static bool IsAuction(this TradingState state) => state switch
    {
        TradingState.OpeningAuction or TradingState.VolatilityAuction or TradingState.ClosingAuction => true,
        TradingState.Continuous or TradingState.PreOpen or TradingState.Halted or TradingState.CancelOnly or TradingState.Closed => false,
    };
}

/// <summary>The changing side of an instrument.</summary>
/// <param name="State">What its book accepts.</param>
/// <param name="MarkPrice">Price at which positions are valued, by the <see cref="MarkRules"/>; null before the first.</param>
/// <param name="MarkTime">Until when it is known to be right; null with the price.</param>
[GenerateSerializer, Immutable, Alias("rtx.InstrumentStatus")]
public sealed record InstrumentStatus(TradingState State, Price? MarkPrice, Timestamp? MarkTime)
{
    /// <summary>The state that comes next; null when none is planned, and while an operator halts.</summary>
    [Id(3)] public TradingState? NextState { get; init; }

    /// <summary>When <see cref="NextState"/> is planned; the end of an auction may come later at random. Null with it.</summary>
    [Id(4)] public Timestamp? NextChangeTime { get; init; }

    /// <summary>When the schedule closes the book next, at the latest; null without a schedule.</summary>
    [Id(5)] public Timestamp? CloseTime { get; init; }

    /// <summary>
    /// When a day order that is entered now expires by itself. With a schedule that is when the session after this one begins: the close ends day orders before,
    /// but only when the book has it, after its auction; an order that expires by itself at the very moment of the close would miss the auction. Without a schedule
    /// it is the next 00:00 UTC.
    /// </summary>
    [Id(6)] public required Timestamp SessionEnd { get; init; }

    /// <summary>Middle of the static price band: price of the last auction, or what an operator set; null before the first.</summary>
    [Id(7)] public Price? ReferencePrice { get; init; }

    /// <summary>Whether the mark is older than its rules allow: then no order may raise the margin.</summary>
    [Id(8)] public bool IsMarkStale { get; init; }

    /// <summary>Whether the mark is what the traders of the own book make it.</summary>
    [Id(9)] public bool IsMarkOfBook { get; init; }
}
