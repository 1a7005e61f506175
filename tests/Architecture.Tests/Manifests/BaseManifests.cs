using k8s;
using k8s.Models;

namespace Rtx.Architecture.Tests.Manifests;

/// <summary>The documents of <c>k8s/base</c>, each parsed strictly to the type of its kind.</summary>
internal static class BaseManifests
{
    /// <summary>The folder.</summary>
    public static string Folder { get; } = Checkout.Path("k8s/base");

    /// <summary>Files that hold Kubernetes objects; the kustomization is none.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.yaml").Where(file => Path.GetFileName(file) != "kustomization.yaml").Order(StringComparer.Ordinal)];

    /// <summary>All objects.</summary>
    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects { get; } = [.. Files.SelectMany(file => Parse(File.ReadAllText(file)))];

    /// <summary>What runs pods: deployments and stateful sets.</summary>
    public static IReadOnlyList<Workload> Workloads { get; } =
    [
        .. Of<V1Deployment>().Select(each => new Workload(each.Metadata.Name, each.Spec.Replicas ?? 1, each.Spec.Selector, each.Spec.Template)),
        .. Of<V1StatefulSet>().Select(each => new Workload(each.Metadata.Name, each.Spec.Replicas ?? 1, each.Spec.Selector, each.Spec.Template)),
    ];

    /// <summary>Objects of one kind.</summary>
    public static IEnumerable<T> Of<T>() => Objects.OfType<T>();

    /// <summary>Parses documents; an unknown kind, an unknown field or a wrong type throws.</summary>
    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Parse(string yaml) =>
        KubernetesYaml.LoadAllFromString(yaml, typeMap: null, strict: true).Select(each => (IKubernetesObject<V1ObjectMeta>)each);
}

/// <summary>A deployment or stateful set.</summary>
internal sealed record Workload(string Name, int Replicas, V1LabelSelector Selector, V1PodTemplateSpec Template)
{
    /// <summary>All containers, those that run first included.</summary>
    public IEnumerable<V1Container> Containers => [.. Template.Spec.InitContainers ?? [], .. Template.Spec.Containers];

    /// <summary>Whether a selector matches the pods.</summary>
    public bool IsSelectedBy(IDictionary<string, string> labels) =>
        labels.Count > 0 && labels.All(label => Template.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    /// <summary>Names of the ports of the pods.</summary>
    public IReadOnlySet<string> PortNames => Template.Spec.Containers.SelectMany(container => container.Ports ?? []).Select(port => port.Name).ToHashSet();
}
