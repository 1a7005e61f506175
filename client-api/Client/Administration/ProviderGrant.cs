namespace Rtx.Client;

/// <summary>For which providers a user may send ticks. Nobody may for our own book.</summary>
// A member with a default is settable: the generated reader gives every init-only member a value, to absent ones that of nothing.
public sealed record ProviderGrant
{
    /// <summary>For every provider; <see cref="ProviderIds"/> is empty then.</summary>
    public bool EveryProvider { get; init; }

    /// <summary>Numbers of the providers, 1 and above, all different, at most 1,000.</summary>
    public IReadOnlyList<short> ProviderIds { get; set; } = [];
}
