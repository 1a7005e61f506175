using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Rtx.Hosting.Settings;

/// <summary>What is fine on a developer's machine only: everywhere but in the environment <c>Development</c> it is refused, whatever that environment is called.</summary>
public static class LocalDefaults
{
    /// <summary>Shortest password that is accepted elsewhere, in characters.</summary>
    public const int MinPasswordLength = 12;

    /// <summary>Whether local defaults must be refused.</summary>
    public static bool RefusesLocalDefaults(this IHostEnvironment environment) => !environment.IsDevelopment();

    /// <summary>Whether a password is a local default or too short.</summary>
    public static bool IsWeak(string password) => password.Length < MinPasswordLength || password.Contains("rtx-local", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Null when the connection string of Redis names a password, which it needs: whoever reaches Redis without one sends ticks, and with them prices that accounts are valued at,
    /// and decides who is a member of the cluster.
    /// </summary>
    /// <param name="connectionString">StackExchange.Redis configuration string.</param>
    public static string? WeaknessOfRedis(string connectionString) =>
        IsWeak(ConfigurationOptions.Parse(connectionString).Password ?? "")
            ? $"ConnectionStrings:Redis has no password of at least {MinPasswordLength} characters: only for Development."
            : null;
}
