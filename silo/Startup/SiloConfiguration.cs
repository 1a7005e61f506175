using System.Net;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Serialization;
using Rtx.Actors;
using Rtx.Contracts;
using Rtx.Hosting.Clustering;
using Rtx.Hosting.Tls;
using Rtx.Silo.Clustering;
using Rtx.Silo.Settings;
using Rtx.Streams;
using StackExchange.Redis;

namespace Rtx.Silo.Startup;

/// <summary>Configures Orleans: clustering, grain storage, reminders, the tick stream, the dashboard.</summary>
internal static class SiloConfiguration
{
    // State of the instrument grain, and of the stream system's subscriptions.
    private static readonly string[] GrainStorages = [Actors.Instruments.InstrumentGrain.StorageName, "PubSubStore"];

    // Ticks wait at most this long for others to share their transaction.
    private static readonly TimeSpan TickPollInterval = TimeSpan.FromMilliseconds(100);

    public static void AddSilo(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection(ClusterSettings.Section).Get<ClusterSettings>() ?? new ClusterSettings();
        var connections = new ConnectionStrings(builder.Configuration);
        builder.UseOrleans(silo =>
        {
            AddClustering(silo, settings, connections.Redis);
            silo.AddClusterTls();
            silo.Services.AddSingleton<IFatalErrorHandler, EndAtOnce>();
            silo.Services.AddHostedService<DatabaseHistoryWatch>();
            silo.AddGrains(connections);
            silo.AddStartupTask<AdministratorBootstrap>();
            if (builder.Configuration.GetSection(DashboardSettings.Section).Get<DashboardSettings>() is { Enabled: true })
                silo.AddDashboard(options => options.HideTrace = true);
        });
    }

    /// <summary>The configuration that grains need, independent of the clustering.</summary>
    internal static void AddGrains(this ISiloBuilder silo, ConnectionStrings connections)
    {
        AddPersistence(silo, connections.Orleans);
        silo.AddRedisStreams(
            TickStream.Provider, options => (options.ConnectionString, options.PollInterval) = (connections.Redis, TickPollInterval));
        silo.AddRtxGrains();
        // Database exceptions travel to the caller, too; without this the caller only learns that the call failed.
        silo.Configure<ExceptionSerializationOptions>(o => o.SupportedNamespacePrefixes.Add("Npgsql"));
    }

    private static void AddClustering(ISiloBuilder silo, ClusterSettings settings, string redis)
    {
        switch (settings.Clustering)
        {
            case ClusteringKind.Localhost:
                silo.UseLocalhostClustering(
                    settings.SiloPort, settings.GatewayPort, primarySiloEndpoint: null, settings.ServiceId, settings.ClusterId);
                break;
            case ClusteringKind.Redis:
                silo.Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = (settings.ServiceId, settings.ClusterId));
                silo.UseRedisClustering(o => o.ConfigurationOptions = ConfigurationOptions.Parse(redis));
                silo.Services.AddHostedService<MembershipKeeper>();
                silo.Configure<EndpointOptions>(o =>
                {
                    (o.SiloPort, o.GatewayPort) = (settings.SiloPort, settings.GatewayPort);
                    if (!string.IsNullOrEmpty(settings.AdvertisedAddress))
                        o.AdvertisedIPAddress = IPAddress.Parse(settings.AdvertisedAddress);
                    // Without endpoints the silo listens on the advertised address only.
                    if (string.IsNullOrEmpty(settings.ListenAddress)) return;
                    var listen = IPAddress.Parse(settings.ListenAddress);
                    (o.SiloListeningEndpoint, o.GatewayListeningEndpoint) = (
                        new IPEndPoint(listen, settings.SiloPort), new IPEndPoint(listen, settings.GatewayPort));
                });
                break;
        }

        // A killed silo is noticed in 6 to 10 s; shorter probes also evicted healthy silos under load.
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            (o.ProbeTimeout, o.TableRefreshTimeout, o.NumMissedProbesLimit) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), 3);
            // A vote does not count while the last message is younger than this many of the longest probes; with the default of 8 s, a silo
            // that was cut off with its connections still open was kept for 24 s.
            o.MaxProbeTimeout = TimeSpan.FromSeconds(3);
        });
        silo.Configure<SiloMessagingOptions>(o => o.ClientGatewayShutdownNotificationTimeout = TimeSpan.FromSeconds(3));
    }

    private static void AddPersistence(ISiloBuilder silo, string connectionString)
    {
        silo.UseSystemTextJsonGrainStorageSerializer();
        foreach (var storage in GrainStorages)
        {
            silo.AddAdoNetGrainStorage(
                storage, (AdoNetGrainStorageOptions o) => (o.Invariant, o.ConnectionString) = ("Npgsql", connectionString));
        }

        silo.UseAdoNetReminderService((AdoNetReminderTableOptions o) => (o.Invariant, o.ConnectionString) = ("Npgsql", connectionString));
    }
}
