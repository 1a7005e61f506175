using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Rtx.Hosting.Redis;

/// <summary>Connects a process to Redis.</summary>
public static class RedisHosting
{
    /// <summary>Adds a connection that restores itself when Redis is back: only live data depends on it.</summary>
    /// <param name="services">The process.</param>
    /// <param name="connectionString">StackExchange.Redis configuration string.</param>
    /// <param name="clientName">The name shown by <c>CLIENT LIST</c>, unless the connection string has one.</param>
    public static IServiceCollection AddRedis(this IServiceCollection services, string connectionString, string clientName) =>
        services.AddSingleton<IConnectionMultiplexer>(_ =>
        {
            var options = ConfigurationOptions.Parse(connectionString);
            options.AbortOnConnectFail = false;
            options.ClientName ??= clientName;
            return ConnectionMultiplexer.Connect(options);
        });

    /// <summary>
    /// Connects now. Connecting blocks its thread: if the first request or book did it, it would block the very thread pool threads that it
    /// waits for.
    /// </summary>
    public static void ConnectRedis(this IServiceProvider services) => services.GetRequiredService<IConnectionMultiplexer>();
}
