using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;

namespace Rtx.Streams;

/// <summary>An entry that could not be delivered.</summary>
/// <param name="Id">Its id among the dead letters of its provider: the queue's number, a colon, its position there.</param>
/// <param name="AddedAt">When it was published.</param>
/// <param name="Reason"><c>undecodable</c>, or <c>undeliverable</c> when no consumer took it in time.</param>
/// <param name="Bytes">Its size in bytes.</param>
public sealed record DeadLetter(string Id, DateTimeOffset AddedAt, string Reason, long Bytes);

/// <summary>The dead letters of the registered providers.</summary>
public sealed class RedisDeadLetters
{
    private readonly RedisStreamConnections _connections;
    private readonly IOptionsMonitor<RedisStreamOptions> _options;
    private readonly Serializer<RedisBatchContainer> _serializer;
    private readonly string _serviceId;

    internal RedisDeadLetters(
        RedisStreamConnections connections, IOptionsMonitor<RedisStreamOptions> options, Serializer<RedisBatchContainer> serializer,
        IOptions<ClusterOptions> cluster) =>
        (_connections, _options, _serializer, _serviceId) = (connections, options, serializer, cluster.Value.ServiceId);

    /// <summary>The newest dead letters of all queues of a provider, newest first.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(string provider, int limit)
    {
        var letters = await Task.WhenAll(
            Enumerable.Range(0, _options.Get(provider).QueueCount).Select(number => ListAsync(provider, number, limit)));
        return [
            .. letters.SelectMany(of => of)
                .OrderByDescending(letter => letter.AddedAt)
                .ThenBy(letter => letter.Id, StringComparer.Ordinal)
                .Take(limit)];
    }

    /// <summary>
    /// The events of a dead letter that are of a type; null when it does not (or no longer) exist. It is not put back into its queue:
    /// consumers that deduplicate by position would take it for a repetition.
    /// </summary>
    /// <exception cref="FormatException">The entry cannot be read.</exception>
    public async Task<IReadOnlyList<T>?> ReadAsync<T>(string provider, string id)
    {
        if (await FindAsync(provider, id) is not var (queue, entryId) || await queue.FindDead(entryId) is not { } letter) return null;
        try
        {
            var batch = _serializer.Deserialize(RedisQueue.PayloadOf(letter)) ?? throw new FormatException("The entry holds nothing.");
            batch.SetPosition(entryId, addedBytes: 0);
            List<T> events = [.. batch.GetEvents<T>().Select(item => item.Item1)];
            return events.Count > 0 ? events : throw new FormatException($"The entry holds no {typeof(T).Name}.");
        }
        catch (Exception undecodable) when (undecodable is not FormatException)
        {
            throw new FormatException("The entry can't be read.", undecodable);
        }
    }

    /// <summary>Removes a dead letter that was dealt with. False when it does not (or no longer) exist.</summary>
    public async Task<bool> RemoveAsync(string provider, string id) =>
        await FindAsync(provider, id) is var (queue, entryId) && await queue.RemoveDead(entryId);

    private async Task<(RedisQueue Queue, EntryId EntryId)?> FindAsync(string provider, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Split(':') is not [var queue, var place]
            || !int.TryParse(queue, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        return number < _options.Get(provider).QueueCount && EntryId.TryParse(place, out var entry)
            ? (await OpenAsync(provider, number), entry)
            : null;
    }

    private async Task<IEnumerable<DeadLetter>> ListAsync(string provider, int number, int limit) =>
        (await (await OpenAsync(provider, number)).ReadDead(limit)).Select(entry => new DeadLetter(
            $"{number}:{entry.Id}", DateTimeOffset.FromUnixTimeMilliseconds(RedisQueue.OriginOf(entry).Milliseconds),
            RedisQueue.ReasonOf(entry), RedisQueue.SizeOf(entry)));

    private async Task<RedisQueue> OpenAsync(string provider, int number)
    {
        var options = _options.Get(provider);
        return new RedisQueue(await _connections.Connect(options.ConnectionString), _serviceId, provider, (uint)number, options);
    }
}
