using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Net.Http.Headers;
using Rtx.ClientApi.Errors;
using Rtx.Gateway.Errors;

namespace Rtx.ClientApi.Edge;

/// <summary>
/// Refuses requests whose address or body is not in plain form before anything reads them, and gives endpoints the path segments decoded
/// exactly once.
/// </summary>
internal static class RequestGuard
{
    public static void UseRequestGuard(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (FindFault(context) is { } fault) await ProblemAnswers.WriteAsync(context, fault);
        else await next(context);
    });

    private static ApiError? FindFault(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!RawPath.TryRead(target, out var parts, out var error)) return error;
        if (context.GetEndpoint() is not RouteEndpoint endpoint) return null;
        SetRouteValues(context, endpoint.RoutePattern, parts);
        return IsReadable(context.Request, endpoint) ? null : FailureHandler.Describe(StatusCodes.Status415UnsupportedMediaType);
    }

    private static void SetRouteValues(HttpContext context, RoutePattern pattern, string[] parts)
    {
        for (var i = 0; i < pattern.PathSegments.Count && i < parts.Length; i++)
        {
            if (pattern.PathSegments[i] is { IsSimple: true, Parts: [RoutePatternParameterPart { IsCatchAll: false } parameter] })
                context.Request.RouteValues[parameter.Name] = parts[i];
        }
    }

    /// <summary>Whether the body is in the only encoding that JSON allows (RFC 8259).</summary>
    private static bool IsReadable(HttpRequest request, RouteEndpoint endpoint)
    {
        if (request.ContentType is not { } given || endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is null) return true;
        if (!MediaTypeHeaderValue.TryParse(given, out var type)) return false;
        if (!type.Charset.HasValue) return true;
        if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)) return false;
        // The body reader takes the charset with its quotes and does not know it by that name.
        type.Charset = default;
        request.ContentType = type.ToString();
        return true;
    }
}
