using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <summary>
/// The levels of one side in an array sorted by price with the best level last: the best is at hand, changes near it move little, and levels are pooled.
/// Finding a level costs O(log levels), a new or emptied level moves the better levels behind it.
/// </summary>
internal sealed class BookSide(Side side)
{
    private const int InitialLevels = 64;

    // Keys rise with goodness: the price for bids, its negative for asks. They are kept apart so that a search touches few cache lines.
    private long[] _keys = new long[InitialLevels];
    private PriceLevel[] _levels = new PriceLevel[InitialLevels];
    private readonly Stack<PriceLevel> _pool = new();

    internal Side Side => side;

    internal int Count { get; private set; }

    internal PriceLevel? Best => Count == 0 ? null : _levels[Count - 1];

    /// <summary>The level at a depth, 0 is the best.</summary>
    internal PriceLevel this[int depth] => _levels[Count - 1 - depth];

    /// <summary>Whether an order of the other side with this limit trades with this side's best level.</summary>
    internal bool IsCrossedBy(Price limit) => Best is { } best && Key(best.Price) >= Key(limit);

    /// <summary>Whether a level is within the limit of an order of the other side.</summary>
    internal bool IsWithin(PriceLevel level, Price limit) => Key(level.Price) >= Key(limit);

    internal PriceLevel? Find(Price price)
    {
        var index = IndexOf(price);
        return index >= 0 ? _levels[index] : null;
    }

    internal PriceLevel FindOrAdd(Price price)
    {
        var index = IndexOf(price);
        return index >= 0 ? _levels[index] : Insert(~index, price);
    }

    internal void Remove(PriceLevel level)
    {
        var index = IndexOf(level.Price);
        if (index < 0 || !level.IsEmpty) throw new BookInvariantException($"The level {level.Price} can't be removed.");

        Count--;
        Array.Copy(_keys, index + 1, _keys, index, Count - index);
        Array.Copy(_levels, index + 1, _levels, index, Count - index);
        _pool.Push(level);
    }

    private PriceLevel Insert(int index, Price price)
    {
        if (Count == _levels.Length)
        {
            Array.Resize(ref _keys, Count * 2);
            Array.Resize(ref _levels, Count * 2);
        }

        Array.Copy(_keys, index, _keys, index + 1, Count - index);
        Array.Copy(_levels, index, _levels, index + 1, Count - index);
        var level = _pool.TryPop(out var pooled) ? pooled : new PriceLevel();
        level.Begin(price);
        _keys[index] = Key(price);
        _levels[index] = level;
        Count++;
        return level;
    }

    private int IndexOf(Price price) => Array.BinarySearch(_keys, 0, Count, Key(price));

    private long Key(Price price) => price.Ticks * side.Sign();
}
