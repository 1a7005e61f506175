using System.Diagnostics;

namespace Rtx.Storage.Commits;

/// <summary>Activities of the group commit, source <c>Rtx.Storage</c>: <c>commit.queue</c> for each unit and <c>commit.flush</c>. They cost nothing while nobody listens.</summary>
internal static class CommitTracing
{
    /// <summary>Tag that names the lane.</summary>
    public const string Lane = "lane";

    public static ActivitySource Source { get; } = new("Rtx.Storage");
}
