using Microsoft.AspNetCore.SignalR;
using Rtx.ClientApi.LiveData;

namespace Rtx.ClientApi.Hubs;

/// <summary>
/// SignalR's default connection management, which also exposes the connections to live data: only there can one serialized message be sent
/// to many connections.
/// </summary>
internal sealed class LiveLifetimeManager(LiveConnections connections, ILogger<DefaultHubLifetimeManager<TradingHub>> logger)
    : DefaultHubLifetimeManager<TradingHub>(logger)
{
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connections.Add(connection);
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        connections.Remove(connection.ConnectionId);
        return base.OnDisconnectedAsync(connection);
    }
}
