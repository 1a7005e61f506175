namespace Rtx.Client;

/// <summary>Where the mark price of an instrument comes from: unless set, from its own book.</summary>
// A member with a default is settable: the generated reader gives every init-only member a value, to absent ones that of nothing.
public sealed record MarkRules
{
    /// <summary>Numbers of the providers, the best first; 0 is the own book. The mark follows the first one that is not silent. 1 to 8, all different.</summary>
    public IReadOnlyList<short> ProviderIds { get; set; } = [0];

    /// <summary>
    /// How long a provider's price counts, in milliseconds, 100 to 86,400,000. When all are older the mark is stale: positions are still valued at it, but orders that
    /// would raise the margin are refused with <see cref="RtxErrorCodes.NoReferencePrice"/>. Null: a minute, and for ever for the own book.
    /// </summary>
    public int? MaxAgeMilliseconds { get; init; }

    /// <summary>
    /// How far the mark may move at once, in hundredths of a percent of it, 1 to 100,000, but at least a tick; what goes farther must be confirmed, by another provider of
    /// the list or by <see cref="Confirmations"/> prices in a row. The own book confirms nothing by repeating it: it moves the mark so far in each ten seconds. Null: 500.
    /// </summary>
    public int? MaxJumpBasisPoints { get; init; }

    /// <summary>Prices in a row that confirm a jump, the first one included; 1 to 100.</summary>
    public int Confirmations { get; set; } = 3;
}
