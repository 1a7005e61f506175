using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>
/// Merges updates of one book into one: the newest state of each changed entry, from the first previous sequence to the last sequence,
/// everything else from the last update. Beyond <see cref="MaxStates"/> pending entries it drops all, which clients see as a gap: a
/// snapshot is then smaller.
/// </summary>
/// <param name="states">The changed entries of an update.</param>
/// <param name="key">The key of an entry.</param>
/// <param name="withStates">Creates a copy of an update with other changed entries.</param>
internal sealed class BookMerge<TKey, TState>(
    Func<BookUpdate, IReadOnlyList<TState>> states, Func<TState, TKey> key, Func<BookUpdate, IReadOnlyList<TState>, BookUpdate> withStates)
    where TKey : notnull
{
    /// <summary>Maximum number of pending changed entries.</summary>
    public const int MaxStates = 10_000;

    private readonly Dictionary<TKey, TState> _states = [];
    private long _previousSequence;
    private BookUpdate? _last;

    public void Add(BookUpdate update)
    {
        if (update.Sequence <= _last?.Sequence) return;

        // States from before a gap are useless, and merging across it would hide the gap from clients.
        if (update.PreviousSequence > _last?.Sequence || _states.Count >= MaxStates) Clear();
        if (_last is null) _previousSequence = update.PreviousSequence;
        _last = update;
        foreach (var state in states(update)) _states[key(state)] = state;
    }

    /// <summary>The merged update; null when nothing has changed since the last call.</summary>
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
