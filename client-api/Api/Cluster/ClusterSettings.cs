using Microsoft.Extensions.Options;
using Rtx.Hosting.Settings;

namespace Rtx.ClientApi.Cluster;

/// <summary>How silos find each other.</summary>
internal enum ClusteringKind
{
    /// <summary>One silo on this machine.</summary>
    Localhost = 1,

    /// <summary>Membership in Redis.</summary>
    Redis = 2,
}

/// <summary>Where the silos are; section <c>Rtx:Cluster</c>, the same names as in the silo.</summary>
internal sealed class ClusterSettings
{
    public const string Section = "Rtx:Cluster";
    public const string DefaultName = "rtx";

    public ClusteringKind Clustering { get; set; } = ClusteringKind.Localhost;

    public string ClusterId { get; set; } = DefaultName;

    /// <summary>Also the first part of every live channel's name.</summary>
    public string ServiceId { get; set; } = DefaultName;

    /// <summary>Port of the local silo; only for <see cref="ClusteringKind.Localhost"/>.</summary>
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>Connection string of Redis: live data always, membership when it is there.</summary>
    public string Redis { get; set; } = string.Empty;
}

internal sealed class ClusterSettingsValidator(IHostEnvironment environment) : IValidateOptions<ClusterSettings>
{
    public ValidateOptionsResult Validate(string? name, ClusterSettings options)
    {
        if (!Enum.IsDefined(options.Clustering)) return ValidateOptionsResult.Fail("Rtx:Cluster:Clustering must be Localhost or Redis.");
        if (string.IsNullOrWhiteSpace(options.ClusterId)) return ValidateOptionsResult.Fail("Rtx:Cluster:ClusterId must not be empty.");
        if (string.IsNullOrWhiteSpace(options.ServiceId)) return ValidateOptionsResult.Fail("Rtx:Cluster:ServiceId must not be empty.");
        if (options.GatewayPort is < 1 or > 65_535) return ValidateOptionsResult.Fail("Rtx:Cluster:GatewayPort must be a port number.");
        if (string.IsNullOrWhiteSpace(options.Redis)) return ValidateOptionsResult.Fail("ConnectionStrings:Redis is missing.");
        if (environment.RefusesLocalDefaults() && LocalDefaults.WeaknessOfRedis(options.Redis) is { } weakness) return ValidateOptionsResult.Fail(weakness);
        return ValidateOptionsResult.Success;
    }
}
