using Rtx.Gateway.Limits;

namespace Rtx.ClientApi.RateLimits;

internal static class LimitClasses
{
    /// <summary>Says what requests of an endpoint, or of all endpoints of a group, count as. The innermost word counts.</summary>
    public static TBuilder WithLimit<TBuilder>(this TBuilder endpoints, LimitClass limitClass)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new LimitMetadata(limitClass));
}

/// <summary>What requests of an endpoint count as.</summary>
internal sealed record LimitMetadata(LimitClass Class);
