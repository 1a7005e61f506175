using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Rtx.ClientApi.Diagnostics;
using Rtx.Gateway.Errors;
using static Rtx.Client.RtxErrorCodes;

namespace Rtx.ClientApi.Errors;

/// <summary>Turns any exception into a problem answer.</summary>
internal sealed class FailureHandler(ILogger<FailureHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var error = Describe(exception, httpContext.Request.Method);
        if (error.Status == StatusCodes.Status500InternalServerError)
            logger.RequestFailed(exception, httpContext.Request.Method, httpContext.Request.Path);
        await ProblemAnswers.WriteAsync(httpContext, error);
        return true;
    }

    internal static ApiError Describe(Exception exception, string method) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new ApiError(BodyTooLarge, 413, "The body is larger than allowed."),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } =>
            new ApiError(UnsupportedMediaType, 415, "The body must be JSON."),
        BadHttpRequestException { InnerException: JsonException json } => ApiError.Invalid($"The body is not legal: {json.Message}"),
        BadHttpRequestException bad => ApiError.Invalid(bad.Message),
        _ => Failures.Describe(exception, isRead: HttpMethods.IsGet(method)),
    };

    /// <summary>The error for a status without a body, e.g. from routing or authorization.</summary>
    internal static ApiError Describe(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ApiError.Unauthenticated,
        StatusCodes.Status403Forbidden => ApiError.Forbidden,
        StatusCodes.Status404NotFound => new ApiError(NotFound, status, "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => new ApiError(MethodNotAllowed, status, "The address exists, but not for this method."),
        StatusCodes.Status413PayloadTooLarge => new ApiError(BodyTooLarge, status, "The body is larger than allowed."),
        StatusCodes.Status415UnsupportedMediaType => new ApiError(UnsupportedMediaType, status, "The body must be JSON."),
        StatusCodes.Status429TooManyRequests => ApiError.RateLimited("Too many requests.", retryAfter: null),
        >= 500 => new ApiError(InternalError, status, "The server failed."),
        _ => new ApiError(InvalidRequest, status, "The request is not legal."),
    };
}
