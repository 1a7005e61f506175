using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rtx.ClientApi.Errors;
using Rtx.Gateway.Errors;
using Rtx.Hosting.Clustering;
using Rtx.Hosting.Redis;
using Rtx.Hosting.Settings;
using Rtx.Streams;
using StackExchange.Redis;

namespace Rtx.ClientApi.Cluster;

internal static class ClusterConnection
{
    /// <summary>
    /// Connects to the silos and to Redis in the background; the web server already listens and reports that it is not ready.
    /// </summary>
    public static void AddClusterConnection(this WebApplicationBuilder builder)
    {
        var redis = builder.Configuration.RequireRedis(builder.Environment);
        builder.AddClusterClient(redis, client => client.AddRedisStreams(TickStream.Provider, options => options.ConnectionString = redis));
        builder.Services.AddRedis(redis, "rtx-api");
    }

    /// <summary>Until the silos have answered once, requests that need them are refused: nothing was decided.</summary>
    public static void UseClusterGate(this WebApplication app) => app.Use(async (context, next) =>
    {
        var needsCluster = context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || context.Request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase);
        if (needsCluster && !app.Lifetime.ApplicationStarted.IsCancellationRequested)
            await ProblemAnswers.WriteAsync(context, ApiError.Unavailable("The trading system is starting."));
        else
            await next(context);
    });
}

/// <summary>Healthy once the silos have been reached for the first time.</summary>
internal sealed class StartupCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStarted.IsCancellationRequested
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("Waiting for a silo."));
}

/// <summary>
/// Healthy while a call gets through the silos to the database and back; a lost Redis or a book that does not serve shows as degraded,
/// because other trading goes on without it.
/// </summary>
internal sealed class ReadinessCheck(ReadinessProbe probe) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        probe.Read(cancellationToken);
}

/// <summary>
/// Whether this process can serve. Anybody may ask, so at most one probe runs at a time and at most one per second; an answer of that age
/// is good enough.
/// </summary>
internal sealed class ReadinessProbe(
    IHostApplicationLifetime lifetime, IGrainFactory grains, IConnectionMultiplexer redis, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<HealthCheckResult>? _answer;
    private long _askedAt;

    public Task<HealthCheckResult> Read(CancellationToken cancellationToken)
    {
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
            return Task.FromResult(HealthCheckResult.Unhealthy("Waiting for a silo."));
        lock (_lock)
        {
            if (_answer is null || (_answer.IsCompleted && time.GetElapsedTime(_askedAt) >= MaxAge))
                (_answer, _askedAt) = (Ask(), time.GetTimestamp());
            return _answer.WaitAsync(cancellationToken);
        }
    }

    // Uses no caller's cancellation token: all who wait share the answer.
    private async Task<HealthCheckResult> Ask()
    {
        try
        {
            await grains.GetGrain<IInstrumentsGrain>(0).ListInstruments(lifetime.ApplicationStopping).WaitAsync(Patience);
            var failing = await grains.GetGrain<IBookWatchGrain>(0).ListFailing(lifetime.ApplicationStopping).WaitAsync(Patience);
            if (failing.Count > 0)
                return HealthCheckResult.Degraded($"The books of these instruments do not serve: {string.Join(", ", failing)}.");
        }
        catch (Exception exception)
        {
            return HealthCheckResult.Unhealthy("The silos or the database do not answer.", exception);
        }

        try
        {
            await redis.GetDatabase().PingAsync().WaitAsync(Patience);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is TimeoutException or RedisException)
        {
            return HealthCheckResult.Degraded("Redis does not answer: there is no live data.", exception);
        }
    }
}
