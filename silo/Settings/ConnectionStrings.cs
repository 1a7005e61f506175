using System.Data.Common;
using Rtx.Hosting.Settings;

namespace Rtx.Silo.Settings;

/// <summary>The connection strings of a silo.</summary>
internal sealed class ConnectionStrings(IConfiguration configuration)
{
    // Npgsql's aliases for the password setting; it ignores case and spaces in them.
    private static readonly string[] PasswordNames = ["password", "psw", "pwd"];

    public string Trading { get; } = configuration.RequireConnectionString(nameof(Trading));

    public string MarketData { get; } = configuration.RequireConnectionString(nameof(MarketData));

    public string Orleans { get; } = configuration.RequireConnectionString(nameof(Orleans));

    public string Redis { get; } = configuration.RequireConnectionString(nameof(Redis));

    /// <summary>
    /// Throws when one of them is acceptable on a developer's machine only. A database string without a password is allowed: the silo may
    /// authenticate by a certificate or a password file.
    /// </summary>
    public void RefuseLocalDefaults(IHostEnvironment environment)
    {
        if (!environment.RefusesLocalDefaults()) return;
        foreach (var (name, text) in new[] { (nameof(Trading), Trading), (nameof(MarketData), MarketData), (nameof(Orleans), Orleans) })
        {
            var settings = SettingsOf(text);
            if (PasswordNames.Select(settings.GetValueOrDefault).FirstOrDefault(password => password is not null) is { } given
                && LocalDefaults.IsWeak(given))
                throw new InvalidOperationException(
                    $"The password in ConnectionStrings:{name} is a local default or shorter than {LocalDefaults.MinPasswordLength} "
                        + "characters: only for Development.");
            if (settings.TryGetValue("includeerrordetail", out var detail) && bool.TryParse(detail, out var isIncluded) && isIncluded)
                throw new InvalidOperationException(
                    $"ConnectionStrings:{name} has Include Error Detail, which writes the values of rows into logs: only for Development.");
        }

        if (LocalDefaults.WeaknessOfRedis(Redis) is { } weakness) throw new InvalidOperationException(weakness);
    }

    private static Dictionary<string, string?> SettingsOf(string connectionString)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = connectionString };
        return builder.Keys.Cast<string>().ToDictionary(
            key =>
                key.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant(), key => builder[key].ToString(), StringComparer.Ordinal);
    }
}
