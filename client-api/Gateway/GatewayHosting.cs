using Microsoft.Extensions.DependencyInjection;
using Rtx.Gateway.Access;
using Rtx.Gateway.Accounts;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Orders;
using Rtx.Gateway.Reads;
using Rtx.Gateway.Ticks;

namespace Rtx.Gateway;

/// <summary>Registers the services that every protocol uses.</summary>
public static class GatewayHosting
{
    /// <summary>
    /// Adds the gateway. The host adds what depends on it: <see cref="IUserConnections"/>, <see cref="ITickGateway"/>, a cluster client and
    /// a Redis connection.
    /// </summary>
    public static IServiceCollection AddGateway(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TickScreenOptions>().BindConfiguration(TickScreenOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<InstrumentCatalog>();
        services.AddSingleton<RightsWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<RightsWatch>());
        services.AddSingleton<AccountAccess>().AddSingleton<ProviderAccess>();
        services.AddSingleton<RequestLimits>()
            .AddSingleton<OrderRateLimiter>()
            .AddSingleton<RefusalBudget>()
            .AddSingleton<OrderGate>()
            .AddSingleton<DownloadGate>();
        services.AddSingleton<ReadCache>();
        services.AddSingleton<AccountDesk>().AddSingleton<OrderDesk>();
        services.AddSingleton(provider => new DisconnectCancellation(
            (account, request) =>
                provider.GetRequiredService<IGrainFactory>()
                    .GetGrain<IAccountGrain>(account.Value)
                    .MassCancel(request, Model.ExecReason.Disconnected),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DisconnectCancellation>>()));
        services.AddSingleton<TickScreen>().AddSingleton<TickQuarantine>().AddSingleton<TickIntake>();
        return services;
    }
}
