namespace Rtx.Architecture.Tests.Layers;

/// <summary>Namespaces that know each other, directly or by way of others, can't be read, tested or moved apart.</summary>
public sealed class CircleTests
{
    public static TheoryData<string> Assemblies => [.. DependencyGraph.Assemblies];

    [Theory, MemberData(nameof(Assemblies))]
    public void Namespaces_do_not_depend_on_each_other_in_circles(string assembly) => Assert.Empty(NamespaceCircles.Find(DependencyGraph.NamespaceUses(assembly)));

    [Fact]
    public void A_circle_over_three_namespaces_is_found() =>
        Assert.Equal(["A, B, C"], NamespaceCircles.Find([Use("A", "B"), Use("B", "C"), Use("C", "A"), Use("C", "D"), Use("E", "A")]).Select(circle => string.Join(", ", circle.Namespaces)));

    private static NamespaceUse Use(string user, string used) => new(user, used, $"{user}.X → {used}.Y");
}
