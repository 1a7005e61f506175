using Microsoft.Extensions.Options;
using Rtx.Actors;
using Rtx.Silo.Settings;
using Rtx.Storage;
using Rtx.Storage.MarketData;
using StackExchange.Redis;

namespace Rtx.Silo.Startup;

/// <summary>Registers settings with their validators, and the stores.</summary>
internal static class ServiceRegistration
{
    public static void AddSettings(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        Add<ClusterSettings, ClusterSettingsValidator>(services, configuration, ClusterSettings.Section);
        Add<DashboardSettings, DashboardSettingsValidator>(services, configuration, DashboardSettings.Section);
        Add<BootstrapSettings, BootstrapSettingsValidator>(services, configuration, BootstrapSettings.Section);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(environment);
    }

    public static void AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var connections = new ConnectionStrings(configuration);
        services.AddSingleton<IConnectionMultiplexer>(_ =>
        {
            var options = ConfigurationOptions.Parse(connections.Redis);
            // Live data comes back when Redis does; trading does not wait for it.
            options.AbortOnConnectFail = false;
            // What CLIENT LIST shows.
            options.ClientName ??= "rtx-silo";
            return ConnectionMultiplexer.Connect(options);
        });
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
