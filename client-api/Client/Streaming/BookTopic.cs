namespace Rtx.Client;

/// <summary>Maintains a copy of a book and publishes its state after each change.</summary>
/// <param name="copy">The copy, not yet started.</param>
/// <param name="size">Entries of each side in a published state.</param>
/// <param name="subscribe">Joins the group at the server and returns a snapshot; may be called repeatedly.</param>
/// <param name="leave">Leaves the group at the server.</param>
/// <param name="resynchronize">Starts another <see cref="JoinAsync"/> because updates are missing or the copy is wrong.</param>
internal sealed class BookTopic<TPicture, TUpdate>(
    ILocalCopy<TPicture, TUpdate> copy, int size, Func<CancellationToken, Task<TPicture>> subscribe, Func<CancellationToken, Task> leave,
    Action<ITopic> resynchronize)
    : Topic<TPicture>(subscribe, leave)
{
    private readonly Lock _lock = new();
    private int _joining;

    /// <summary>Subscribes and applies the snapshot; repeats until the updates that arrived meanwhile connect to it.</summary>
    public override async Task JoinAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _joining++;
            // A new join starts over: after a failover that lost commits, the book's sequence has gone back. Updates that arrived without a
            // snapshot are kept for the next one.
            if (copy.IsReady) copy.Reset();
        }

        var hasJoined = false;
        try
        {
            // The server may have committed between join and snapshot; the next snapshot is newer.
            while (!hasJoined) hasJoined = Take(await subscribe(cancellationToken));
        }
        finally
        {
            if (!hasJoined)
            {
                lock (_lock) _joining--;
            }
        }
    }

    public override void Add(Subscription<TPicture> subscription)
    {
        base.Add(subscription);
        lock (_lock)
        {
            if (copy.IsReady) subscription.Write(copy.ToPicture(size));
        }
    }

    public void Take(TUpdate update)
    {
        bool isLost;
        lock (_lock) isLost = !Publish(copy.Apply(update)) && _joining == 0;
        if (isLost) resynchronize(this);
    }

    // Ends the join under the same lock as it applies the snapshot: an update lost right afterwards must start the next join.
    private bool Take(TPicture snapshot)
    {
        lock (_lock)
        {
            if (!Publish(copy.Apply(snapshot))) return false;
            _joining--;
            return true;
        }
    }

    /// <summary>Publishes the result of a change; false when the copy needs a new snapshot.</summary>
    private bool Publish(BookChange change)
    {
        if (change == BookChange.Applied) Publish(copy.ToPicture(size));
        return change switch
        {
            BookChange.Applied or BookChange.Old or BookChange.Kept => true,
            BookChange.Gap or BookChange.Mismatch => false,
        };
    }
}
