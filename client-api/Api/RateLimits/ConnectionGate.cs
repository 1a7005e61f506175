using System.Diagnostics.Metrics;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Rtx.Gateway.Limits;
using Rtx.Hosting.Logins;

namespace Rtx.ClientApi.RateLimits;

/// <summary>
/// Limits the number of open connections per address, idle or not; further ones are closed without an answer. Connections of trusted
/// proxies are not counted, because they carry many clients.
/// </summary>
internal sealed class ConnectionGate : IDisposable
{
    private static readonly Counter<long> Refused = new Meter("Rtx.ClientApi")
        .CreateCounter<long>("rtx.connections.refused", "{connection}", "Connections refused because their address had too many");

    private readonly PartitionedRateLimiter<IPAddress> _byAddress;

    public ConnectionGate(IOptions<RateLimitOptions> options, IConfiguration configuration)
    {
        var isProxy = TrustedProxies.Named(configuration);
        var ofOneAddress = new ConcurrencyLimiterOptions { PermitLimit = options.Value.MaxConnectionsPerAddress, QueueLimit = 0 };
        _byAddress = PartitionedRateLimiter.Create<IPAddress, string>(address => isProxy(address)
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetConcurrencyLimiter(FailedLogins.SiteOf(address), _ => ofOneAddress));
    }

    /// <summary>Serves a connection, or closes it.</summary>
    public async Task PassAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using var place = connection.RemoteEndPoint is IPEndPoint client
            ? IdleLimiters.Ask(() => _byAddress.AttemptAcquire(client.Address))
            : null;
        if (place is null or { IsAcquired: true })
        {
            await next(connection);
            return;
        }

        Refused.Add(1);
        await connection.DisposeAsync();
    }

    public void Dispose() => _byAddress.Dispose();
}

internal static class ConnectionGateHosting
{
    /// <summary>Runs before anything is read from a connection, even before TLS.</summary>
    public static void UseConnectionGate(this KestrelServerOptions kestrel) => kestrel.ConfigureEndpointDefaults(endpoint =>
    {
        var gate = endpoint.ApplicationServices.GetRequiredService<ConnectionGate>();
        endpoint.Use(next => connection => gate.PassAsync(connection, next));
    });
}
