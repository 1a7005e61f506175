using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Rtx.Hosting.Tls;

namespace Rtx.Hosting.Clustering;

/// <summary>How silos are found.</summary>
public enum ClusteringKind
{
    /// <summary>One silo on this machine.</summary>
    Localhost = 1,

    /// <summary>Membership in Redis; any number of silos.</summary>
    Redis = 2,
}

/// <summary>The cluster of a process; section <c>Rtx:Cluster</c>, with the same names in silos and their clients.</summary>
public sealed class ClusterSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Rtx:Cluster";

    /// <summary>How silos are found.</summary>
    public ClusteringKind Clustering { get; set; } = ClusteringKind.Localhost;

    /// <summary>Identifies the cluster of processes; may change with a deployment.</summary>
    public string ClusterId { get; set; } = "rtx";

    /// <summary>Identifies the data: grain storage, streams, channels and Redis keys contain it. Never change it.</summary>
    public string ServiceId { get; set; } = "rtx";

    /// <summary>Port at which other silos reach a silo.</summary>
    public int SiloPort { get; set; } = 11_111;

    /// <summary>Port at which clients reach a silo; a client needs it only for <see cref="ClusteringKind.Localhost"/>.</summary>
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>IP address at which other processes reach this silo; detected when empty.</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>IP address that this silo listens on, when the advertised one is not its own; defaults to the advertised one.</summary>
    public string? ListenAddress { get; set; }

    /// <summary>Registers the settings of a process, validated at start-up, and returns them.</summary>
    public static ClusterSettings Add(IServiceCollection services, IConfiguration configuration, ClusterRole role)
    {
        var section = configuration.GetSection(Section);
        services.AddSingleton<IValidateOptions<ClusterSettings>>(new ClusterSettingsValidator(role));
        services.AddOptions<ClusterSettings>().Bind(section).ValidateOnStart();
        return section.Get<ClusterSettings>() ?? new ClusterSettings();
    }
}

/// <summary>Validates the settings; ports and addresses of silos only in a silo.</summary>
/// <param name="role">The role of the process.</param>
public sealed class ClusterSettingsValidator(ClusterRole role) : IValidateOptions<ClusterSettings>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, ClusterSettings options)
    {
        List<string> errors = [];
        if (!Enum.IsDefined(options.Clustering)) errors.Add("Rtx:Cluster:Clustering must be Localhost or Redis.");
        if (string.IsNullOrWhiteSpace(options.ClusterId)) errors.Add("Rtx:Cluster:ClusterId must not be empty.");
        if (string.IsNullOrWhiteSpace(options.ServiceId)) errors.Add("Rtx:Cluster:ServiceId must not be empty.");
        if (role is ClusterRole.Silo) AddErrorsOfSilo(options, errors);
        else if (!IsPort(options.GatewayPort)) errors.Add("Rtx:Cluster:GatewayPort must be a port from 1 to 65535.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void AddErrorsOfSilo(ClusterSettings options, List<string> errors)
    {
        if (!IsPort(options.SiloPort) || !IsPort(options.GatewayPort) || options.SiloPort == options.GatewayPort)
            errors.Add("Rtx:Cluster:SiloPort and GatewayPort must be different ports from 1 to 65535.");
        if (!string.IsNullOrEmpty(options.AdvertisedAddress) && !IPAddress.TryParse(options.AdvertisedAddress, out _))
            errors.Add("Rtx:Cluster:AdvertisedAddress must be an IP address.");
        if (!string.IsNullOrEmpty(options.ListenAddress) && !IPAddress.TryParse(options.ListenAddress, out _))
            errors.Add("Rtx:Cluster:ListenAddress must be an IP address.");
    }

    private static bool IsPort(int port) => port is >= 1 and <= 65_535;
}
