using System.Data.Common;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Failures;

/// <summary>What a grain does before it serves.</summary>
internal static class Beginning
{
    /// <summary>Reads what a grain begins with. Callers who wait for it are told when that fails, in words that they know: the database's own exceptions stay here.</summary>
    /// <exception cref="DataUnavailableException">The database does not answer, or not in time.</exception>
    public static async Task OrUnavailableAsync(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (Exception e) when (e is DbException or CommitException or TimeoutException or OperationCanceledException)
        {
            // Not as its cause, which other processes could not read.
#pragma warning disable MA0054
            throw new DataUnavailableException($"The database does not answer: {e.Message}");
#pragma warning restore MA0054
        }
    }
}
