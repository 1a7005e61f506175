using k8s.Models;
using Rtx.Hosting.Tls;

namespace Rtx.Architecture.Tests.Manifests;

/// <summary>Who may reach whom in Kubernetes, and with what.</summary>
public sealed class AccessTests
{
    private static IEnumerable<V1NetworkPolicy> Policies => BaseManifests.Of<V1NetworkPolicy>();

    [Fact]
    public void Nothing_is_reached_that_no_policy_allows()
    {
        var everything = Assert.Single(Policies, policy => policy.Spec.PodSelector.MatchLabels is null or { Count: 0 });

        Assert.Equal(["Ingress"], everything.Spec.PolicyTypes);
        Assert.True(everything.Spec.Ingress is null or { Count: 0 });
    }

    [Theory]
    [InlineData("postgres", "postgres", "silo")]
    [InlineData("timescaledb", "postgres", "silo")]
    [InlineData("redis", "redis", "silo", "client-api")]
    [InlineData("silo", "silo", "silo")]
    [InlineData("silo", "gateway", "client-api")]
    [InlineData("silo", "http")]
    public void A_port_is_reached_by(string workload, string port, params string[] expected)
    {
        var pods = BaseManifests.Workloads.Single(each => each.Name == workload);
        Assert.Contains(port, pods.PortNames);
        var rules = Policies.Where(policy => policy.Spec.PodSelector.MatchLabels is { } labels && pods.IsSelectedBy(labels)).SelectMany(policy => policy.Spec.Ingress)
            .Where(rule => rule.Ports is null || rule.Ports.Any(each => each.Port.Value == port)).ToList();

        Assert.All(rules, rule => Assert.NotEmpty(rule.FromProperty));
        var peers = rules.SelectMany(rule => rule.FromProperty).Select(peer => Assert.Single(BaseManifests.Workloads, each => each.IsSelectedBy(peer.PodSelector.MatchLabels)).Name);
        Assert.Equal(expected.Order(StringComparer.Ordinal), peers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ports_of_policies_are_those_of_the_pods() =>
        Assert.All(Policies.SelectMany(policy => policy.Spec.Ingress ?? [], (policy, rule) => (policy, rule)), each =>
        {
            var pods = Assert.Single(BaseManifests.Workloads, workload => workload.IsSelectedBy(each.policy.Spec.PodSelector.MatchLabels));
            Assert.All(each.rule.Ports, port => Assert.Contains(port.Port.Value, pods.PortNames));
        });

    [Theory]
    [InlineData("silo", "rtx-silo-tls")]
    [InlineData("client-api", "rtx-client-tls")]
    public void Certificates_are_mounted_where_the_settings_look_for_them(string workload, string secret)
    {
        var pods = BaseManifests.Workloads.Single(each => each.Name == workload);
        var settings = BaseManifests.Of<V1ConfigMap>().Single().Data;
        var volume = Assert.Single(pods.Template.Spec.Volumes, volume => volume.Secret is not null);
        var mount = Assert.Single(pods.Template.Spec.Containers.Single().VolumeMounts, mount => mount.Name == volume.Name);

        Assert.Equal(secret, volume.Secret.SecretName);
        Assert.All(settings.Where(setting => setting.Key.StartsWith("Rtx__Cluster__Tls__", StringComparison.Ordinal)), setting => Assert.Equal(mount.MountPath, Path.GetDirectoryName(setting.Value)));
        Assert.Contains($"secretName: {secret}\n", CertManager, StringComparison.Ordinal);
    }

    [Fact]
    public void Certificates_have_the_names_that_the_other_side_expects()
    {
        var settings = new ClusterTlsSettings();
        Assert.Contains($"dnsNames: [{settings.SiloName}]\n  usages: [server auth, client auth]", CertManager, StringComparison.Ordinal);
        Assert.Contains($"dnsNames: [{settings.ClientName}]\n  usages: [client auth]", CertManager, StringComparison.Ordinal);
    }

    [Fact]
    public void No_secret_is_in_a_command_line() =>
        Assert.All(BaseManifests.Workloads.SelectMany(workload => workload.Containers), container =>
        {
            var secrets = (container.Env ?? []).Where(variable => variable.ValueFrom?.SecretKeyRef is not null).Select(variable => $"$({variable.Name})");
            var commands = string.Join(' ', [.. container.Command ?? [], .. container.Args ?? []]);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, commands, StringComparison.Ordinal));
        });

    private static string CertManager => File.ReadAllText(Checkout.Path("k8s/cert-manager/certificates.yaml"));
}
