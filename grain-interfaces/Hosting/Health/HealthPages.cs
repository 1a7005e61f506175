using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;

namespace Rtx.Hosting.Health;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/startup</c> and <c>/health/ready</c>: the checks with these tags. A degraded check
/// does not fail its page.
/// </summary>
public static class HealthPages
{
    /// <summary>Tag of checks that the process has started.</summary>
    public const string Startup = "startup";

    /// <summary>Tag of checks that the process can serve.</summary>
    public const string Ready = "ready";

    /// <summary>Adds the pages.</summary>
    /// <returns>The group of all pages.</returns>
    public static RouteGroupBuilder MapHealthPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/health");
        pages.MapHealthChecks("/live", new HealthCheckOptions { Predicate = _ => false });
        pages.MapHealthChecks("/startup", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Startup) });
        pages.MapHealthChecks("/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
        return pages;
    }
}
