namespace Rtx.Client;

/// <summary>
/// A copy of a book, built from a snapshot and the updates after it. Updates that arrive before the snapshot are kept (at most
/// <see cref="MaxKeptUpdates"/>) and applied to it. After each update the copy is compared with <see cref="DepthUpdate.Checksum"/>, unless
/// levels that it covers are missing because the snapshot was truncated. Not safe for concurrent use. An update costs O(log levels).
/// </summary>
public sealed class LocalOrderBook : ILocalCopy<Depth, DepthUpdate>
{
    /// <summary>
    /// Maximum number of updates kept while there is no snapshot; beyond it the oldest is dropped, which then shows as a gap.
    /// </summary>
    public const int MaxKeptUpdates = BookSequence<DepthUpdate>.MaxKept;

    private readonly LocalBookSide _bids = new(Comparer<decimal>.Create(static (left, right) => right.CompareTo(left)));
    private readonly LocalBookSide _asks = new(Comparer<decimal>.Default);
    private readonly BookSequence<DepthUpdate> _sequence;
    private readonly Instrument _instrument;
    private readonly int _snapshotLevels;

    /// <summary>An empty book that waits for its snapshot.</summary>
    /// <param name="instrument">The instrument; checksums use its price and quantity increments.</param>
    /// <param name="snapshotLevels">Number of levels requested for each side of a snapshot. A side that has fewer is complete.</param>
    public LocalOrderBook(Instrument instrument, int snapshotLevels = Depth.MaxLevels)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentOutOfRangeException.ThrowIfLessThan(snapshotLevels, 1);
        _instrument = instrument;
        _snapshotLevels = snapshotLevels;
        _sequence = new BookSequence<DepthUpdate>(Clear, Change);
    }

    /// <summary>The instrument's symbol.</summary>
    public string Symbol => _instrument.Symbol;

    /// <summary>Whether there is a snapshot, so that the levels are valid.</summary>
    public bool IsReady => _sequence.IsReady;

    /// <summary>The server's sequence that this copy has reached; 0 while it waits for a snapshot.</summary>
    public long Sequence => _sequence.Current;

    /// <summary>Bids, best first.</summary>
    public IEnumerable<DepthLevel> Bids => _bids.Levels;

    /// <summary>Asks, best first.</summary>
    public IEnumerable<DepthLevel> Asks => _asks.Levels;

    /// <summary>The best bid; null when there are no bids.</summary>
    public DepthLevel? BestBid => _bids.Levels.FirstOrDefault();

    /// <summary>The best offer; null when there are no offers.</summary>
    public DepthLevel? BestAsk => _asks.Levels.FirstOrDefault();

    /// <summary>What the book accepts, according to the last snapshot or update.</summary>
    public TradingState State { get; private set; } = TradingState.Continuous;

    /// <summary>Price at which an auction would trade now; null when the book is not crossed.</summary>
    public decimal? IndicativePx { get; private set; }

    /// <summary>Quantity that an auction would trade now; null when the book is not crossed.</summary>
    public decimal? IndicativeQty { get; private set; }

    /// <summary>Starts from a snapshot, then applies the updates that were kept.</summary>
    /// <returns><see cref="BookChange.Applied"/>; <see cref="BookChange.Old"/> when the copy is already further;
    /// <see cref="BookChange.Gap"/> when the kept updates do not reach back to the snapshot; <see cref="BookChange.Mismatch"/> when one of
    /// them has a different checksum.</returns>
    public BookChange Apply(Depth snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return _sequence.Start(snapshot.Sequence, () => Fill(snapshot));
    }

    /// <summary>Applies one update.</summary>
    public BookChange Apply(DepthUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return _sequence.Apply(update);
    }

    /// <summary>Clears the copy, e.g. after the connection was lost; it then waits for a new snapshot.</summary>
    public void Reset() => _sequence.Reset();

    /// <summary>An immutable copy of the best levels.</summary>
    /// <param name="levels">Maximum number of entries on each side.</param>
    public Depth ToDepth(int levels) => new()
    {
        Symbol = Symbol,
        Sequence = Sequence,
        Bids = [.. Bids.Take(levels)],
        Asks = [.. Asks.Take(levels)],
        State = State,
        IndicativePx = IndicativePx,
        IndicativeQty = IndicativeQty,
    };

    Depth ILocalCopy<Depth, DepthUpdate>.ToPicture(int size) => ToDepth(size);

    private void Fill(Depth snapshot)
    {
        _bids.Fill(snapshot.Bids, isWhole: snapshot.Bids.Count < _snapshotLevels);
        _asks.Fill(snapshot.Asks, isWhole: snapshot.Asks.Count < _snapshotLevels);
        (State, IndicativePx, IndicativeQty) = (snapshot.State, snapshot.IndicativePx, snapshot.IndicativeQty);
    }

    private bool Change(DepthUpdate update)
    {
        _bids.Set(update.Bids);
        _asks.Set(update.Asks);
        (State, IndicativePx, IndicativeQty) = (update.State, update.IndicativePx, update.IndicativeQty);
        var canCheck = _bids.HasBest(BookChecksum.Levels) && _asks.HasBest(BookChecksum.Levels);
        return !canCheck || BookChecksum.Compute(Bids, Asks, _instrument) == update.Checksum;
    }

    private void Clear()
    {
        _bids.Clear();
        _asks.Clear();
        (State, IndicativePx, IndicativeQty) = (TradingState.Continuous, null, null);
    }
}
