using System.Numerics;

namespace Rtx.Domain.Matching.Memory;

/// <summary>
/// The queue of one price: the ends of a linked list of nodes, oldest first, and their lots. All fields of an empty level are zero.
/// </summary>
internal struct PriceLevel
{
    /// <summary>Lots, including the hidden ones of icebergs.</summary>
    internal long Total;

    internal int First;

    internal int Last;
}

/// <summary>
/// Price levels with their queues. Prices are handled as keys of which the highest is best: the price itself where the highest price is
/// best, its negative where the lowest is. The keys are divided into pages of 64, of which only those with orders exist: a page has its 64
/// levels side by side and a bit for each level that is not empty. A small table finds the page of a key; the pages in use are sorted, the
/// best last.
/// <para>Cost: a level is found in O(1) while its page is in the table, otherwise in O(log pages); the next best level by counting bits. An
/// order far from all others costs a page of memory (1.3 KB), which is reused.</para>
/// </summary>
internal sealed class PriceLadder
{
    private const int PageBits = 6;
    private const int PageSize = 1 << PageBits;
    private const int InitialPages = 2;

    // The table has several entries per page, so that pages rarely share one.
    private const int EntriesPerPage = 4;
    private const long NoPage = long.MinValue;

    private readonly int _sign;
    private readonly OrderPool _pool;
    private PriceLevel[] _levels = new PriceLevel[InitialPages * PageSize];

    // Only needed to describe a level; kept apart from what every order changes.
    private int[] _counts = new int[InitialPages * PageSize];
    private long[] _hidden = [];
    private long[] _pageKeys = NewPageKeys(InitialPages);
    private ulong[] _bits = new ulong[InitialPages];
    private int[] _sorted = new int[InitialPages];
    private int[] _freePages = new int[InitialPages];
    private int[] _table = new int[InitialPages * EntriesPerPage];
    private int _pagesInUse;
    private int _pagesMade;
    private int _freeCount;

    internal PriceLadder(OrderPool pool, bool highestIsBest)
    {
        _pool = pool;
        _sign = highestIsBest ? 1 : -1;
    }

    /// <summary>The best level; −1 when there is none.</summary>
    internal int Best { get; private set; } = -1;

    /// <summary>Key of the best level; without one, the lowest number, so that nothing crosses it.</summary>
    internal long BestKey { get; private set; } = long.MinValue;

    /// <summary>
    /// Key of the best price at which an order of the side loses no more than its margin; without such a limit, the highest number.
    /// </summary>
    internal long CoveredKey { get; set; } = long.MaxValue;

    /// <summary>Whether an order at the best price would lose more than its margin.</summary>
    internal bool IsBestUncovered => BestKey > CoveredKey;

    /// <summary>The best price in ticks at which an auction may trade the side; only valid when there is an order.</summary>
    internal long BestCoveredPrice => Math.Min(BestKey, CoveredKey) * _sign;

    internal bool IsEmpty => Best < 0;

    internal PriceLevel[] Levels => _levels;

    /// <summary>Number of orders at a level.</summary>
    internal int CountOf(int level) => _counts[level];

    /// <summary>Lots that a level shows.</summary>
    internal long ShownOf(int level) => _levels[level].Total - (_hidden.Length == 0 ? 0 : _hidden[level]);

    /// <summary>The best price in ticks; only valid when there is one.</summary>
    internal long BestPrice => BestKey * _sign;

    internal long KeyOf(long price) => price * _sign;

    /// <summary>Price of a level in ticks.</summary>
    internal long PriceOf(int level) => KeyAt(level) * _sign;

    /// <summary>Price of a level in ticks, moved to the nearest one that is covered.</summary>
    internal long CoveredPriceOf(int level) => Math.Min(KeyAt(level), CoveredKey) * _sign;

    /// <summary>
    /// Whether the best level's price is at least as good as this one: an order of the other side with this limit trades.
    /// </summary>
    internal bool IsCrossedBy(long limit) => BestKey >= limit * _sign;

    /// <summary>The next worse level; −1 when there is none.</summary>
    internal int Worse(int level)
    {
        var page = level >> PageBits;
        var below = _bits[page] & ((1UL << (level & (PageSize - 1))) - 1);
        if (below != 0) return (page << PageBits) | HighestBit(below);
        var position = PositionOf(_pageKeys[page]) - 1;
        if (position < 0) return -1;
        page = _sorted[position];
        return (page << PageBits) | HighestBit(_bits[page]);
    }

    /// <summary>The level of a price; −1 when it has no orders.</summary>
    internal int Find(long price)
    {
        var key = KeyOf(price);
        var page = FindPage(key >> PageBits);
        return page >= 0 && (_bits[page] >> OffsetOf(key) & 1) != 0 ? (page << PageBits) | OffsetOf(key) : -1;
    }

