using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Rtx.Hosting.Tls;

/// <summary>TLS with certificates for the connections of silos and clients.</summary>
public static class ClusterTlsHosting
{
    /// <summary>
    /// Admits only silos to the silo port and only clients to the gateway, by their certificates; without TLS when no files are set.
    /// </summary>
    public static ISiloBuilder AddClusterTls(this ISiloBuilder silo)
    {
        if (!Add(silo.Services, silo.Configuration, ClusterRole.Silo)) return silo;
        return silo.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(
                connection => connection.UseServerTls(CertificatesOf(connection).Accepting(ClusterRole.Silo, isServer: false)));
            connections.ConfigureGatewayInboundConnection(
                connection => connection.UseServerTls(CertificatesOf(connection).Accepting(ClusterRole.Client, isServer: false)));
            connections.ConfigureSiloOutboundConnection(
                connection => connection.UseClientTls(CertificatesOf(connection).Accepting(ClusterRole.Silo, isServer: true)));
        });
    }

    /// <summary>Connects to silos only, by their certificates, and presents its own; without TLS when no files are set.</summary>
    public static IClientBuilder AddClusterTls(this IClientBuilder client)
    {
        if (!Add(client.Services, client.Configuration, ClusterRole.Client)) return client;
        return client.Configure<ClientConnectionOptions>(connections =>
            connections.ConfigureConnection(
                connection => connection.UseClientTls(CertificatesOf(connection).Accepting(ClusterRole.Silo, isServer: true))));
    }

    private static bool Add(IServiceCollection services, IConfiguration configuration, ClusterRole role)
    {
        var section = configuration.GetSection(ClusterTlsSettings.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ClusterTlsSettings>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClusterTlsSettings>>(
            provider => new ClusterTlsSettingsValidator(provider.GetRequiredService<IHostEnvironment>(), role));
        services.AddSingleton(provider => new ClusterCertificates(
            provider.GetRequiredService<IOptions<ClusterTlsSettings>>(), role, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ClusterCertificates>>()));
        return (section.Get<ClusterTlsSettings>() ?? new ClusterTlsSettings()).IsOn;
    }

    private static ClusterCertificates CertificatesOf(IConnectionBuilder connection) =>
        connection.ApplicationServices.GetRequiredService<ClusterCertificates>();
}
