namespace Rtx.Domain.Matching.Memory;

/// <summary>
/// The reference prices that trailing orders of one kind have followed, as far as they still matter: a stack whose keys fall from oldest to
/// newest, because a better price removes all earlier ones that are no better. Keys as in <see cref="TrailRules"/>.
/// </summary>
internal sealed class FollowedPrices
{
    private readonly List<(long Sequence, long Key)> _best = [];

    internal void Add(long sequence, long key)
    {
        while (_best.Count > 0 && _best[^1].Key <= key) _best.RemoveAt(_best.Count - 1);
        _best.Add((sequence, key));
    }

    /// <summary>The best one after an event; null when there is none.</summary>
    internal long? BestSince(long sequence)
    {
        var (low, high) = (0, _best.Count);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_best[middle].Sequence > sequence) high = middle;
            else low = middle + 1;
        }

        return low == _best.Count ? null : _best[low].Key;
    }

    internal void Clear() => _best.Clear();
}
