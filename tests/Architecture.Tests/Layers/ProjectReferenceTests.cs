using System.Xml.Linq;

namespace Rtx.Architecture.Tests.Layers;

/// <summary>The arrows between projects: what each one may be built on.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Rtx.Model"] = [],
        ["Rtx.Contracts"] = ["Rtx.Model"],
        ["Rtx.Streams"] = [],
        ["Rtx.Hosting"] = [],
        ["Rtx.Domain"] = ["Rtx.Model"],
        ["Rtx.Storage"] = ["Rtx.Domain", "Rtx.Model"],
        ["Rtx.Actors"] = ["Rtx.Contracts", "Rtx.Domain", "Rtx.Storage"],
        ["Rtx.Silo"] = ["Rtx.Actors", "Rtx.Hosting", "Rtx.Streams"],
        ["Rtx.Gateway"] = ["Rtx.Client", "Rtx.Contracts", "Rtx.Streams"],
        ["Rtx.ClientApi"] = ["Rtx.Client", "Rtx.Contracts", "Rtx.Gateway", "Rtx.Hosting", "Rtx.Streams"],
        ["Rtx.Client"] = [],
        ["Rtx.Replays"] = ["Rtx.Client"],
        ["Rtx.Simulator"] = ["Rtx.Client"],
        ["Rtx.Cli"] = ["Rtx.Client", "Rtx.Replays", "Rtx.Simulator"],
    };

    /// <summary>Projects that are shipped.</summary>
    public static TheoryData<string> Projects => [.. ShippedProjects().Select(Checkout.Relative)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_lies_below_it(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.True(Allowed.ContainsKey(name), $"{name} is new: say here what it may be built on.");
        Assert.Empty(ReferencesOf(Checkout.Path(project)).Except(Allowed[name]));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Checkout.Path("Actors.sln")).Replace('\\', '/');
        Assert.All(Checkout.Files("*.csproj").Select(Checkout.Relative), project => Assert.Contains($"\"{project}\"", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Package_versions_stand_in_one_place() =>
        Assert.All(Checkout.Files("*.csproj"), project => Assert.Empty(XDocument.Load(project).Descendants("PackageReference").Attributes("Version")));

    private static IEnumerable<string> ShippedProjects() =>
        Checkout.Files("*.csproj").Where(project => !Checkout.Relative(project).StartsWith("tests/", StringComparison.Ordinal));

    private static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Load(project).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
}
