using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rtx.Contracts;
using Rtx.Hosting.Health;
using Rtx.Storage.Database;
using StackExchange.Redis;

namespace Rtx.Silo.Health;

/// <summary>
/// <c>/health/startup</c>: the silo has joined its cluster. <c>/health/ready</c>: it has joined, and reaches the trading database; a lost
/// Redis or a book that does not serve shows as degraded, because other trading goes on without it.
/// </summary>
internal static class HealthChecks
{
    public static void AddSiloHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<SiloHealthCheck>("silo", HealthStatus.Unhealthy, [HealthPages.Startup, HealthPages.Ready])
        .AddCheck<TradingDatabaseHealthCheck>("trading-database", HealthStatus.Unhealthy, [HealthPages.Ready])
        .AddCheck<RedisHealthCheck>("redis", HealthStatus.Degraded, [HealthPages.Ready])
        .AddCheck<BooksHealthCheck>("books", HealthStatus.Degraded, [HealthPages.Ready]);
}

/// <summary>Healthy when the cluster sees this silo as active.</summary>
internal sealed class SiloHealthCheck(ISiloStatusOracle silos) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            silos.CurrentStatus == SiloStatus.Active
                ? HealthCheckResult.Healthy()
                : new HealthCheckResult(context.Registration.FailureStatus, $"The silo is {silos.CurrentStatus}."));
}

/// <summary>Healthy when the trading database answers.</summary>
internal sealed class TradingDatabaseHealthCheck(TradingDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        await database.PingAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>Healthy when Redis answers.</summary>
internal sealed class RedisHealthCheck(IConnectionMultiplexer redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        // A ping would wait seconds for a connection, longer than the probe.
        if (!redis.IsConnected) return new HealthCheckResult(context.Registration.FailureStatus, "Redis is not connected.");
        await redis.GetDatabase().PingAsync().WaitAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>Healthy when no known book fails to serve.</summary>
internal sealed class BooksHealthCheck(IGrainFactory grains) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var failing = await grains.GetGrain<IBookWatchGrain>(0).ListFailing(cancellationToken);
        return failing.Count == 0
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(
                context.Registration.FailureStatus, $"The books of these instruments do not serve: {string.Join(", ", failing)}.");
    }
}