    /// <summary>Puts a node at the end of the queue of a price.</summary>
    internal void Append(int n, ref OrderNode node, long price)
    {
        var key = KeyOf(price);
        var page = FindPage(key >> PageBits);
        if (page < 0) page = AddPage(key >> PageBits);
        var offset = OffsetOf(key);
        var index = (page << PageBits) | offset;
        ref var level = ref _levels[index];
        node.Level = index;
        var links = _pool.Links;
        var last = level.Last;
        links[n] = new OrderLink { Previous = last };
        // Node 0 is a dummy: what is written to it is never read.
        links[last].Next = n;
        level.First = last == 0 ? n : level.First;
        level.Last = n;
        level.Total += node.Leaves;
        _counts[index]++;
        if (node.Extra != 0) Hide(index, _pool.HiddenOf(node));
        _bits[page] |= 1UL << offset;
        if (key > BestKey) (Best, BestKey) = (index, key);
    }

    /// <summary>Takes a node out of its queue.</summary>
    internal void Remove(int n, in OrderNode node)
    {
        ref var level = ref _levels[node.Level];
        var links = _pool.Links;
        var (previous, next) = (links[n].Previous, links[n].Next);
        links[previous].Next = next;
        links[next].Previous = previous;
        level.First = previous == 0 ? next : level.First;
        level.Last = next == 0 ? previous : level.Last;
        level.Total -= node.Leaves;
        _counts[node.Level]--;
        if (node.Extra != 0) Hide(node.Level, -_pool.HiddenOf(node));
        if ((previous | next) == 0) RemoveLevel(node.Level);
    }

    /// <summary>Reduces the lots of a level and adds to its hidden lots, or subtracts when negative.</summary>
    internal void Shrink(int level, long by, long hides)
    {
        _levels[level].Total -= by;
        Hide(level, hides);
    }

    private static int OffsetOf(long key) => unchecked((int)key) & (PageSize - 1);

    private static long[] NewPageKeys(int pages)
    {
        var keys = new long[pages];
        Array.Fill(keys, NoPage);
        return keys;
    }

    private void Hide(int level, long lots)
    {
        if (lots == 0) return;
        if (_hidden.Length == 0) _hidden = new long[_levels.Length];
        _hidden[level] += lots;
    }

    private ref int EntryOf(long pageKey) => ref _table[unchecked((int)pageKey & (_table.Length - 1))];

    private static int HighestBit(ulong bits) => 63 - BitOperations.LeadingZeroCount(bits);

    private long KeyAt(int level) => (_pageKeys[level >> PageBits] << PageBits) | (long)(level & (PageSize - 1));

    private void RemoveLevel(int index)
    {
        ref var level = ref _levels[index];
        if (level.Total != 0 || ShownOf(index) != 0 || _counts[index] != 0)
            throw new BookInvariantException($"No orders at {PriceOf(index)} have {level.Total} lots.");
        var page = index >> PageBits;
        var bits = _bits[page] &= ~(1UL << (index & (PageSize - 1)));
        if (bits == 0) RemovePage(page);
        if (index == Best) FindBest();
    }

    private void FindBest()
    {
        if (_pagesInUse == 0)
        {
            (Best, BestKey) = (-1, long.MinValue);
            return;
        }

        var page = _sorted[_pagesInUse - 1];
        Best = (page << PageBits) | HighestBit(_bits[page]);
        BestKey = KeyAt(Best);
    }

    private int FindPage(long pageKey)
    {
        ref var entry = ref EntryOf(pageKey);
        if (_pageKeys[entry] == pageKey) return entry;
        var position = PositionOf(pageKey);
        return position < 0 ? -1 : entry = _sorted[position];
    }

    private int PositionOf(long pageKey)
    {
        int low = 0, high = _pagesInUse - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var key = _pageKeys[_sorted[middle]];
            if (key == pageKey) return middle;
            if (key < pageKey) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    private int AddPage(long pageKey)
    {
        if (_freeCount == 0 && _pagesMade == _pageKeys.Length) GrowPages();
        var page = _freeCount > 0 ? _freePages[--_freeCount] : _pagesMade++;
        var position = ~PositionOf(pageKey);
        Array.Copy(_sorted, position, _sorted, position + 1, _pagesInUse - position);
        _sorted[position] = page;
        _pagesInUse++;
        _pageKeys[page] = pageKey;
        EntryOf(pageKey) = page;
        return page;
    }

    private void RemovePage(int page)
    {
        var pageKey = _pageKeys[page];
        var position = PositionOf(pageKey);
        _pagesInUse--;
        Array.Copy(_sorted, position + 1, _sorted, position, _pagesInUse - position);
        _freePages[_freeCount++] = page;
        _pageKeys[page] = NoPage;
    }

    private void GrowPages()
    {
        var pages = _pageKeys.Length * 2;
        Array.Resize(ref _levels, pages * PageSize);
        Array.Resize(ref _counts, pages * PageSize);
        if (_hidden.Length != 0) Array.Resize(ref _hidden, pages * PageSize);
        var keys = NewPageKeys(pages);
        _pageKeys.CopyTo(keys, 0);
        _pageKeys = keys;
        Array.Resize(ref _bits, pages);
        Array.Resize(ref _sorted, pages);
        Array.Resize(ref _freePages, pages);
        _table = new int[pages * EntriesPerPage];
    }
}
