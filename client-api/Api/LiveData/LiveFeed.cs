using System.Threading.Channels;
using StackExchange.Redis;

namespace Rtx.ClientApi.LiveData;

/// <summary>One topic: takes messages of a Redis channel, conflates them while a send or the pause after it runs, and sends the rest to the audience.</summary>
internal interface ILiveFeed : IAsyncDisposable
{
    LiveAudience Audience { get; }

    Task Start(ISubscriber subscriber);
}

/// <inheritdoc />
/// <typeparam name="TMessage">What the channel carries.</typeparam>
/// <typeparam name="TBatch">What is sent.</typeparam>
internal abstract class LiveFeed<TMessage, TBatch>(
    string channel, TimeSpan pause, Func<byte[], TMessage?> deserialize, LiveAudience audience, TimeProvider time, ILogger logger) : ILiveFeed
    where TBatch : class
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private ChannelMessageQueue? _queue;
    private Task _sending = Task.CompletedTask;

    public LiveAudience Audience => audience;

    public async Task Start(ISubscriber subscriber)
    {
        _queue = await subscriber.SubscribeAsync(RedisChannel.Literal(channel));
        _queue.OnMessage(Take);
        _sending = SendUntilStopped();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_queue is not null) await _queue.UnsubscribeAsync();
        await _sending;
        _stopping.Dispose();
    }

    /// <summary>Adds a message to what waits to be sent. Called under a lock.</summary>
    protected abstract void Add(TMessage message);

    /// <summary>Takes away what waits to be sent; null when nothing does. Called under a lock.</summary>
    protected abstract TBatch? Drain();

    /// <summary>Sends a batch to the audience.</summary>
    protected abstract Task Deliver(TBatch batch);

    private void Take(ChannelMessage message)
    {
        try
        {
            var payload = deserialize((byte[])message.Message!) ?? throw new InvalidDataException("The message is empty.");
            lock (_lock) Add(payload);
        }
        catch (Exception exception)
        {
            // Somebody else wrote into the channel, or a newer silo did: live data is best effort, and the next message may be right.
            logger.LiveMessageUnreadable(exception, channel);
            return;
        }

        _signal.Writer.TryWrite(true);
    }

    private async Task SendUntilStopped()
    {
        try
        {
            while (true)
            {
                await _signal.Reader.ReadAsync(_stopping.Token);
                TBatch? batch;
                lock (_lock) batch = Drain();
                if (batch is not null) await Deliver(batch);
                if (pause > TimeSpan.Zero) await Task.Delay(pause, time, _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
        catch (Exception exception)
        {
            logger.LiveFeedFailed(exception, channel);
        }
    }
}
