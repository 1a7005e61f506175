namespace Rtx.Model;

/// <summary>What a book accepts at the moment.</summary>
public enum TradingState
{
    /// <summary>Continuous trading.</summary>
    Continuous = 1,

    /// <summary>Nothing is accepted but cancels.</summary>
    Halted = 2,
}

/// <summary>The changing side of an instrument.</summary>
/// <param name="State">What its book accepts.</param>
/// <param name="MarkPrice">Price at which positions are valued: last trade or middle of the book; null before the first.</param>
/// <param name="MarkTime">When the mark was taken; null with the price.</param>
[GenerateSerializer, Immutable, Alias("rtx.InstrumentStatus")]
public sealed record InstrumentStatus(TradingState State, Price? MarkPrice, Timestamp? MarkTime);
