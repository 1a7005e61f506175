using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Streams;
using Rtx.Actors.Accounts;
using Rtx.Actors.Failures;
using Rtx.Actors.Instruments;
using Rtx.Actors.MarketData;
using Rtx.Actors.OrderBooks;
using Rtx.Actors.Upkeep;
using Rtx.Actors.Verification;
using Rtx.Domain.Sessions;

namespace Rtx.Actors;

/// <summary>Registers what the grains need beside the stores.</summary>
public static class ActorsRegistration
{
    /// <summary>Adds the options and services of the grains.</summary>
    public static IServiceCollection AddRtxActors(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton<IValidateOptions<OrderBookOptions>, OrderBookOptionsValidator>();
        services.AddOptions<OrderBookOptions>().Bind(configuration.GetSection("Rtx:OrderBook")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccountOptions>, AccountOptionsValidator>();
        services.AddOptions<AccountOptions>().Bind(configuration.GetSection("Rtx:Account")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TickWriterOptions>, TickWriterOptionsValidator>();
        services.AddOptions<TickWriterOptions>().Bind(configuration.GetSection("Rtx:TickWriter")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DepthOptions>, DepthOptionsValidator>();
        services.AddOptions<DepthOptions>().Bind(configuration.GetSection("Rtx:Depth")).ValidateOnStart();
        services.AddSingleton<DepthQueue>().AddHostedService<DepthRecorder>();
        services.AddHostedService<OverdueWork>();
        services.AddSingleton<IValidateOptions<MarketDataUpkeepOptions>, MarketDataUpkeepOptionsValidator>();
        services.AddOptions<MarketDataUpkeepOptions>().Bind(configuration.GetSection("Rtx:MarketData")).ValidateOnStart();
        services.AddSingleton<ScheduleCopies>();
        services.AddHostedService<MarketDataUpkeepService>();
        services.AddSingleton<OrderAdmission>();
        services.AddSingleton<MarkPrices>().AddSingleton<MarkFeed>();
        services.AddSingleton<BookVerification>().AddSingleton<AccountVerification>();
        services.AddSingleton<ILivePublisher, RedisLivePublisher>().AddSingleton<TickThrottle>();
        services.AddSingleton<ITickGateway>(provider => new TickGateway(provider.GetRequiredKeyedService<IStreamProvider>(TickStream.Provider)));
        return services;
    }

    /// <summary>Keeps the database's exceptions inside the silo, and checks what the grains need of the machine.</summary>
    public static ISiloBuilder AddRtxGrains(this ISiloBuilder silo) => silo.AddIncomingGrainCallFilter<GrainFailures>().AddStartupTask((_, _) =>
        // Said at once: later it would be an instrument that does not open in the morning.
        TimeZones.FindMissingDatabase() is { } missing ? throw new InvalidOperationException(missing) : Task.CompletedTask);
}
