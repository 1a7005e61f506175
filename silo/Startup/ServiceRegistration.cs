using Microsoft.Extensions.Options;
using Rtx.Actors;
using Rtx.Hosting.Clustering;
using Rtx.Hosting.Redis;
using Rtx.Hosting.Tls;
using Rtx.Silo.Settings;
using Rtx.Storage;
using Rtx.Storage.MarketData;

namespace Rtx.Silo.Startup;

/// <summary>Registers settings with their validators, and the stores.</summary>
internal static class ServiceRegistration
{
    public static void AddSettings(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        ClusterSettings.Add(services, configuration, ClusterRole.Silo);
        Add<DashboardSettings, DashboardSettingsValidator>(services, configuration, DashboardSettings.Section);
        Add<BootstrapSettings, BootstrapSettingsValidator>(services, configuration, BootstrapSettings.Section);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(environment);
    }

    public static void AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var connections = new ConnectionStrings(configuration);
        services.AddRedis(connections.Redis, "rtx-silo");
        services.AddTradingStorage(connections.Trading, configuration);
        services.AddMarketDataStorage(connections.MarketData);
        services.AddRtxActors(configuration);
    }

    private static void Add<TSettings, TValidator>(IServiceCollection services, IConfiguration configuration, string section)
        where TSettings : class
        where TValidator : class, IValidateOptions<TSettings>
    {
        services.AddSingleton<IValidateOptions<TSettings>, TValidator>();
        services.AddOptions<TSettings>().Bind(configuration.GetSection(section)).ValidateOnStart();
    }
}
