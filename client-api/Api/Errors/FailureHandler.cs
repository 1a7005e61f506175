using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Orleans.Serialization;
using Rtx.ClientApi.Diagnostics;
using Rtx.Streams;
using StackExchange.Redis;
using static Rtx.Client.RtxErrorCodes;

namespace Rtx.ClientApi.Errors;

/// <summary>Turns whatever was thrown into a problem answer. Order requests have handled their own failures before, because their outcome is then unknown.</summary>
internal sealed class FailureHandler(ILogger<FailureHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var error = Describe(exception, httpContext.Request.Method);
        if (error.Status == StatusCodes.Status500InternalServerError) logger.RequestFailed(exception, httpContext.Request.Method, httpContext.Request.Path);
        await ProblemAnswers.WriteAsync(httpContext, error);
        return true;
    }

    internal static ApiError Describe(Exception exception, string method) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new ApiError(BodyTooLarge, 413, "The body is larger than allowed."),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => new ApiError(UnsupportedMediaType, 415, "The body must be JSON."),
        BadHttpRequestException { InnerException: JsonException json } => ApiError.Invalid($"The body is not legal: {json.Message}"),
        BadHttpRequestException bad => ApiError.Invalid(bad.Message),
        StreamQueueFullException => new ApiError(Busy, 429, "The tick stream is full; send the batch again.", TimeSpan.FromSeconds(1)),
        DataUnavailableException => ApiError.Unavailable("The database does not answer; nothing was decided."),
        _ when IsSilence(exception) && HttpMethods.IsGet(method) => ApiError.Unavailable("The trading system did not answer."),
        _ when IsSilence(exception) || exception is OutcomeUnknownException => new ApiError(
            OutcomeUnknown, 504, "The outcome could not be learned. Look whether it was done; a request with a reference or sequence may be sent again."),
        _ => new ApiError(InternalError, 500, "The server failed."),
    };

    /// <summary>Whether the silos or Redis did not answer, or not in words that can be read here. A driver's exception is none: it comes of a grain that could not begin.</summary>
    internal static bool IsSilence(Exception exception) =>
        exception is TimeoutException or OrleansException or UnavailableExceptionFallbackException or RedisException or DbException;

    /// <summary>The answer to a status without a body, e.g. of routing or authorization.</summary>
    internal static ApiError Describe(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => new ApiError(Unauthenticated, status, "Log in at /api/v1/sessions and send the token as bearer token."),
        StatusCodes.Status403Forbidden => new ApiError(Forbidden, status, "Your role does not allow this."),
        StatusCodes.Status404NotFound => new ApiError(NotFound, status, "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => new ApiError(MethodNotAllowed, status, "The address exists, but not for this method."),
        StatusCodes.Status413PayloadTooLarge => new ApiError(BodyTooLarge, status, "The body is larger than allowed."),
        StatusCodes.Status415UnsupportedMediaType => new ApiError(UnsupportedMediaType, status, "The body must be JSON."),
        StatusCodes.Status429TooManyRequests => ApiError.RateLimited("Too many requests.", retryAfter: null),
        >= 500 => new ApiError(InternalError, status, "The server failed."),
        _ => new ApiError(InvalidRequest, status, "The request is not legal."),
    };
}
