namespace Rtx.Client;

/// <summary>One side of a <see cref="LocalOrderBook"/>: its levels, and the price down to which they are complete.</summary>
internal sealed class LocalBookSide(IComparer<decimal> bestFirst)
{
    private readonly SortedDictionary<decimal, DepthLevel> _levels = new(bestFirst);
    private decimal? _lastCertainPrice;

    /// <summary>Best first.</summary>
    public IEnumerable<DepthLevel> Levels => _levels.Values;

    /// <summary>Fills the empty side.</summary>
    /// <param name="snapshot">Whether the snapshot holds every level of the side.</param>
    /// <param name="isWhole">Whether the side has no others behind them.</param>
    public void Fill(IReadOnlyList<DepthLevel> snapshot, bool isWhole)
    {
        Set(snapshot);
        // Updates report every level, so nothing is ever missing up to this price; beyond it, levels that have not changed since the
        // snapshot are missing.
        _lastCertainPrice = isWhole ? null : snapshot[^1].Price;
    }

    public void Set(IReadOnlyList<DepthLevel> levels)
    {
        foreach (var level in levels)
        {
            if (level.Quantity == 0m) _levels.Remove(level.Price);
            else _levels[level.Price] = level;
        }
    }

    public void Clear()
    {
        _levels.Clear();
        _lastCertainPrice = null;
    }

    /// <summary>Whether the best levels here are the best ones of the server's book.</summary>
    /// <param name="count">Number of levels; fewer when the server's book has no more.</param>
    public bool HasBest(int count) =>
        _lastCertainPrice is not { } last
            || (_levels.Values.ElementAtOrDefault(count - 1) is { } level && bestFirst.Compare(level.Price, last) <= 0);
}
