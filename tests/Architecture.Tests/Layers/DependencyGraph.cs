using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Rtx.Architecture.Tests.Layers;

/// <summary>Which type uses which, read from the compiled assemblies.</summary>
internal static class DependencyGraph
{
    /// <summary>Every assembly that is shipped.</summary>
    public static readonly string[] Assemblies =
    [
        "Rtx.Model", "Rtx.Contracts", "Rtx.Streams", "Rtx.Hosting", "Rtx.Domain", "Rtx.Storage", "Rtx.Actors", "Rtx.Silo", "Rtx.Gateway", "Rtx.ClientApi", "Rtx.Client",
        "Rtx.Replays", "Rtx.Simulator", "rtx",
    ];

    private static readonly ArchUnitNET.Domain.Architecture Graph = new ArchLoader().LoadAssemblies([.. Assemblies.Select(Load)]).Build();

    /// <summary>Types of an assembly that were written by hand.</summary>
    public static IEnumerable<IType> TypesOf(string assembly) =>
        Graph.Types.Where(type => AssemblyName(type) == assembly && !type.FullName.StartsWith("OrleansCodeGen", StringComparison.Ordinal));

    /// <summary>Uses of a namespace, or of the ones below it, by an assembly; each as "user → used".</summary>
    public static IReadOnlyList<string> Uses(string assembly, string usedNamespace) =>
        [.. TypesOf(assembly)
            .SelectMany(type => type.Dependencies)
            .Where(dependency => IsIn(dependency.Target, usedNamespace))
            .Select(dependency => $"{dependency.Origin.FullName} → {dependency.Target.FullName}")
            .Distinct()
            .Order(StringComparer.Ordinal)];

    /// <summary>Uses between different namespaces of one assembly.</summary>
    public static IReadOnlyList<NamespaceUse> NamespaceUses(string assembly)
    {
        var own = TypesOf(assembly).ToHashSet();
        return [.. own
            .SelectMany(type => type.Dependencies)
            .Where(dependency => own.Contains(dependency.Target) && dependency.Origin.Namespace.FullName != dependency.Target.Namespace.FullName)
            .Select(dependency => new NamespaceUse(
                dependency.Origin.Namespace.FullName, dependency.Target.Namespace.FullName, $"{dependency.Origin.FullName} → {dependency.Target.FullName}"))
            .Distinct()];
    }

    private static bool IsIn(IType type, string wanted) =>
        type.Namespace?.FullName is { } name && (name == wanted || name.StartsWith(wanted + ".", StringComparison.Ordinal));

    private static string AssemblyName(IType type) => new AssemblyName(type.Assembly.FullName).Name!;

    private static Assembly Load(string name) => Assembly.Load(new AssemblyName(name));
}
