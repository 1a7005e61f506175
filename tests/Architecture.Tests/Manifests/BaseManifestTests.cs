using System.Text.RegularExpressions;
using k8s.Models;

namespace Rtx.Architecture.Tests.Manifests;

/// <summary>The manifests of <c>k8s/base</c> agree with themselves and with what the silo and the API read.</summary>
public sealed partial class BaseManifestTests
{
    // The host's own shutdown timeout unless it is set; Kubernetes must wait longer before it kills.
    private const int HostShutdownTimeoutSeconds = 30;

    /// <summary>Names of the workloads.</summary>
    public static TheoryData<string> WorkloadNames => [.. BaseManifests.Workloads.Select(workload => workload.Name)];

    [Fact]
    public void Every_document_parses_strictly_to_its_kind()
    {
        Assert.Equal(
            ["client-api", "postgres", "redis", "silo", "timescaledb"],
            BaseManifests.Workloads.Select(workload => workload.Name).Order(StringComparer.Ordinal));
        Assert.All(BaseManifests.Objects, each => Assert.False(string.IsNullOrEmpty(each.Metadata.Name)));
    }

    [Fact]
    public void A_misspelt_field_does_not_parse()
    {
        const string Misspelt = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: silo\nspec:\n  replica: 3\n";
        Assert.ThrowsAny<Exception>(() => BaseManifests.Parse(Misspelt).ToList());
    }

    [Fact]
    public void Kustomization_lists_every_file()
    {
        var listed = File.ReadLines(Path.Combine(BaseManifests.Folder, "kustomization.yaml")).Select(line => line.Trim()).Where(line => line.EndsWith(".yaml", StringComparison.Ordinal));
        Assert.Equal(
            BaseManifests.Files.Select(file => $"- {Path.GetFileName(file)}").Order(StringComparer.Ordinal),
            listed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(WorkloadNames))]
    public void Selector_matches_the_pods_of_its_workload_and_no_others(string name)
    {
        var labels = Find(name).Selector.MatchLabels;
        Assert.Equal([name], BaseManifests.Workloads.Where(workload => workload.IsSelectedBy(labels)).Select(workload => workload.Name));
    }

    [Fact]
    public void Services_lead_to_a_named_port_of_one_workload() =>
        Assert.All(BaseManifests.Of<V1Service>(), service =>
        {
            var workload = Assert.Single(BaseManifests.Workloads, workload => workload.IsSelectedBy(service.Spec.Selector));
            Assert.All(service.Spec.Ports, port => Assert.Contains(port.TargetPort.Value, workload.PortNames));
        });

    [Fact]
    public void Stateful_sets_have_their_service() =>
        Assert.All(BaseManifests.Of<V1StatefulSet>(), set => Assert.Contains(set.Spec.ServiceName, BaseManifests.Of<V1Service>().Select(service => service.Metadata.Name)));

    [Fact]
    public void Ingress_leads_to_a_port_of_a_service() =>
        Assert.All(BaseManifests.Of<V1Ingress>().SelectMany(ingress => ingress.Spec.Rules).SelectMany(rule => rule.Http.Paths), path =>
        {
            var service = Assert.Single(BaseManifests.Of<V1Service>(), service => service.Metadata.Name == path.Backend.Service.Name);
            Assert.Contains(path.Backend.Service.Port.Name, service.Spec.Ports.Select(port => port.Name));
        });

