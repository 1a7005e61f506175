namespace Rtx.Client;

/// <summary>What an update did to a <see cref="LocalOrderBook"/> or a <see cref="LocalOrderQueue"/>.</summary>
public enum BookChange
{
    /// <summary>The copy has it.</summary>
    Applied = 1,

    /// <summary>The copy had it already.</summary>
    Old = 2,

    /// <summary>It is kept until the snapshot comes.</summary>
    Kept = 3,

    /// <summary>Updates are missing: the copy is empty now and waits for a new snapshot.</summary>
    Gap = 4,

    /// <summary>The checksum is another one: the copy was wrong, is empty now and waits for a new snapshot.</summary>
    Mismatch = 5,
}

/// <summary>Tells from which sequence to which an update leads.</summary>
internal interface ISequencedUpdate
{
    long PreviousSequence { get; }

    long Sequence { get; }
}

/// <summary>
/// Decides in which order a copy of a book takes snapshots and updates, whatever they hold. Updates that come before the snapshot are kept, at most
/// <see cref="MaxKept"/>; more than these forget the oldest, which then shows as a gap.
/// </summary>
/// <param name="clear">Empties the copy.</param>
/// <param name="apply">Changes the copy; false when it is found to be wrong.</param>
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
    /// <param name="sequence">The snapshot's.</param>
    /// <param name="fill">Puts the snapshot into the empty copy.</param>
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
