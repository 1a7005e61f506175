using Microsoft.Extensions.Logging;

namespace Rtx.Storage.Commits;

/// <summary>Log messages of the storage project; event ids 2000–2099 belong to commits.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Warning, "A flush was rolled back by the database (attempt {Attempt}); trying again")]
    public static partial void FlushRolledBack(this ILogger log, int attempt, Exception exception);

    [LoggerMessage(2001, LogLevel.Error, "The database is not available; {Units} units were not written")]
    public static partial void DatabaseUnavailable(this ILogger log, int units, Exception exception);

    [LoggerMessage(2002, LogLevel.Error, "The outcome of a flush of {Units} units is not known")]
    public static partial void OutcomeUnknown(this ILogger log, int units, Exception exception);

    [LoggerMessage(2003, LogLevel.Warning, "Stream {Stream} epoch {Epoch} was refused; its own activation is stale: {OwnStream}")]
    public static partial void UnitFenced(this ILogger log, StreamKey stream, long epoch, bool ownStream);

    [LoggerMessage(2004, LogLevel.Critical, "The database refused a unit of stream {Stream}")]
    public static partial void UnitRefused(this ILogger log, StreamKey stream, Exception exception);
}
