using System.Text;
using Microsoft.Extensions.Options;
using Rtx.Hosting.Settings;

namespace Rtx.ClientApi.Auth;

/// <summary>How tokens are signed; section <c>Rtx:Auth</c>.</summary>
internal sealed class AuthOptions
{
    public const string Section = "Rtx:Auth";

    /// <summary>Lets a checkout run without configuration; refused outside Development, because it is public.</summary>
    public const string LocalSigningKey = "local-only-signing-key-never-for-production";

    /// <summary>Shortest key that is safe for HMAC-SHA256.</summary>
    public const int MinSigningKeyBytes = 32;

    /// <summary>Secret that signs tokens; must be the same on every replica.</summary>
    public string SigningKey { get; set; } = LocalSigningKey;

    /// <summary>Issuer of the tokens.</summary>
    public string Issuer { get; set; } = "rtx";

    /// <summary>How long a login lasts.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(12);
}

internal sealed class AuthOptionsValidator(IHostEnvironment environment) : IValidateOptions<AuthOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        if (Encoding.UTF8.GetByteCount(options.SigningKey) < AuthOptions.MinSigningKeyBytes)
            return ValidateOptionsResult.Fail($"Rtx:Auth:SigningKey needs at least {AuthOptions.MinSigningKeyBytes} bytes.");
        if (environment.RefusesLocalDefaults() && options.SigningKey == AuthOptions.LocalSigningKey)
            return ValidateOptionsResult.Fail(
                $"Rtx:Auth:SigningKey is missing or the local default; {environment.EnvironmentName} needs a secret of its own.");
        if (options.TokenLifetime <= TimeSpan.Zero || options.TokenLifetime > TimeSpan.FromDays(7))
            return ValidateOptionsResult.Fail("Rtx:Auth:TokenLifetime must be above zero and at most seven days.");
        return ValidateOptionsResult.Success;
    }
}
