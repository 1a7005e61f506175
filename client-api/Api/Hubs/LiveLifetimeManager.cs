using Microsoft.AspNetCore.SignalR;
using Rtx.ClientApi.LiveData;

namespace Rtx.ClientApi.Hubs;

/// <summary>SignalR's own management of connections, which also shows them to live data: only there messages can be written that many connections share.</summary>
internal sealed class LiveLifetimeManager(LiveConnections connections, ILogger<DefaultHubLifetimeManager<TradingHub>> logger) : DefaultHubLifetimeManager<TradingHub>(logger)
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
