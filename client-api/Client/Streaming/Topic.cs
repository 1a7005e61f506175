namespace Rtx.Client;

/// <summary>A subscription at the server, whatever the type of its items.</summary>
internal interface ITopic
{
    /// <summary>Subscribes at the server: initially, and again after each reconnect.</summary>
    Task JoinAsync(CancellationToken cancellationToken);

    /// <summary>Ends all subscriptions; their readers see the error.</summary>
    void Complete(Exception? error);
}

/// <summary>One subscription at the server and its local readers.</summary>
internal class Topic<T>(Func<CancellationToken, Task> join, Func<CancellationToken, Task> leave) : ITopic
{
    private readonly Lock _lock = new();
    private readonly List<Subscription<T>> _subscriptions = [];

    public virtual Task JoinAsync(CancellationToken cancellationToken) => join(cancellationToken);

    public Task LeaveAsync(CancellationToken cancellationToken) => leave(cancellationToken);

    public virtual void Add(Subscription<T> subscription)
    {
        lock (_lock) _subscriptions.Add(subscription);
    }

    /// <summary>Removes a reader; true when none is left.</summary>
    public bool Remove(Subscription<T> subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
            return _subscriptions.Count == 0;
        }
    }

    public virtual void Publish(T item)
    {
        lock (_lock)
        {
            foreach (var subscription in _subscriptions) subscription.Write(item);
        }
    }

    public void Complete(Exception? error)
    {
        lock (_lock)
        {
            foreach (var subscription in _subscriptions) subscription.Complete(error);
        }
    }
}
