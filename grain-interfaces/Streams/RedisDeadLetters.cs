using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Rtx.Streams;

/// <summary>An entry that was given up.</summary>
/// <param name="Id">Its name among the dead letters of its provider: the queue's number, a colon, its place there.</param>
/// <param name="AddedAt">When it was published.</param>
/// <param name="Reason"><c>undecodable</c>, or <c>undeliverable</c> when no consumer took it in time.</param>
/// <param name="Bytes">Its size.</param>
public sealed record DeadLetter(string Id, DateTimeOffset AddedAt, string Reason, long Bytes);

/// <summary>The dead letters of the providers that are registered here.</summary>
public sealed class RedisDeadLetters
{
    private readonly RedisStreamConnections _connections;
    private readonly IOptionsMonitor<RedisStreamOptions> _options;
    private readonly string _serviceId;

    internal RedisDeadLetters(RedisStreamConnections connections, IOptionsMonitor<RedisStreamOptions> options, IOptions<ClusterOptions> cluster) =>
        (_connections, _options, _serviceId) = (connections, options, cluster.Value.ServiceId);

    /// <summary>The newest ones of all queues of a provider, newest first.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(string provider, int limit)
    {
        var letters = await Task.WhenAll(Enumerable.Range(0, _options.Get(provider).QueueCount).Select(number => ListAsync(provider, number, limit)));
        return [.. letters.SelectMany(of => of).OrderByDescending(letter => letter.AddedAt).ThenBy(letter => letter.Id, StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>Puts one back into its queue, behind what waits there, in one step. False when there is no such entry (any more).</summary>
    public async Task<bool> RetryAsync(string provider, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Split(':') is not [var queue, var place] || !int.TryParse(queue, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        return number < _options.Get(provider).QueueCount && EntryId.TryParse(place, out var entry) && await (await OpenAsync(provider, number)).Revive(entry);
    }

    private async Task<IEnumerable<DeadLetter>> ListAsync(string provider, int number, int limit) =>
        (await (await OpenAsync(provider, number)).ReadDead(limit)).Select(entry => new DeadLetter(
            $"{number}:{entry.Id}", DateTimeOffset.FromUnixTimeMilliseconds(RedisQueue.OriginOf(entry).Milliseconds), RedisQueue.ReasonOf(entry), RedisQueue.SizeOf(entry)));

    private async Task<RedisQueue> OpenAsync(string provider, int number)
    {
        var options = _options.Get(provider);
        return new RedisQueue(await _connections.Connect(options.ConnectionString), _serviceId, provider, (uint)number, options);
    }
}
