using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Rtx.ClientApi.Errors;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Reads;

namespace Rtx.ClientApi.Caching;

/// <summary>The age of answers in the headers of RFC 9111.</summary>
internal static class AgedAnswers
{
    /// <summary>Maximum age that the request allows, from <c>Cache-Control: max-age</c>; null for a current answer.</summary>
    public static TimeSpan? MaxAge(this HttpContext http) => http.Request.GetTypedHeaders().CacheControl?.MaxAge;

    /// <summary>The answer, with its <c>Age</c> when it has one.</summary>
    public static Ok<T> ToHttp<T>(this Aged<T> answer, HttpContext http)
        where T : class
    {
        if (answer.Age is { } age) http.Response.Headers.Age = ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Ok(answer.Value);
    }

    /// <inheritdoc cref="ToHttp{T}(Aged{T}, HttpContext)" />
    public static Results<Ok<T>, ErrorResult> ToHttp<T>(this Outcome<Aged<T>> outcome, HttpContext http)
        where T : class => outcome.TryGet(out var answer, out var error) ? answer.ToHttp(http) : error.ToHttp();
}
