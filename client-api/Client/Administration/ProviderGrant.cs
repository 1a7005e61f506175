namespace Rtx.Client;

/// <summary>The providers that a user may send ticks for. Nobody may send ticks for our own book.</summary>
// Members with a default are settable: the source-generated reader assigns every init-only member, so an absent one would get default(T).
public sealed record ProviderGrant
{
    /// <summary>Grants every provider; <see cref="ProviderIds"/> is then empty.</summary>
    public bool EveryProvider { get; init; }

    /// <summary>Numbers of the providers, 1 and above, all different, at most 1,000.</summary>
    public IReadOnlyList<short> ProviderIds { get; set; } = [];
}
