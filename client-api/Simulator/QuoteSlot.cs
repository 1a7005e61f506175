namespace Rtx.Simulator;

/// <summary>One of the market maker's quotes: a side and a level that should always have an order.</summary>
/// <param name="side">Buy or sell.</param>
/// <param name="level">Distance from the middle: 0 is the best.</param>
internal sealed class QuoteSlot(Side side, int level)
{
    public Side Side { get; } = side;

    public int Level { get; } = level;

    /// <summary>The order as of the last answer; null when there is none. It may have traded since.</summary>
    public Order? Order { get; set; }

    /// <summary>Price of the order in ticks; meaningless without one.</summary>
    public long Ticks { get; set; }
}
