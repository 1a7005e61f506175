namespace Rtx.Client;

/// <summary>Keeps a <see cref="LocalOrderBook"/> right and publishes a picture of it after each change.</summary>
/// <param name="symbol">Whose book.</param>
/// <param name="levels">Levels of each side in a picture.</param>
/// <param name="subscribe">Joins at the server and gets a snapshot; may be repeated.</param>
/// <param name="leave">Leaves at the server.</param>
/// <param name="resynchronize">Starts another <see cref="JoinAsync"/> because updates are missing.</param>
internal sealed class DepthTopic(
    string symbol, int levels, Func<CancellationToken, Task<Depth>> subscribe, Func<CancellationToken, Task> leave, Action<ITopic> resynchronize)
    : Topic<Depth>(subscribe, leave)
{
    private readonly Lock _lock = new();
    private readonly LocalOrderBook _book = new(symbol);
    private int _joining;

    /// <summary>Subscribes and takes the snapshot; again until the updates that came meanwhile connect to it.</summary>
    public override async Task JoinAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _joining);
        try
        {
            while (!Take(await subscribe(cancellationToken)))
            {
                // The server committed between join and snapshot; the next snapshot is newer.
            }
        }
        finally
        {
            Interlocked.Decrement(ref _joining);
        }
    }

    public override void Add(Subscription<Depth> subscription)
    {
        base.Add(subscription);
        lock (_lock)
        {
            if (_book.IsReady) subscription.Write(_book.ToDepth(levels));
        }
    }

    public void Take(DepthUpdate update)
    {
        BookChange change;
        lock (_lock)
        {
            change = _book.Apply(update);
            if (change == BookChange.Applied) Publish(_book.ToDepth(levels));
        }

        if (change == BookChange.Gap && Volatile.Read(ref _joining) == 0) resynchronize(this);
    }

    private bool Take(Depth snapshot)
    {
        lock (_lock)
        {
            var change = _book.Apply(snapshot);
            if (change == BookChange.Applied) Publish(_book.ToDepth(levels));
            return change != BookChange.Gap;
        }
    }
}
