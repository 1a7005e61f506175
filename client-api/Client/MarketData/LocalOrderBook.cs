namespace Rtx.Client;

/// <summary>What an update did to a <see cref="LocalOrderBook"/>.</summary>
public enum BookChange
{
    /// <summary>The book has it.</summary>
    Applied = 1,

    /// <summary>The book had it already.</summary>
    Old = 2,

    /// <summary>It is kept until the snapshot comes.</summary>
    Kept = 3,

    /// <summary>Updates are missing: the book is empty now and waits for a new snapshot.</summary>
    Gap = 4,
}

/// <summary>
/// A copy of a book, built from a snapshot and the updates after it. Updates that come before the snapshot are kept (at most
/// <see cref="MaxKeptUpdates"/>) and applied to it. Not safe for concurrent use. An update costs O(log levels).
/// </summary>
public sealed class LocalOrderBook
{
    /// <summary>Updates kept while there is no snapshot; more than these forget the oldest, which then shows as a gap.</summary>
    public const int MaxKeptUpdates = 1_024;

    private readonly SortedDictionary<decimal, DepthLevel> _bids = new(Comparer<decimal>.Create(static (left, right) => right.CompareTo(left)));
    private readonly SortedDictionary<decimal, DepthLevel> _asks = [];
    private readonly Queue<DepthUpdate> _kept = new();

    /// <summary>An empty book that waits for its snapshot.</summary>
    public LocalOrderBook(string symbol) => Symbol = symbol;

    /// <summary>Whose book.</summary>
    public string Symbol { get; }

    /// <summary>Whether there is a snapshot, so that the levels mean something.</summary>
    public bool IsReady { get; private set; }

    /// <summary>The server's sequence that this copy has reached; 0 while it waits for a snapshot.</summary>
    public long Sequence { get; private set; }

    /// <summary>Bids, best first.</summary>
    public IEnumerable<DepthLevel> Bids => _bids.Values;

    /// <summary>Asks, best first.</summary>
    public IEnumerable<DepthLevel> Asks => _asks.Values;

    /// <summary>The best bid; null when nobody bids.</summary>
    public DepthLevel? BestBid => _bids.Values.FirstOrDefault();

    /// <summary>The best offer; null when nobody offers.</summary>
    public DepthLevel? BestAsk => _asks.Values.FirstOrDefault();

    /// <summary>Starts from a snapshot, then applies the updates that were kept.</summary>
    /// <returns><see cref="BookChange.Applied"/>; <see cref="BookChange.Old"/> when the book is further already; <see cref="BookChange.Gap"/> when the kept updates do not reach back to it.</returns>
    public BookChange Apply(Depth snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (IsReady && snapshot.Sequence < Sequence) return BookChange.Old;
        Clear();
        foreach (var level in snapshot.Bids) _bids[level.Price] = level;
        foreach (var level in snapshot.Asks) _asks[level.Price] = level;
        Sequence = snapshot.Sequence;
        IsReady = true;
        return ApplyKept();
    }

    /// <summary>Applies one update.</summary>
    public BookChange Apply(DepthUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        if (!IsReady) return Keep(update);
        if (update.Sequence <= Sequence) return BookChange.Old;
        if (update.PreviousSequence > Sequence)
        {
            Reset();
            Keep(update);
            return BookChange.Gap;
        }

        Set(_bids, update.Bids);
        Set(_asks, update.Asks);
        Sequence = update.Sequence;
        return BookChange.Applied;
    }

    /// <summary>Forgets everything, e.g. after the connection was lost; the next snapshot starts again.</summary>
    public void Reset()
    {
        Clear();
        _kept.Clear();
    }

    /// <summary>An unchanging picture of the best levels.</summary>
    /// <param name="levels">At most so many of each side.</param>
    public Depth ToDepth(int levels) => new()
    {
        Symbol = Symbol,
        Sequence = Sequence,
        Bids = [.. _bids.Values.Take(levels)],
        Asks = [.. _asks.Values.Take(levels)],
    };

    private BookChange ApplyKept()
    {
        var kept = _kept.ToArray();
        _kept.Clear();
        for (var i = 0; i < kept.Length; i++)
        {
            if (Apply(kept[i]) != BookChange.Gap) continue;
            foreach (var later in kept.AsSpan(i + 1)) Keep(later);
            return BookChange.Gap;
        }

        return BookChange.Applied;
    }

    private BookChange Keep(DepthUpdate update)
    {
        if (_kept.Count == MaxKeptUpdates) _kept.Dequeue();
        _kept.Enqueue(update);
        return BookChange.Kept;
    }

    private void Clear()
    {
        _bids.Clear();
        _asks.Clear();
        Sequence = 0;
        IsReady = false;
    }

    private static void Set(SortedDictionary<decimal, DepthLevel> side, IReadOnlyList<DepthLevel> levels)
    {
        foreach (var level in levels)
        {
            if (level.Quantity == 0m) side.Remove(level.Price);
            else side[level.Price] = level;
        }
    }
}
