using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace Rtx.ClientApi.LiveData;

/// <summary>The hub connections of this process.</summary>
internal sealed class LiveConnections
{
    private readonly ConcurrentDictionary<string, HubCallerContext> _connections = new();

    public void Add(HubCallerContext connection) => _connections[connection.ConnectionId] = connection;

    public void Remove(string connectionId) => _connections.TryRemove(connectionId, out _);

    public bool Contains(string connectionId) => _connections.ContainsKey(connectionId);

    public void Abort(string connectionId)
    {
        if (_connections.TryGetValue(connectionId, out var connection)) connection.Abort();
    }
}
