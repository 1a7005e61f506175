using Microsoft.AspNetCore.SignalR;

namespace Rtx.ClientApi.LiveData;

/// <summary>
/// The newest items of a topic, by number, shared by all its members. A member that has fallen behind the oldest item is told to
/// resynchronize. Items that several members have missed alike are merged and serialized once.
/// </summary>
/// <param name="origin">As in <see cref="LiveFeed"/>.</param>
/// <param name="channel">The Redis channel.</param>
/// <param name="capacity">Number of items kept.</param>
/// <param name="deserialize">Reads a message.</param>
/// <param name="logger">For unreadable messages.</param>
/// <typeparam name="TMessage">The type of the channel's messages.</typeparam>
/// <typeparam name="TItem">The type of the items.</typeparam>
internal abstract class LiveLog<TMessage, TItem>(
    Client.Resync origin, string channel, int capacity, Func<byte[], TMessage?> deserialize, ILogger logger)
    : LiveFeed<TMessage>(origin, channel, deserialize, logger)
{
    private readonly Queue<TItem> _items = new();
    private readonly Dictionary<long, SerializedHubMessage> _messages = [];

    /// <summary>Adds items.</summary>
    protected void Append(IReadOnlyList<TItem> items)
    {
        lock (Sync)
        {
            _messages.Clear();
            foreach (var item in items)
            {
                if (_items.Count == capacity) _items.Dequeue();
                _items.Enqueue(item);
                Head++;
            }
        }
    }

    protected override void CollectFrom(long first, LiveOutbox outbox)
    {
        var oldest = Head - _items.Count;
        if (first < oldest)
        {
            Tell(outbox, Client.ResyncReason.SlowConsumer);
            first = oldest;
        }

        if (!_messages.TryGetValue(first, out var message)) _messages[first] = message = Merge(_items.Skip((int)(first - oldest)));
        outbox.Messages.Add(message);
    }

    /// <summary>Creates the message for one or more items.</summary>
    protected abstract SerializedHubMessage Merge(IEnumerable<TItem> items);
}
