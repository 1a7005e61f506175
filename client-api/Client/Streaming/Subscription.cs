using System.Threading.Channels;

namespace Rtx.Client;

/// <summary>
/// Live items, for one reader: <c>await foreach</c> over it. It survives reconnects; items sent meanwhile are missed. A reader that falls
/// behind loses the oldest items (<see cref="Dropped"/>). Disposing ends the subscription and the loop.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class Subscription<T> : IAsyncEnumerable<T>, IAsyncDisposable
{
    private readonly Channel<T> _channel;
    private readonly Func<Subscription<T>, ValueTask> _leave;
    private long _dropped;
    private int _left;

    internal Subscription(int capacity, Func<Subscription<T>, ValueTask> leave)
    {
        _leave = leave;
        _channel = Channel.CreateBounded<T>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest },
            _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>Items that were dropped because the reader was behind.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc />
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _channel.Reader.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    /// <summary>Waits for the next item.</summary>
    /// <exception cref="ChannelClosedException">The subscription has ended.</exception>
    public ValueTask<T> ReadAsync(CancellationToken cancellationToken = default) => _channel.Reader.ReadAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _left, 1) != 0) return;
        Complete(error: null);
        await _leave(this);
    }

    internal void Write(T item) => _channel.Writer.TryWrite(item);

    internal void Complete(Exception? error) => _channel.Writer.TryComplete(error);
}
