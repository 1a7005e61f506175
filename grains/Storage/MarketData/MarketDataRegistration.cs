using Microsoft.Extensions.DependencyInjection;

namespace Rtx.Storage.MarketData;

/// <summary>Registers the market-data database and its stores.</summary>
public static class MarketDataRegistration
{
    /// <summary>Adds everything that reads or writes the market-data database.</summary>
    public static IServiceCollection AddMarketDataStorage(this IServiceCollection services, string connectionString) =>
        services.AddSingleton(_ => new MarketDataDatabase(connectionString)).AddSingleton<TickStore>().AddSingleton<DepthStore>()
            .AddSingleton<TradingSessionStore>().AddSingleton<MarketDataUpkeep>();
}
