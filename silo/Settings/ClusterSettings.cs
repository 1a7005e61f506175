using System.Net;
using Microsoft.Extensions.Options;

namespace Rtx.Silo.Settings;

/// <summary>How silos find each other.</summary>
internal enum ClusteringKind
{
    /// <summary>One silo on this machine.</summary>
    Localhost = 1,

    /// <summary>Membership in Redis; any number of silos.</summary>
    Redis = 2,
}

/// <summary>Section <c>Rtx:Cluster</c>.</summary>
internal sealed class ClusterSettings
{
    public const string Section = "Rtx:Cluster";

    public ClusteringKind Clustering { get; set; } = ClusteringKind.Localhost;

    /// <summary>Names the cluster of processes; may change with a deployment.</summary>
    public string ClusterId { get; set; } = "rtx";

    /// <summary>Names the data: grain storage, streams and channels carry it. Never change it.</summary>
    public string ServiceId { get; set; } = "rtx";

    public int SiloPort { get; set; } = 11_111;

    public int GatewayPort { get; set; } = 30_000;

    /// <summary>IP address that other processes reach this silo at; found out when empty.</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>IP address that this silo listens at, where the advertised one is not its own; the advertised one when empty.</summary>
    public string? ListenAddress { get; set; }
}

internal sealed class ClusterSettingsValidator : IValidateOptions<ClusterSettings>
{
    public ValidateOptionsResult Validate(string? name, ClusterSettings options)
    {
        List<string> errors = [];
        if (!Enum.IsDefined(options.Clustering)) errors.Add("Rtx:Cluster:Clustering must be Localhost or Redis.");
        if (string.IsNullOrWhiteSpace(options.ClusterId)) errors.Add("Rtx:Cluster:ClusterId must not be empty.");
        if (string.IsNullOrWhiteSpace(options.ServiceId)) errors.Add("Rtx:Cluster:ServiceId must not be empty.");
        if (options.SiloPort is < 1 or > 65_535 || options.GatewayPort is < 1 or > 65_535 || options.SiloPort == options.GatewayPort)
            errors.Add("Rtx:Cluster:SiloPort and GatewayPort must be different ports from 1 to 65535.");
        if (!string.IsNullOrEmpty(options.AdvertisedAddress) && !IPAddress.TryParse(options.AdvertisedAddress, out _))
            errors.Add("Rtx:Cluster:AdvertisedAddress must be an IP address.");
        if (!string.IsNullOrEmpty(options.ListenAddress) && !IPAddress.TryParse(options.ListenAddress, out _))
            errors.Add("Rtx:Cluster:ListenAddress must be an IP address.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
