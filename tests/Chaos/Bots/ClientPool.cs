using Rtx.Chaos.Servers;
using Rtx.Client;

namespace Rtx.Chaos.Bots;

/// <summary>Logs users in at every API process, and closes their connections at the end.</summary>
internal sealed class ClientPool(TradingSystem system) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private readonly List<HttpClient> _http = [];

    /// <summary>One client per API process, sharing one login.</summary>
    public async Task<IReadOnlyList<RtxClient>> LogInAsync(string name, string password)
    {
        List<RtxClient> clients = [];
        foreach (var api in system.Apis)
        {
            // All processes sign with the same key.
            clients.Add(new RtxClient(NewHttp(api.Address)) { AccessToken = clients.Count > 0 ? clients[0].AccessToken : null });
            if (clients.Count == 1) await clients[0].LoginAsync(name, password);
        }

        return clients;
    }

    /// <summary>A connection without a login.</summary>
    public HttpClient NewHttp(Uri address)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = ConnectTimeout, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30) };
        var http = new HttpClient(handler) { BaseAddress = address };
        _http.Add(http);
        return http;
    }

    public void Dispose()
    {
        foreach (var http in _http) http.Dispose();
    }
}
