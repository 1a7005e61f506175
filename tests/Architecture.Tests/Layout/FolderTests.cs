using System.Runtime.Versioning;

namespace Rtx.Architecture.Tests.Layout;

/// <summary>How the checkout is laid out.</summary>
public sealed class FolderTests
{
    private static readonly string[] NamesForNothing = ["utils", "util", "helpers", "helper", "common", "misc", "shared", "stuff"];

    [Fact]
    public void Every_top_level_folder_explains_itself() =>
        Assert.Empty(Checkout.ChildFolders(Checkout.Root).Where(folder => !File.Exists(Path.Combine(folder, "README.md"))).Select(Checkout.Relative));

    [Fact]
    public void Folders_are_named_for_what_they_hold() =>
        Assert.Empty(Checkout.Folders(Checkout.Root).Where(folder => NamesForNothing.Contains(Path.GetFileName(folder).ToLowerInvariant())).Select(Checkout.Relative));

    [SupportedOSPlatform("linux")]
    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData("bench")]
    [InlineData("chaos")]
    [InlineData(".ci/run")]
    public void Command_may_be_executed(string command) =>
        Assert.True(File.GetUnixFileMode(Checkout.Path(command)).HasFlag(UnixFileMode.UserExecute), $"{command} has no execute bit.");

    [Fact]
    public void Links_in_documents_lead_somewhere() => Assert.Empty(Checkout.Files("*.md").SelectMany(BrokenLinks));

    private static IEnumerable<string> BrokenLinks(string document) =>
        MarkdownLinks.FindLocal(File.ReadAllText(document))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))
            .Select(target => $"{Checkout.Relative(document)} → {target}");
}
