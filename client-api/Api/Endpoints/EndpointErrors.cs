using Microsoft.AspNetCore.Mvc;

namespace Rtx.ClientApi.Endpoints;

internal static class EndpointErrors
{
    /// <summary>Declares in the OpenAPI document which statuses come with problem details.</summary>
    public static RouteHandlerBuilder WithErrors(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses) endpoint.Produces<ProblemDetails>(status, "application/problem+json");
        return endpoint;
    }
}
