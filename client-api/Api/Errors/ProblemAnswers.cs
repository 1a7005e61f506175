using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Rtx.Gateway.Errors;

namespace Rtx.ClientApi.Errors;

/// <summary>Errors as problem details (RFC 9457) with the member <c>code</c>.</summary>
internal static class ProblemAnswers
{
    public static Results<Ok<T>, ErrorResult> ToHttp<T>(this Outcome<T> outcome)
        where T : class => outcome.TryGet(out var value, out var error) ? TypedResults.Ok(value) : new ErrorResult(error);

    public static ErrorResult ToHttp(this ApiError error) => new(error);

    public static ProblemDetails ToProblemDetails(this ApiError error)
    {
        var problem = new ProblemDetails
        {
            Type = $"urn:rtx:error:{error.Code}",
            Title = ReasonPhrases.GetReasonPhrase(error.Status),
            Status = error.Status,
            Detail = error.Detail,
        };
        problem.Extensions["code"] = error.Code;
        return problem;
    }

    public static async Task WriteAsync(HttpContext context, ApiError error)
    {
        context.Response.StatusCode = error.Status;
        if (error.RetryAfter is { } delay)
            context.Response.Headers.RetryAfter = ((long)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await context.Response.WriteAsJsonAsync(
            error.ToProblemDetails(), options: null, "application/problem+json", context.RequestAborted);
    }
}

/// <summary>An error as the result of an endpoint.</summary>
internal sealed class ErrorResult(ApiError error) : IResult
{
    public ApiError Error => error;

    public Task ExecuteAsync(HttpContext httpContext) => ProblemAnswers.WriteAsync(httpContext, error);
}
