using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>
/// Merges updates of one book into one: the newest state of each changed thing, from the first previous sequence to the last sequence, with all else as the last
/// update tells it. More than <see cref="MaxStates"/> are given up, which clients see as a gap: a snapshot is smaller.
/// </summary>
/// <param name="states">The changed things of an update.</param>
/// <param name="key">What makes two states those of the same thing.</param>
/// <param name="withStates">An update with other changed things.</param>
internal sealed class BookMerge<TKey, TState>(
    Func<BookUpdate, IReadOnlyList<TState>> states, Func<TState, TKey> key, Func<BookUpdate, IReadOnlyList<TState>, BookUpdate> withStates)
    where TKey : notnull
{
    /// <summary>Changed things that wait before they are given up.</summary>
    public const int MaxStates = 10_000;

    private readonly Dictionary<TKey, TState> _states = [];
    private long _previousSequence;
    private BookUpdate? _last;

    public void Add(BookUpdate update)
    {
        if (update.Sequence <= _last?.Sequence) return;

        // States from before a gap are useless, and merging across it would hide it from clients.
        if (update.PreviousSequence > _last?.Sequence || _states.Count >= MaxStates) Clear();
        if (_last is null) _previousSequence = update.PreviousSequence;
        _last = update;
        foreach (var state in states(update)) _states[key(state)] = state;
    }

    /// <summary>The merged update; null when there was none since the last time.</summary>
    public BookUpdate? Drain()
    {
        if (_last is not { } last) return null;
        var merged = withStates(last with { PreviousSequence = _previousSequence }, [.. _states.Values]);
        Clear();
        return merged;
    }

    private void Clear()
    {
        _states.Clear();
        _last = null;
    }
}
