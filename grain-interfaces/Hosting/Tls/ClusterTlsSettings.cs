using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Rtx.Hosting.Settings;

namespace Rtx.Hosting.Tls;

/// <summary>What a process is in the cluster; its certificate must say the same.</summary>
public enum ClusterRole
{
    /// <summary>Hosts grains.</summary>
    Silo = 1,

    /// <summary>Calls grains through the gateways of silos.</summary>
    Client = 2,
}

/// <summary>
/// Certificates for the connections between silos, and from clients to silos; section <c>Rtx:Cluster:Tls</c>. Whoever may connect moves money, so both sides show a
/// certificate of the same authority, with the name of what they are. Without files the connections are open, which only <c>Development</c> allows.
/// </summary>
public sealed class ClusterTlsSettings
{
    /// <summary>Where the settings stand.</summary>
    public const string Section = "Rtx:Cluster:Tls";

    /// <summary>This process's certificate: PEM, or PKCS #12 when the name ends with <c>.pfx</c> or <c>.p12</c>.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>The private key in PEM; empty when it is in <see cref="CertificateFile"/>.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>Password of a PKCS #12 file or of an encrypted key; empty for none.</summary>
    public string Password { get; set; } = "";

    /// <summary>Certificates in PEM of the authorities that the other side's certificate may come from. No other authority of the machine counts.</summary>
    public string AuthorityFile { get; set; } = "";

    /// <summary>DNS name in every silo's certificate.</summary>
    public string SiloName { get; set; } = "rtx-silo";

    /// <summary>DNS name in every client's certificate.</summary>
    public string ClientName { get; set; } = "rtx-client";

    /// <summary>Whether connections are encrypted and both sides checked.</summary>
    public bool IsOn => CertificateFile.Length > 0 || KeyFile.Length > 0 || AuthorityFile.Length > 0;

    /// <summary>The name in the certificate of a role.</summary>
    public string NameOf(ClusterRole role) => role switch
    {
        ClusterRole.Silo => SiloName,
        ClusterRole.Client => ClientName,
    };
}

/// <summary>Reads the files at the start, so that a wrong one is named then and not at the first connection.</summary>
/// <param name="environment">Where the process runs.</param>
/// <param name="role">What it is.</param>
public sealed class ClusterTlsSettingsValidator(IHostEnvironment environment, ClusterRole role) : IValidateOptions<ClusterTlsSettings>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, ClusterTlsSettings options)
    {
        if (!options.IsOn)
        {
            return environment.RefusesLocalDefaults()
                ? ValidateOptionsResult.Fail(
                    $"Rtx:Cluster:Tls:CertificateFile, KeyFile and AuthorityFile are not set: {environment.EnvironmentName} needs certificates between silos and clients (docs/operations.md).")
                : ValidateOptionsResult.Success;
        }

        if (options.CertificateFile.Length == 0 || options.AuthorityFile.Length == 0)
            return ValidateOptionsResult.Fail("Rtx:Cluster:Tls:CertificateFile and AuthorityFile must both be set.");
        if (options.SiloName.Length == 0 || options.ClientName.Length == 0 || string.Equals(options.SiloName, options.ClientName, StringComparison.OrdinalIgnoreCase))
            return ValidateOptionsResult.Fail("Rtx:Cluster:Tls:SiloName and ClientName must be different names: otherwise every client could join as a silo.");
        try
        {
            ClusterIdentity.Read(options, role);
            return ValidateOptionsResult.Success;
        }
        catch (Exception e) when (ClusterIdentity.IsUnreadable(e))
        {
            return ValidateOptionsResult.Fail($"Rtx:Cluster:Tls: {e.Message}");
        }
    }
}
