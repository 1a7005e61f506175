using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Rtx.Hosting.Settings;

/// <summary>
/// Defaults that are acceptable on a developer's machine only: they are refused in every environment except <c>Development</c>.
/// </summary>
public static class LocalDefaults
{
    /// <summary>Minimum password length elsewhere, in characters.</summary>
    public const int MinPasswordLength = 12;

    /// <summary>Whether local defaults must be refused.</summary>
    public static bool RefusesLocalDefaults(this IHostEnvironment environment) => !environment.IsDevelopment();

    /// <summary>Whether a password is a local default or too short.</summary>
    public static bool IsWeak(string password) =>
        password.Length < MinPasswordLength || password.Contains("rtx-local", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Null when the Redis connection string contains a password. It needs one: anyone who can reach Redis without one can send ticks,
    /// which accounts are valued at, and change the cluster membership.
    /// </summary>
    /// <param name="connectionString">StackExchange.Redis configuration string.</param>
    public static string? WeaknessOfRedis(string connectionString) =>
        IsWeak(ConfigurationOptions.Parse(connectionString).Password ?? "")
            ? $"ConnectionStrings:Redis has no password of at least {MinPasswordLength} characters: only for Development."
            : null;
}