    [Theory]
    [MemberData(nameof(WorkloadNames))]
    public void Containers_have_probes_whose_ports_exist(string name)
    {
        var workload = Find(name);
        Assert.All(workload.Template.Spec.Containers, container =>
            Assert.All<V1Probe?>([container.StartupProbe, container.ReadinessProbe, container.LivenessProbe], probe =>
            {
                Assert.NotNull(probe);
                if ((probe.HttpGet?.Port ?? probe.TcpSocket?.Port)?.Value is { } port) Assert.Contains(port, workload.PortNames);
            }));
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("client-api")]
    public void Own_servers_are_asked_by_the_three_health_paths(string name)
    {
        var container = Assert.Single(Find(name).Template.Spec.Containers);
        Assert.Equal("/health/startup", container.StartupProbe.HttpGet.Path);
        Assert.Equal("/health/ready", container.ReadinessProbe.HttpGet.Path);
        Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path);
    }

    [Theory]
    [MemberData(nameof(WorkloadNames))]
    public void Pods_run_without_privileges_and_without_a_limit_on_processor_time(string name)
    {
        var workload = Find(name);
        Assert.True(workload.Template.Spec.SecurityContext.RunAsNonRoot);
        Assert.False(workload.Template.Spec.AutomountServiceAccountToken);
        Assert.All(workload.Containers, container =>
        {
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.DoesNotContain("cpu", container.Resources.Limits.Keys);
            Assert.Contains("memory", container.Resources.Limits.Keys);
        });
    }

    [Theory]
    [MemberData(nameof(WorkloadNames))]
    public void Images_are_pinned_by_the_manifest_or_by_the_kustomization(string name)
    {
        var kustomization = File.ReadAllText(Path.Combine(BaseManifests.Folder, "kustomization.yaml"));
        Assert.All(Find(name).Containers, container =>
        {
            var tag = container.Image.Contains(':', StringComparison.Ordinal) ? container.Image.Split(':')[1] : "";
            if (tag.Length == 0) Assert.Contains($"- name: {container.Image}\n    newTag: ", kustomization, StringComparison.Ordinal);
            Assert.NotEqual("latest", tag);
        });
    }

    [Fact]
    public void Silos_are_at_least_three_and_stop_gracefully()
    {
        var silo = Find("silo");
        Assert.True(silo.Replicas >= 3, "Two silos cannot outvote a dead one.");
        Assert.True(silo.Template.Spec.TerminationGracePeriodSeconds > HostShutdownTimeoutSeconds);
        Assert.Contains(BaseManifests.Of<V1PodDisruptionBudget>(), budget => silo.IsSelectedBy(budget.Spec.Selector.MatchLabels));
    }

    [Fact]
    public void Silos_advertise_their_pods_address()
    {
        var container = Assert.Single(Find("silo").Template.Spec.Containers);
        Assert.Equal("status.podIP", Variable(container, "Rtx__Cluster__AdvertisedAddress").ValueFrom.FieldRef.FieldPath);
        AssertPort("silo", "Rtx__Cluster__SiloPort");
        AssertPort("gateway", "Rtx__Cluster__GatewayPort");

        void AssertPort(string port, string variable) =>
            Assert.Equal($"{container.Ports.Single(each => each.Name == port).ContainerPort}", Variable(container, variable).Value);
    }

    [Fact]
    public void Secrets_are_referenced_and_every_key_is_in_the_example()
    {
        var used = BaseManifests.Workloads.SelectMany(workload => workload.Containers).SelectMany(container => container.Env ?? [])
            .Select(variable => variable.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>().ToList();
        Assert.All(used, reference => Assert.Equal("rtx-secrets", reference.Name));
        Assert.Equal(ExampleKeys("k8s/secrets.env.example"), used.Select(reference => reference.Key).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(BaseManifests.Of<V1Secret>());
    }

    [Fact]
    public void Example_files_hold_no_secret() =>
        Assert.All(
            [.. File.ReadLines(Checkout.Path("k8s/secrets.env.example")), .. File.ReadLines(Checkout.Path(".env.example"))],
            line => Assert.True(line.StartsWith('#') || line.EndsWith('='), line));

    [Fact]
    public void Variables_are_declared_before_they_are_used() =>
        Assert.All(BaseManifests.Workloads.SelectMany(workload => workload.Containers), container =>
        {
            var declared = new HashSet<string>();
            foreach (var variable in container.Env ?? [])
            {
                Assert.All(References(variable.Value), name => Assert.Contains(name, declared));
                declared.Add(variable.Name);
            }

            Assert.All((container.Args ?? []).SelectMany(References), name => Assert.Contains(name, declared));
        });

    [Fact]
    public void Configuration_maps_that_are_referenced_exist() =>
        Assert.All(
            BaseManifests.Workloads.SelectMany(workload => workload.Containers).SelectMany(container => container.EnvFrom ?? []),
            source => Assert.Contains(source.ConfigMapRef.Name, BaseManifests.Of<V1ConfigMap>().Select(map => map.Metadata.Name)));

    [Fact]
    public void Mounted_volumes_exist() =>
        Assert.All(BaseManifests.Workloads, workload =>
        {
            var claims = BaseManifests.Of<V1StatefulSet>().Where(set => set.Metadata.Name == workload.Name).SelectMany(set => set.Spec.VolumeClaimTemplates);
            var volumes = claims.Select(claim => claim.Metadata.Name).Concat((workload.Template.Spec.Volumes ?? []).Select(volume => volume.Name)).ToHashSet();
            Assert.All(workload.Containers.SelectMany(container => container.VolumeMounts ?? []), mount => Assert.Contains(mount.Name, volumes));
        });

    internal static IEnumerable<string> ExampleKeys(string file) =>
        File.ReadLines(Checkout.Path(file)).Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#')).Select(line => line.Split('=')[0]).Order(StringComparer.Ordinal);

    private static IEnumerable<string> References(string? text) => Reference().Matches(text ?? "").Select(match => match.Groups["name"].Value);

    private static Workload Find(string name) => BaseManifests.Workloads.Single(workload => workload.Name == name);

    private static V1EnvVar Variable(V1Container container, string name) => container.Env.Single(variable => variable.Name == name);

    [GeneratedRegex(@"\$\((?<name>\w+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Reference();
}
