using System.Text.RegularExpressions;

namespace Rtx.Architecture.Tests.Layout;

/// <summary>The requirements of docs/specifications.md are those that the models have and that the code names.</summary>
public sealed partial class RequirementTests
{
    [Fact]
    public void Requirements_stand_in_the_document_the_models_and_the_code()
    {
        var documented = Ids([Checkout.Path("docs/specifications.md")]);

        Assert.NotEmpty(documented);
        Assert.Equal(documented, Ids(Sources("tests/Domain.Tests/Specifications").Where(file => !file.EndsWith("Tests.cs", StringComparison.Ordinal))));
        Assert.Equal(documented, Ids(Sources("grains")));
    }

    private static IEnumerable<string> Sources(string folder) => Checkout.Files("*.cs").Where(file => Checkout.Relative(file).StartsWith(folder, StringComparison.Ordinal));

    private static List<string> Ids(IEnumerable<string> files) =>
        [.. files.SelectMany(file => Id().Matches(File.ReadAllText(file)).Select(match => match.Value)).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\b(FENCE|SETTLE|RESUME)-[0-9]+\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Id();
}
