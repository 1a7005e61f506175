namespace Rtx.Replays.Recorded;

/// <summary>One price level as a recording shows it.</summary>
/// <param name="Price">The price in quote units.</param>
/// <param name="Quantity">Total resting quantity.</param>
/// <param name="OrderCount">Number of orders; null when not recorded.</param>
internal readonly record struct RecordedLevel(decimal Price, decimal Quantity, int? OrderCount = null);

/// <summary>The best levels of a book as a recording shows them, best first.</summary>
/// <param name="Bids">Highest price first.</param>
/// <param name="Asks">Lowest price first.</param>
/// <param name="Levels">Levels that the recording shows of each side; fewer entries mean that the side has no more.</param>
internal sealed record RecordedBook(IReadOnlyList<RecordedLevel> Bids, IReadOnlyList<RecordedLevel> Asks, int Levels)
{
    /// <summary>The levels of one side, best first.</summary>
    public IReadOnlyList<RecordedLevel> Of(Side side) => side switch
    {
        Side.Buy => Bids,
        Side.Sell => Asks,
    };

    /// <summary>Whether a price lies within the recorded window.</summary>
    public bool Shows(Side side, decimal price)
    {
        var levels = Of(side);
        if (levels.Count < Levels) return true;
        var worst = levels[^1].Price;
        return side switch
        {
            Side.Buy => price >= worst,
            Side.Sell => price <= worst,
        };
    }
}
