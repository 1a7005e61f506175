using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using Orleans.Streams;

namespace Rtx.Streams;

/// <summary>Publishes to the queues and creates their receivers. When a publishing call returns, its events are in Redis.</summary>
internal sealed class RedisStreamAdapter(
    string name, Func<QueueId, RedisQueue> openQueue, IStreamQueueMapper mapper, Serializer<RedisBatchContainer> serializer,
    RedisStreamOptions options, TimeProvider time, ILogger logger)
    : IQueueAdapter
{
    private readonly ConcurrentDictionary<QueueId, Outlet> _outlets = new();

    public string Name => name;

    /// <summary>Consumers can't go back to an older position: delivered entries are removed.</summary>
    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    public async Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        if (token is not null) throw new ArgumentException("Redis gives the sequence tokens; a caller can't.", nameof(token));
        var batch = new RedisBatchContainer(streamId, [.. events.Cast<object>()], requestContext);
        var outlet = _outlets.GetOrAdd(mapper.GetQueueForStream(streamId), queueId => new Outlet(openQueue(queueId)));
        await RefuseWhenFull(outlet);
        outlet.Fill = await outlet.Queue.Add(serializer.SerializeToArray(batch));
    }

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) =>
        new RedisStreamReceiver(openQueue(queueId), serializer, options, time, logger);

    /// <summary>Each publishing call returns the fill, so only a queue that was recently full costs an extra query.</summary>
    private async Task RefuseWhenFull(Outlet outlet)
    {
        if (!IsFull(outlet.Fill)) return;
        outlet.Fill = await outlet.Queue.GetFill();
        if (IsFull(outlet.Fill))
            throw new StreamQueueFullException(
                outlet.Queue.Name, outlet.Fill.Entries, outlet.Fill.Bytes, options.MaxLength, options.MaxBytes);
    }

    private bool IsFull(QueueFill fill) => fill.Entries >= options.MaxLength || fill.Bytes >= options.MaxBytes;

    /// <summary>A queue and its last known fill. Several publishers may set it concurrently; each value was true a moment ago.</summary>
    private sealed class Outlet(RedisQueue queue)
    {
        private long _entries;
        private long _bytes;

        public RedisQueue Queue { get; } = queue;

        public QueueFill Fill
        {
            get => new(Volatile.Read(ref _entries), Volatile.Read(ref _bytes));
            set
            {
                Volatile.Write(ref _entries, value.Entries);
                Volatile.Write(ref _bytes, value.Bytes);
            }
        }
    }
}
