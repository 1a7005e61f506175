using Rtx.Gateway.Limits;

namespace Rtx.ClientApi.RateLimits;

internal static class LimitClasses
{
    /// <summary>Sets the limit class of an endpoint, or of all endpoints of a group. The innermost setting wins.</summary>
    public static TBuilder WithLimit<TBuilder>(this TBuilder endpoints, LimitClass limitClass)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new LimitMetadata(limitClass));
}

/// <summary>The limit class of an endpoint.</summary>
internal sealed record LimitMetadata(LimitClass Class);
