using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Rtx.Silo.Health;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/startup</c>: the silo has joined its cluster. <c>/health/ready</c>: it has, and reaches the trading database;
/// a lost Redis and a book that does not serve show as degraded, because the rest of trading goes on without it.
/// </summary>
internal static class HealthPages
{
    private const string Startup = "startup";
    private const string Ready = "ready";

    public static void AddSiloHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<SiloHealthCheck>("silo", HealthStatus.Unhealthy, [Startup, Ready])
        .AddCheck<TradingDatabaseHealthCheck>("trading-database", HealthStatus.Unhealthy, [Ready])
        .AddCheck<RedisHealthCheck>("redis", HealthStatus.Degraded, [Ready])
        .AddCheck<BooksHealthCheck>("books", HealthStatus.Degraded, [Ready]);

    public static void MapSiloHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/startup", new HealthCheckOptions { Predicate = c => c.Tags.Contains(Startup) });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains(Ready) });
    }
}
