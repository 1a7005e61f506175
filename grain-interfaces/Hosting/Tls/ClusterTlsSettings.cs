using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Rtx.Hosting.Settings;

namespace Rtx.Hosting.Tls;

/// <summary>Role of a process in the cluster; its certificate must match.</summary>
public enum ClusterRole
{
    /// <summary>Hosts grains.</summary>
    Silo = 1,

    /// <summary>Calls grains through the gateways of silos.</summary>
    Client = 2,
}

/// <summary>
/// Certificates for the connections between silos, and from clients to silos; section <c>Rtx:Cluster:Tls</c>. Anyone who can connect can
/// move money, so both sides present a certificate of the same authority, with the name of their role. Without files the connections are
/// not encrypted, which only <c>Development</c> allows.
/// </summary>
public sealed class ClusterTlsSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Rtx:Cluster:Tls";

    /// <summary>This process's certificate: PEM, or PKCS #12 when the name ends with <c>.pfx</c> or <c>.p12</c>.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>The private key in PEM; empty when it is in <see cref="CertificateFile"/>.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>Password of a PKCS #12 file or of an encrypted key; empty for none.</summary>
    public string Password { get; set; } = "";

    /// <summary>
    /// PEM certificates of the authorities that may issue the other side's certificate. The machine's own trust store is ignored.
    /// </summary>
    public string AuthorityFile { get; set; } = "";

    /// <summary>DNS name in every silo's certificate.</summary>
    public string SiloName { get; set; } = "rtx-silo";

    /// <summary>DNS name in every client's certificate.</summary>
    public string ClientName { get; set; } = "rtx-client";

    /// <summary>Whether connections are encrypted and both sides authenticated.</summary>
    public bool IsOn => CertificateFile.Length > 0 || KeyFile.Length > 0 || AuthorityFile.Length > 0;

    /// <summary>The name in the certificate of a role.</summary>
    public string NameOf(ClusterRole role) => role switch
    {
        ClusterRole.Silo => SiloName,
        ClusterRole.Client => ClientName,
    };
}

/// <summary>Reads the files at start-up, so that an invalid one is reported then and not at the first connection.</summary>
/// <param name="environment">The environment of the process.</param>
/// <param name="role">The role of the process.</param>
public sealed class ClusterTlsSettingsValidator(IHostEnvironment environment, ClusterRole role) : IValidateOptions<ClusterTlsSettings>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, ClusterTlsSettings options)
    {
        if (!options.IsOn)
        {
            return environment.RefusesLocalDefaults()
                ? ValidateOptionsResult.Fail(
                    $"Rtx:Cluster:Tls:CertificateFile, KeyFile and AuthorityFile are not set: {environment.EnvironmentName} needs "
                        + "certificates between silos and clients (docs/operations.md).")
                : ValidateOptionsResult.Success;
        }

        if (options.CertificateFile.Length == 0 || options.AuthorityFile.Length == 0)
            return ValidateOptionsResult.Fail("Rtx:Cluster:Tls:CertificateFile and AuthorityFile must both be set.");
        if (options.SiloName.Length == 0
            || options.ClientName.Length == 0
            || string.Equals(options.SiloName, options.ClientName, StringComparison.OrdinalIgnoreCase))
            return ValidateOptionsResult.Fail(
                "Rtx:Cluster:Tls:SiloName and ClientName must be different names: otherwise every client could join as a silo.");
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
