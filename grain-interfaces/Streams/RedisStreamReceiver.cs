using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using Orleans.Streams;
using StackExchange.Redis;

namespace Rtx.Streams;

/// <summary>
/// Reads one queue from its checkpoint. The queue balancer gives a queue to one silo; while it changes hands two may read it, and consumers
/// see entries twice, but never miss one: the checkpoint only covers entries whose delivery was acknowledged. The pulling agent calls one
/// method at a time.
/// </summary>
internal sealed class RedisStreamReceiver(
    RedisQueue queue, Serializer<RedisBatchContainer> serializer, RedisStreamOptions options, TimeProvider time,
    ILogger logger) : IQueueAdapterReceiver
{
    /// <summary>How often an empty queue is checked for entries that lie before the read position.</summary>
    private static readonly TimeSpan CompareInterval = TimeSpan.FromSeconds(1);

    /// <summary>Entries of one read when the cache sets no limit.</summary>
    private const int MaxReadCount = 100;

    /// <summary>Entries read and not yet reported as delivered, oldest first.</summary>
    private readonly Queue<EntryId> _inDelivery = new();

    private EntryId _lastRead;
    private (EntryId Delivered, long Bytes)? _unsavedCheckpoint;
    private long _savedAt;
    private long _comparedAt;

    public async Task Initialize(TimeSpan timeout) => _lastRead = await queue.ReadCheckpoint();

    [Obsolete("The runtime calls the overload with a cancellation token.")]
    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) => GetQueueMessagesAsync(maxCount, CancellationToken.None);

    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        await SaveCheckpointWhenDue();
        cancellationToken.ThrowIfCancellationRequested();
        var entries = await queue.ReadAfter(_lastRead, maxCount > 0 ? Math.Min(maxCount, MaxReadCount) : MaxReadCount);
        if (entries.Length == 0)
        {
            if (time.GetElapsedTime(_comparedAt) >= CompareInterval) await FollowLostClock();
            return [];
        }

        var batches = new List<IBatchContainer>(entries.Length);
        foreach (var entry in entries)
        {
            var entryId = EntryId.Parse(entry.Id);
            if (Decode(entry, entryId) is { } batch) batches.Add(batch);
            else await queue.MoveToDeadLetters(entryId, "undecodable");
        }

        // Only now: when a move above failed, the same entries are read again.
        foreach (var batch in batches) _inDelivery.Enqueue(((RedisBatchContainer)batch).EntryId);
        _lastRead = EntryId.Parse(entries[^1].Id);
        return batches;
    }

    [Obsolete("The runtime calls the overload with a cancellation token.")]
    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => MessagesDeliveredAsync(messages, CancellationToken.None);

    /// <summary>
    /// The cache reports entries in read order and leaves out those whose delivery was given up: entries missing in between go to the dead
    /// letters before the checkpoint passes them.
    /// </summary>
    public async Task MessagesDeliveredAsync(IList<IBatchContainer> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0) return;
        var delivered = messages.Cast<RedisBatchContainer>().ToDictionary(message => message.EntryId, message => message.AddedBytes);
        var last = delivered.Keys.Max();
        while (_inDelivery.TryPeek(out var entryId) && entryId <= last)
        {
            if (!delivered.ContainsKey(entryId)) await queue.MoveToDeadLetters(entryId, "undeliverable");
            _inDelivery.Dequeue();
        }

        _unsavedCheckpoint = (last, delivered[last]);
        await SaveCheckpointWhenDue();
    }

    public Task Shutdown(TimeSpan timeout) => SaveCheckpoint();

    private async Task SaveCheckpointWhenDue()
    {
        if (_unsavedCheckpoint is null || time.GetElapsedTime(_savedAt) < options.CheckpointInterval) return;
        await SaveCheckpoint();
    }

    private async Task SaveCheckpoint()
    {
        if (_unsavedCheckpoint is not { } checkpoint) return;
        // Must run before the checkpoint removes earlier entries.
        await FollowLostClock();
        await queue.SaveCheckpoint(checkpoint.Delivered, checkpoint.Bytes);
        _unsavedCheckpoint = null;
        _savedAt = time.GetTimestamp();
    }

    /// <summary>
    /// A Redis that lost its memory and whose clock is behind assigns positions that were already read. The checkpoint and the consumers'
    /// own positions would skip these entries forever, so they are moved.
    /// </summary>
    private async Task FollowLostClock()
    {
        _comparedAt = time.GetTimestamp();
        if (await queue.MoveBehind(_lastRead)) Log.ClockLost(logger, queue.Name, _lastRead);
    }

    private RedisBatchContainer? Decode(StreamEntry entry, EntryId entryId)
    {
        try
        {
            var batch = serializer.Deserialize(RedisQueue.PayloadOf(entry)) ?? throw new FormatException("The entry holds nothing.");
            batch.SetPosition(entryId, RedisQueue.AddedOf(entry));
            return batch;
        }
        catch (Exception undecodable)
        {
            // Whatever the reason, the bytes will not change: move them to the dead letters and let the stream go on.
            Log.EntryUndecodable(logger, queue.Name, entryId, undecodable);
            return null;
        }
    }
}
