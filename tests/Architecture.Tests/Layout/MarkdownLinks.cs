using System.Text.RegularExpressions;

namespace Rtx.Architecture.Tests.Layout;

/// <summary>Links of a Markdown document.</summary>
internal static partial class MarkdownLinks
{
    /// <summary>Targets of links to other files of the checkout, without the part after #.</summary>
    public static IEnumerable<string> FindLocal(string markdown) =>
        Link().Matches(markdown)
            .Select(match => match.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Link();
}
