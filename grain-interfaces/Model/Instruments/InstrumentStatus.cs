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
/// <param name="MarkPrice">Price at which positions are valued: last trade or middle of the book; null before the first.</param>
/// <param name="MarkTime">When the mark was taken; null with the price.</param>
[GenerateSerializer, Immutable, Alias("rtx.InstrumentStatus")]
public sealed record InstrumentStatus(TradingState State, Price? MarkPrice, Timestamp? MarkTime);
