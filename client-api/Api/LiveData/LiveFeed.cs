using System.Collections.Immutable;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Rtx.ClientApi.Diagnostics;
using StackExchange.Redis;

namespace Rtx.ClientApi.LiveData;

/// <summary>One topic of this process: receives the messages of a Redis channel, numbers their items, and notifies its members.</summary>
/// <param name="origin">The message for members when something was lost; without a reason.</param>
internal abstract class LiveFeed(Client.Resync origin) : IAsyncDisposable
{
    private ImmutableArray<LiveMembership> _members = [];
    private long _gaps;

    /// <summary>Guards the feed's items and its members' positions.</summary>
    protected Lock Sync { get; } = new();

    /// <summary>Number of the next item.</summary>
    protected long Head { get; set; }

    /// <summary>Whether members get it immediately, without the pause between two messages.</summary>
    protected virtual bool IsUrgent => false;

    public bool IsEmpty => _members.IsEmpty;

    public abstract Task Start(ISubscriber subscriber);

    public abstract ValueTask DisposeAsync();

    /// <summary>Everything that is published from now on reaches the member.</summary>
    public void Add(LiveMembership member)
    {
        lock (Sync)
        {
            (member.Next, member.KnownGaps) = (Head, _gaps);
            ImmutableInterlocked.Update(ref _members, static (members, added) => members.Add(added), member);
            Welcome(member);
        }
    }

    public void Remove(LiveMembership member) =>
        ImmutableInterlocked.Update(ref _members, static (members, gone) => members.Remove(gone), member);

    /// <summary>Puts the items that the member has not seen into the outbox.</summary>
    public void Collect(LiveMembership member, LiveOutbox outbox)
    {
        lock (Sync)
        {
            if (member.KnownGaps != _gaps)
            {
                member.KnownGaps = _gaps;
                Tell(outbox, Client.ResyncReason.SourceGap);
            }

            if (member.Next < Head) CollectFrom(member.Next, outbox);
            member.Next = Head;
        }
    }

    /// <summary>Messages may have been lost before they arrived here: notifies the members.</summary>
    public void ReportGap()
    {
        lock (Sync) _gaps++;
        TellMembers();
    }

    /// <summary>Called under the lock when a member joins; lowering its position makes it receive existing items.</summary>
    protected virtual void Welcome(LiveMembership member)
    {
    }

    /// <summary>Puts the items from the given number on into the outbox. Called under the lock.</summary>
    protected abstract void CollectFrom(long first, LiveOutbox outbox);

    protected void Tell(LiveOutbox outbox, Client.ResyncReason reason)
    {
        LiveMetrics.Resyncs.Add(1);
        outbox.Resyncs.Add(origin with { Reason = reason });
    }

    protected void TellMembers()
    {
        var members = _members;
        var ready = new List<LiveConnection>(members.Length);
        foreach (var member in members)
        {
            if (member.Connection.TryBegin(member, IsUrgent)) ready.Add(member.Connection);
        }

        LiveConnection.SendAll(ready);
    }

    protected static SerializedHubMessage Message(string method, object argument) => new(new InvocationMessage(method, [argument]));
}

/// <inheritdoc />
/// <typeparam name="TMessage">The type of the channel's messages.</typeparam>
internal abstract class LiveFeed<TMessage>(Client.Resync origin, string channel, Func<byte[], TMessage?> deserialize, ILogger logger)
    : LiveFeed(origin)
{
    private ChannelMessageQueue? _queue;

    public override async Task Start(ISubscriber subscriber)
    {
        _queue = await subscriber.SubscribeAsync(RedisChannel.Literal(channel));
        _queue.OnMessage(Take);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_queue is not null) await _queue.UnsubscribeAsync();
    }

    /// <summary>Processes a message; true when it brought something new.</summary>
    protected abstract ValueTask<bool> Add(TMessage message);

    private async Task Take(ChannelMessage message)
    {
        bool isNew;
        try
        {
            isNew = await Add(deserialize((byte[])message.Message!) ?? throw new InvalidDataException("The message is empty."));
        }
        catch (Exception exception)
        {
            // Somebody else, or a newer silo, published to the channel: live data is best effort, and the next message may be valid.
            logger.LiveMessageUnreadable(exception, channel);
            ReportGap();
            return;
        }

        if (isNew) TellMembers();
    }
}
