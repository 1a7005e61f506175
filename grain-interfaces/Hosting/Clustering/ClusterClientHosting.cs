using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Rtx.Hosting.Tls;

namespace Rtx.Hosting.Clustering;

/// <summary>Connects a process to the silos.</summary>
public static class ClusterClientHosting
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GatewayRefreshPeriod = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Connects to the silos in the background, however long that takes; the other services of the process start meanwhile.
    /// </summary>
    /// <param name="builder">The process.</param>
    /// <param name="redis">Connection string of Redis, for the membership.</param>
    /// <param name="configure">Further configuration of the cluster client.</param>
    public static void AddClusterClient(this IHostApplicationBuilder builder, string redis, Action<IClientBuilder> configure)
    {
        var settings = ClusterSettings.Add(builder.Services, builder.Configuration, ClusterRole.Client);
        builder.UseOrleansClient(client =>
        {
            switch (settings.Clustering)
            {
                case ClusteringKind.Localhost:
                    client.UseLocalhostClustering(settings.GatewayPort, settings.ServiceId, settings.ClusterId);
                    break;
                case ClusteringKind.Redis:
                    client.UseRedisClustering(redis);
                    KnownGateways.Wrap(client.Services);
                    client.Configure<ClusterOptions>(
                        options => (options.ServiceId, options.ClusterId) = (settings.ServiceId, settings.ClusterId));
                    break;
            }

            client.AddClusterTls();
            // A silo that is cut off closes no connection; the gateway list shows that the others have declared it dead.
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewayRefreshPeriod);
            client.UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(RetryDelay, cancellationToken);
                return true;
            });
            configure(client);
        });

        // Otherwise a web server would start only after a silo has answered, and no probe could tell waiting from dead.
        builder.Services.Configure<HostOptions>(options => options.ServicesStartConcurrently = true);
    }
}
