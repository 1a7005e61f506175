using System.Data.Common;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Failures;

/// <summary>What a grain reads from the database.</summary>
internal static class Reading
{
    /// <summary>Reads. Callers who wait for it are told when that fails, in words that they know: the database's own exceptions stay here. Not for writing, whose outcome would be in doubt.</summary>
    /// <exception cref="DataUnavailableException">The database does not answer, or not in time.</exception>
    public static async Task<TRead> OrUnavailableAsync<TRead>(Func<Task<TRead>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is DbException or CommitException or TimeoutException or OperationCanceledException)
        {
            // Not as its cause, which other processes could not read.
#pragma warning disable MA0054
            throw new DataUnavailableException($"The database does not answer: {e.Message}");
#pragma warning restore MA0054
        }
    }

    /// <inheritdoc cref="OrUnavailableAsync{TRead}" />
    public static Task OrUnavailableAsync(Func<Task> read) => OrUnavailableAsync(async () =>
    {
        await read();
        return true;
    });
}
