using System.Data.Common;
using Orleans.Serialization;
using Rtx.Streams;
using StackExchange.Redis;
using static Rtx.Client.RtxErrorCodes;

namespace Rtx.Gateway.Errors;

/// <summary>Maps exceptions to errors. Order requests handle their own failures earlier, because their outcome is then unknown.</summary>
public static class Failures
{
    /// <summary>The error of an exception; the code is <see cref="InternalError"/> for an unexpected exception.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="isRead">Whether the request changes nothing: then a lost answer leaves nothing in doubt.</param>
    public static ApiError Describe(Exception exception, bool isRead) => exception switch
    {
        StreamQueueFullException => new ApiError(Busy, 429, "The tick stream is full; send the batch again.", TimeSpan.FromSeconds(1)),
        DataUnavailableException => ApiError.Unavailable("The database does not answer; nothing was decided."),
        _ when IsUnanswered(exception) && isRead => ApiError.Unavailable("The trading system did not answer."),
        _ when IsUnanswered(exception) || exception is OutcomeUnknownException => new ApiError(
            OutcomeUnknown, 504,
            "The outcome could not be learned. Look whether it was done; a request with a reference or sequence may be sent again."),
        _ => new ApiError(InternalError, 500, "The server failed."),
    };

    /// <summary>
    /// Whether the silos or Redis did not answer, or sent something unreadable. A database driver's exception counts, too: it comes from a
    /// grain that could not activate.
    /// </summary>
    public static bool IsUnanswered(Exception exception) =>
        exception is TimeoutException or OrleansException or UnavailableExceptionFallbackException or RedisException or DbException;
}
