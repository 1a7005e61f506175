namespace Rtx.Client;

/// <summary>Where the mark price of an instrument comes from; by default, its own book.</summary>
// Members with a default are settable: the source-generated reader assigns every init-only member, so an absent one would get default(T).
public sealed record MarkRules
{
    /// <summary>
    /// Provider numbers, best first; 0 is the own book. The mark follows the first one whose price is not too old. 1 to 8, all different.
    /// </summary>
    public IReadOnlyList<short> ProviderIds { get; set; } = [0];

    /// <summary>
    /// How long a provider's price is valid, in milliseconds, 100 to 86,400,000. When all are older the mark is stale: positions are still
    /// valued at it, but orders that would raise the margin are refused with <see cref="RtxErrorCodes.NoReferencePrice"/>. Null: one
    /// minute, and no limit for the own book.
    /// </summary>
    public int? MaxAgeMilliseconds { get; init; }

    /// <summary>
    /// How far the mark may move in one step, in basis points, 1 to 100,000, but at least a tick; a larger move must be confirmed, by
    /// another provider of the list or by <see cref="Confirmations"/> prices in a row. The own book can't confirm a move by repeating it:
    /// it moves the mark by at most this much every ten seconds. Null: 500.
    /// </summary>
    public int? MaxJumpBasisPoints { get; init; }

    /// <summary>Consecutive prices that confirm a jump, including the first; 1 to 100.</summary>
    public int Confirmations { get; set; } = 3;
}
