using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Rtx.ClientApi.Auth;
using Rtx.Gateway.Access;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>
/// The hub connections of this process, and the clock for their pauses: a few loops visit all connections, a part of them at a time,
/// because a timer per connection costs more than the messages.
/// </summary>
internal sealed class LiveConnections(TimeProvider time, ILogger<LiveConnections> logger) : BackgroundService, IUserConnections
{
    /// <summary>Pause between two messages of a connection: about 20 a second.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    /// <summary>Parts of a pause; the connections of one part are ticked together.</summary>
    private const int Parts = 5;

    private readonly ConcurrentDictionary<string, (LiveConnection Connection, UserId User, int Part)> _connections = new();
    private readonly ConcurrentDictionary<string, LiveConnection>[] _parts =
        [.. Enumerable.Range(0, Parts * Environment.ProcessorCount).Select(_ => new ConcurrentDictionary<string, LiveConnection>())];

    private int _added;

    public void Add(HubConnectionContext context)
    {
        var part = (int)((uint)Interlocked.Increment(ref _added) % (uint)_parts.Length);
        var connection = new LiveConnection(context, time, logger);
        _connections[context.ConnectionId] = (connection, context.User!.UserId(), part);
        _parts[part][context.ConnectionId] = connection;
        LiveMetrics.Connections.Add(1);
    }

    public void Remove(string connectionId)
    {
        if (!_connections.TryRemove(connectionId, out var entry)) return;
        _parts[entry.Part].TryRemove(connectionId, out _);
        LiveMetrics.Connections.Add(-1);
    }

    /// <summary>The connection; null once it has ended.</summary>
    public LiveConnection? Find(string connectionId) => _connections.TryGetValue(connectionId, out var entry) ? entry.Connection : null;

    /// <summary>Users with a connection.</summary>
    public IReadOnlySet<UserId> Users() => _connections.Values.Select(entry => entry.User).ToHashSet();

    /// <summary>Closes the connections of a user whose rights have changed; new connections get the current rights.</summary>
    public void Close(UserId user)
    {
        foreach (var entry in _connections.Values.Where(entry => entry.User == user)) entry.Connection.CloseForRights();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(loop => TickAsync(loop * Parts, stoppingToken)));

    private async Task TickAsync(int firstPart, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Rest / Parts, time);
        try
        {
            for (var round = 0; await timer.WaitForNextTickAsync(stoppingToken); round = (round + 1) % Parts)
            {
                foreach (var (_, connection) in _parts[firstPart + round]) connection.Tick();
            }
        }
        catch (OperationCanceledException)
        {
            // The process is shutting down.
        }
    }
}
