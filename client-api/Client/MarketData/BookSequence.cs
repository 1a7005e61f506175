namespace Rtx.Client;

/// <summary>What an update did to a <see cref="LocalOrderBook"/> or a <see cref="LocalOrderQueue"/>.</summary>
public enum BookChange
{
    /// <summary>The copy now includes the update.</summary>
    Applied = 1,

    /// <summary>The copy already included the update.</summary>
    Old = 2,

    /// <summary>The update is kept until the snapshot arrives.</summary>
    Kept = 3,

    /// <summary>Updates are missing: the copy is now empty and waits for a new snapshot.</summary>
    Gap = 4,

    /// <summary>The checksum differs: the copy was wrong, is now empty and waits for a new snapshot.</summary>
    Mismatch = 5,
}

/// <summary>The range of sequences that an update covers.</summary>
internal interface ISequencedUpdate
{
    long PreviousSequence { get; }

    long Sequence { get; }
}

/// <summary>
/// Decides in which order a copy of a book applies snapshots and updates, whatever their content. Updates that arrive before the snapshot
/// are kept, at most <see cref="MaxKept"/>; beyond that the oldest is dropped, which then shows as a gap.
/// </summary>
/// <param name="clear">Empties the copy.</param>
/// <param name="apply">Applies an update to the copy; false when the copy turns out to be wrong.</param>
internal sealed class BookSequence<TUpdate>(Action clear, Func<TUpdate, bool> apply)
    where TUpdate : ISequencedUpdate
{
    public const int MaxKept = 1_024;

    private readonly Queue<TUpdate> _kept = new();

    /// <summary>Whether there is a snapshot.</summary>
    public bool IsReady { get; private set; }

    /// <summary>The sequence that the copy has reached; 0 while it waits for a snapshot.</summary>
    public long Current { get; private set; }

    /// <summary>Starts from a snapshot, then applies the updates that were kept.</summary>
    /// <param name="sequence">The sequence of the snapshot.</param>
    /// <param name="fill">Fills the empty copy from the snapshot.</param>
    public BookChange Start(long sequence, Action fill)
    {
        if (IsReady && sequence < Current) return BookChange.Old;
        Clear();
        fill();
        (Current, IsReady) = (sequence, true);
        return ApplyKept();
    }

    public BookChange Apply(TUpdate update)
    {
        if (!IsReady) return Keep(update);
        if (update.Sequence <= Current) return BookChange.Old;
        if (update.PreviousSequence > Current) return WaitForSnapshot(update, BookChange.Gap);
        Current = update.Sequence;
        return apply(update) ? BookChange.Applied : WaitForSnapshot(update, BookChange.Mismatch);
    }

    public void Reset()
    {
        Clear();
        _kept.Clear();
    }

    private BookChange ApplyKept()
    {
        var kept = _kept.ToArray();
        _kept.Clear();
        for (var i = 0; i < kept.Length; i++)
        {
            var change = Apply(kept[i]);
            if (change is not (BookChange.Gap or BookChange.Mismatch)) continue;
            foreach (var later in kept.AsSpan(i + 1)) Keep(later);
            return change;
        }

        return BookChange.Applied;
    }

    private BookChange WaitForSnapshot(TUpdate update, BookChange why)
    {
        Reset();
        Keep(update);
        return why;
    }

    private BookChange Keep(TUpdate update)
    {
        if (_kept.Count == MaxKept) _kept.Dequeue();
        _kept.Enqueue(update);
        return BookChange.Kept;
    }

    private void Clear()
    {
        clear();
        (Current, IsReady) = (0, false);
    }
}
