namespace Rtx.Architecture.Tests.Layers;

/// <summary>Namespaces that depend on each other, and the uses that make it so.</summary>
internal sealed record NamespaceCircle(IReadOnlyList<string> Namespaces, IReadOnlyList<string> Uses)
{
    public override string ToString() => $"{string.Join(", ", Namespaces)}:{Environment.NewLine}{string.Join(Environment.NewLine, Uses)}";
}
