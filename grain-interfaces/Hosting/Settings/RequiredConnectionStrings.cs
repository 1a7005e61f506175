using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Rtx.Hosting.Settings;

/// <summary>Connection strings that a process requires at start-up. There are no defaults: it must be told where its data is.</summary>
public static class RequiredConnectionStrings
{
    /// <summary>Returns a connection string by name.</summary>
    /// <exception cref="InvalidOperationException">It is not set.</exception>
    public static string RequireConnectionString(this IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"ConnectionStrings__{name} is not set.");

    /// <summary>The connection string of Redis.</summary>
    /// <exception cref="InvalidOperationException">It is not set, or acceptable on a developer's machine only.</exception>
    public static string RequireRedis(this IConfiguration configuration, IHostEnvironment environment)
    {
        var redis = configuration.RequireConnectionString("Redis");
        return environment.RefusesLocalDefaults() && LocalDefaults.WeaknessOfRedis(redis) is { } weakness
            ? throw new InvalidOperationException(weakness)
            : redis;
    }
}
