using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Rtx.Hosting.Redis;

/// <summary>The connection of a process to Redis.</summary>
public static class RedisHosting
{
    /// <summary>Adds the connection, which comes back when Redis does: nothing but live data waits for it.</summary>
    /// <param name="services">The process.</param>
    /// <param name="connectionString">StackExchange.Redis configuration string.</param>
    /// <param name="clientName">What <c>CLIENT LIST</c> shows, unless the connection string has a name.</param>
    public static IServiceCollection AddRedis(this IServiceCollection services, string connectionString, string clientName) =>
        services.AddSingleton<IConnectionMultiplexer>(_ =>
        {
            var options = ConfigurationOptions.Parse(connectionString);
            options.AbortOnConnectFail = false;
            options.ClientName ??= clientName;
            return ConnectionMultiplexer.Connect(options);
        });

    /// <summary>
    /// Connects now. Connecting blocks its thread: left to the first request or book that needs it, it blocks those of the thread pool that it waits for itself.
    /// </summary>
    public static void ConnectRedis(this IServiceProvider services) => services.GetRequiredService<IConnectionMultiplexer>();
}
