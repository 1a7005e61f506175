using System.Collections.Immutable;
using Microsoft.AspNetCore.SignalR;
using Rtx.ClientApi.Hubs;

namespace Rtx.ClientApi.LiveData;

/// <summary>
/// The connections that listen to one topic. A send waits for all of them, so that what comes meanwhile is conflated and not queued; a connection that takes
/// longer than <see cref="Patience"/> is cut off, because its queue and everybody else's delay would grow without end. It reconnects and starts from a snapshot.
/// </summary>
internal sealed class LiveAudience(IHubContext<TradingHub, Client.ITradingHubClient> hub, LiveConnections connections, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private ImmutableHashSet<string> _members = [];

    public bool IsEmpty => Volatile.Read(ref _members).IsEmpty;

    public void Add(string connectionId) => ImmutableInterlocked.Update(ref _members, static (members, id) => members.Add(id), connectionId);

    public void Remove(string connectionId) => ImmutableInterlocked.Update(ref _members, static (members, id) => members.Remove(id), connectionId);

    public async Task Send(Func<Client.ITradingHubClient, Task> send)
    {
        List<(string ConnectionId, Task Task)>? waiting = null;
        foreach (var connectionId in Volatile.Read(ref _members))
        {
            var task = send(hub.Clients.Client(connectionId));
            if (!task.IsCompletedSuccessfully) (waiting ??= []).Add((connectionId, task));
        }

        if (waiting is null) return;
        try
        {
            await Task.WhenAll(waiting.Select(item => item.Task)).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            foreach (var (connectionId, task) in waiting)
            {
                if (task.IsCompleted) continue;
                logger.SlowConnectionCut(connectionId);
                connections.Abort(connectionId);
            }
        }
    }
}
