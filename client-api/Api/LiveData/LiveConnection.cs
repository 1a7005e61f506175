using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Rtx.ClientApi.Diagnostics;

namespace Rtx.ClientApi.LiveData;

/// <summary>
/// Sends one connection the data of its topics: after a pause the first item immediately, then at each <see cref="Tick"/> everything that
/// has arrived since, and nothing while a message is still being written. A slow connection thus gets fewer, newer messages, and nobody
/// waits for it. A connection that does not take a message within <see cref="Patience"/> is told the reason and closed; it reconnects and
/// starts from snapshots.
/// </summary>
internal sealed class LiveConnection(HubConnectionContext connection, TimeProvider time, ILogger logger)
{
    /// <summary>The close reason for a client that is too slow, if it still reads.</summary>
    private const string SlowReason = Client.RtxErrorCodes.SlowConsumer + ": The connection does not read what it subscribed to.";

    private const string RightsReason = Client.RtxErrorCodes.Forbidden + ": What you may do has changed; connect again.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private List<LiveMembership> _waiting = [];
    private bool _isUrgent;
    private bool _isResting;
    private bool _isSending;
    private bool _isCut;
    private long _sendingSince;

    /// <summary>A topic has something for the connection.</summary>
    public void Offer(LiveMembership member, bool isUrgent)
    {
        if (TryBegin(member, isUrgent)) SendAll([this]);
    }

    /// <summary>Like <see cref="Offer"/>, but without sending: when true, the caller must call <see cref="SendAll"/>.</summary>
    public bool TryBegin(LiveMembership member, bool isUrgent)
    {
        lock (_lock)
        {
            if (!member.IsWaiting)
            {
                member.IsWaiting = true;
                _waiting.Add(member);
            }

            _isUrgent |= isUrgent;
            if (_isSending || (_isResting && !_isUrgent)) return false;
            BeginSending();
            return true;
        }
    }

    /// <summary>
    /// Sends to connections, on as many threads as there are processors. Not on the current thread: the caller has others to notify, and
    /// may hold the topic's lock.
    /// </summary>
    public static void SendAll(IReadOnlyList<LiveConnection> connections)
    {
        var share = (connections.Count + Environment.ProcessorCount - 1) / Environment.ProcessorCount;
        for (var first = 0; first < connections.Count; first += share)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static part =>
                    SendPart(part.Connections, part.First, part.Count), (Connections: connections, First: first, Count: share),
                    preferLocal: true);
        }
    }

    private static void SendPart(IReadOnlyList<LiveConnection> connections, int first, int count)
    {
        for (var i = first; i < Math.Min(first + count, connections.Count); i++) connections[i].Send();
    }

    /// <summary>The pause between two messages has ended.</summary>
    public void Tick()
    {
        lock (_lock)
        {
            if (_isSending)
            {
                if (!_isCut && time.GetElapsedTime(_sendingSince) > Patience) CutOff();
                return;
            }

            if (_waiting.Count == 0)
            {
                _isResting = false;
                return;
            }

            BeginSending();
        }

        Send();
    }

    /// <summary>The user has lost rights since the connection began.</summary>
    public void CloseForRights()
    {
        lock (_lock)
        {
            if (_isCut) return;
            _isCut = true;
        }

        _ = SayFarewellAsync(RightsReason);
    }

    private void BeginSending()
    {
        (_isSending, _isResting, _isUrgent) = (true, true, false);
        _sendingSince = time.GetTimestamp();
    }

    private void Send()
    {
        var sending = WriteAsync();
        if (sending.IsCompletedSuccessfully) EndSending();
        else _ = AwaitAsync(sending);
    }

    private async Task AwaitAsync(ValueTask sending)
    {
        LiveMetrics.Pending.Add(1);
        try
        {
            await sending;
        }
        catch (Exception exception)
        {
            // SignalR handles a lost connection itself, so this is a message that can't be serialized.
            logger.LiveSendFailed(exception, connection.ConnectionId);
            connection.Abort();
        }
        finally
        {
            LiveMetrics.Pending.Add(-1);
        }

        EndSending();
    }

    private async ValueTask WriteAsync()
    {
        var outbox = Collect();
        if (outbox.Quotes.Count > 0)
        {
            LiveMetrics.Quotes.Add(outbox.Quotes.Count);
            LiveMetrics.Messages.Add(1);
            if (outbox.Quotes is [var alone]) await connection.WriteAsync(alone.Alone);
            else await connection.WriteAsync(new InvocationMessage(nameof(Client.ITradingHubClient.Quotes), [outbox.Quotes]));
        }

        foreach (var message in outbox.Messages)
        {
            LiveMetrics.Messages.Add(1);
            await connection.WriteAsync(message);
        }

        foreach (var resync in outbox.Resyncs)
            await connection.WriteAsync(new InvocationMessage(nameof(Client.ITradingHubClient.Resync), [resync]));
    }

    private LiveOutbox Collect()
    {
        List<LiveMembership> members;
        lock (_lock)
        {
            (members, _waiting) = (_waiting, []);
            foreach (var member in members) member.IsWaiting = false;
        }

        var outbox = new LiveOutbox();
        foreach (var member in members) member.Feed.Collect(member, outbox);
        return outbox;
    }

    private void EndSending()
    {
        lock (_lock)
        {
            _isSending = false;
            if (!_isUrgent || _waiting.Count == 0) return;
            BeginSending();
        }

        SendAll([this]);
    }

    private void CutOff()
    {
        _isCut = true;
        LiveMetrics.Cut.Add(1);
        logger.SlowConnectionCut(connection.ConnectionId);
        _ = SayFarewellAsync(SlowReason);
    }

    // Queued behind what the client has not read yet; if it reads on, it learns the reason.
    private async Task SayFarewellAsync(string reason)
    {
        try
        {
            await connection.WriteAsync(new CloseMessage(reason, allowReconnect: true)).AsTask().WaitAsync(Farewell, time);
        }
        catch (TimeoutException)
        {
            // The client reads nothing at all.
        }

        connection.Abort();
    }
}
