using System.Text.RegularExpressions;

namespace Rtx.Architecture.Tests.Layout;

/// <summary>A test is found by the name of its class, wherever it lies.</summary>
public sealed partial class TestNameTests
{
    [Fact]
    public void Classes_of_tests_have_names_of_their_own_over_all_projects()
    {
        var classes = Checkout.Files("*.cs").Where(file => Checkout.Relative(file).StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(file => TestClass().Matches(File.ReadAllText(file)).Select(match => (Name: match.Groups["name"].Value, Folder: Path.GetDirectoryName(file))))
            .Distinct().ToList();

        Assert.NotEmpty(classes);
        Assert.Empty(classes.GroupBy(test => test.Name).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [GeneratedRegex(@"^public [a-z ]*class (?<name>\w+Tests)\b", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex TestClass();
}
