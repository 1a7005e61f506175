namespace Rtx.Client;

/// <summary>
/// A topic whose join returns the newest items. Items that arrive meanwhile are held back, so that readers see everything in order.
/// </summary>
/// <param name="subscribe">Joins the group at the server and returns the newest items, oldest first; may be called repeatedly.</param>
/// <param name="isNewer">Whether an item comes after the last one that was published.</param>
/// <param name="leave">Leaves the group at the server.</param>
internal sealed class SnapshotTopic<T>(
    Func<CancellationToken, Task<IReadOnlyList<T>>> subscribe, Func<T, T, bool> isNewer, Func<CancellationToken, Task> leave)
    : Topic<T>(subscribe, leave)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Queue<T> _waiting = new();
    private int _joining;
    private T? _last;

    public override async Task JoinAsync(CancellationToken cancellationToken)
    {
        lock (_lock) _joining++;
        IReadOnlyList<T> snapshot = [];
        try
        {
            snapshot = await subscribe(cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                foreach (var item in snapshot) PublishNew(item);
                if (--_joining == 0) PublishWaiting();
            }
        }
    }

    public override void Publish(T item)
    {
        lock (_lock)
        {
            if (_joining > 0) _waiting.Enqueue(item);
            else PublishNew(item);
        }
    }

    private void PublishWaiting()
    {
        while (_waiting.TryDequeue(out var item)) PublishNew(item);
    }

    private void PublishNew(T item)
    {
        if (_last is not null && !isNewer(item, _last)) return;
        _last = item;
        base.Publish(item);
    }
}
