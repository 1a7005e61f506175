using Microsoft.Extensions.Options;
using Rtx.Hosting.Settings;

namespace Rtx.Silo.Settings;

/// <summary>
/// The Orleans dashboard. Section <c>Rtx:Dashboard</c>. Off by default: it reduces call throughput even when nobody looks.
/// </summary>
internal sealed class DashboardSettings
{
    public const string Section = "Rtx:Dashboard";

    public bool Enabled { get; set; }

    public string User { get; set; } = "operator";

    public string Password { get; set; } = "";
}

internal sealed class DashboardSettingsValidator(IHostEnvironment environment) : IValidateOptions<DashboardSettings>
{
    public ValidateOptionsResult Validate(string? name, DashboardSettings options)
    {
        if (!options.Enabled) return ValidateOptionsResult.Success;
        if (options.User.Length == 0 || options.Password.Length == 0)
            return ValidateOptionsResult.Fail("Rtx:Dashboard:User and Password must be set when the dashboard is enabled.");
        return environment.RefusesLocalDefaults() && LocalDefaults.IsWeak(options.Password)
            ? ValidateOptionsResult.Fail("Rtx:Dashboard:Password is a local default or shorter than 12 characters: only for Development.")
            : ValidateOptionsResult.Success;
    }
}
