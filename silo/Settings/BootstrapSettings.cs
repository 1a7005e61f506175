using Microsoft.Extensions.Options;
using Rtx.Hosting.Settings;

namespace Rtx.Silo.Settings;

/// <summary>The first administrator, created when there is none. Section <c>Rtx:Bootstrap</c>; empty creates nobody.</summary>
internal sealed class BootstrapSettings
{
    public const string Section = "Rtx:Bootstrap";

    public string AdministratorName { get; set; } = "";

    public string AdministratorPassword { get; set; } = "";
}

internal sealed class BootstrapSettingsValidator(IHostEnvironment environment) : IValidateOptions<BootstrapSettings>
{
    public ValidateOptionsResult Validate(string? name, BootstrapSettings options)
    {
        if (options.AdministratorName.Length == 0) return ValidateOptionsResult.Success;
        if (options.AdministratorPassword.Length == 0)
            return ValidateOptionsResult.Fail("Rtx:Bootstrap:AdministratorPassword must be set with AdministratorName.");
        return environment.RefusesLocalDefaults() && LocalDefaults.IsWeak(options.AdministratorPassword)
            ? ValidateOptionsResult.Fail(
                "Rtx:Bootstrap:AdministratorPassword is a local default or shorter than 12 characters: only for Development.")
            : ValidateOptionsResult.Success;
    }
}
