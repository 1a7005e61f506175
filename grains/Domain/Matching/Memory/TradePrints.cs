namespace Rtx.Domain.Matching.Memory;

/// <summary>
/// The prices of the trades of one command: any trade made while an order waited can reach its trigger, wherever the market went
/// afterwards.
/// </summary>
internal sealed class TradePrints
{
    private readonly List<(long After, long Price)> _prints = [];

    internal bool IsEmpty => _prints.Count == 0;

    internal void Clear() => _prints.Clear();

    /// <summary>Adds a trade.</summary>
    /// <param name="after">The last event before it.</param>
    /// <param name="price">Its price in ticks.</param>
    internal void Add(long after, long price)
    {
        // A sweep has many trades at one price.
        if (_prints.Count != 0 && _prints[^1].Price == price) _prints[^1] = (after, price);
        else _prints.Add((after, price));
    }

    /// <summary>The highest price of a trade after an event; null without a trade.</summary>
    internal long? HighestSince(long sequence)
    {
        long? highest = null;
        for (var i = _prints.Count - 1; i >= 0 && _prints[i].After >= sequence; i--)
            highest = Math.Max(highest ?? long.MinValue, _prints[i].Price);
        return highest;
    }

    /// <summary>The lowest price of a trade after an event; null without a trade.</summary>
    internal long? LowestSince(long sequence)
    {
        long? lowest = null;
        for (var i = _prints.Count - 1; i >= 0 && _prints[i].After >= sequence; i--)
            lowest = Math.Min(lowest ?? long.MaxValue, _prints[i].Price);
        return lowest;
    }
}
