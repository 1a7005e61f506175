namespace Rtx.Client;

/// <summary>
/// Limits that protect the traders of an instrument's book; none by default. Bands are in basis points of their reference price.
/// </summary>
// Members with a default other than zero are settable: the source-generated reader assigns every init-only member, so an absent one would
// get default(T).
public sealed record MatchingRules
{
    /// <summary>Smallest notional of an order at its price, in the quote currency; 0 for no minimum.</summary>
    public decimal MinNotional { get; init; }

    /// <summary>Largest notional of an order at its price, in the quote currency; 0 for no maximum.</summary>
    public decimal MaxNotional { get; init; }

    /// <summary>
    /// How far a limit price may be from the reference price (of the last auction, or set by an operator); 0 for no band, at most 100,000.
    /// </summary>
    public int StaticBandBasisPoints { get; init; }

    /// <summary>How far a trade may be from the last trade before its order; 0 for no band, at most 100,000.</summary>
    public int DynamicBandBasisPoints { get; init; }

    /// <summary>
    /// Whether a trade outside the dynamic band starts a volatility auction; otherwise the rest of its order is cancelled.
    /// </summary>
    public bool InterruptsOnVolatility { get; init; }

    /// <summary>Maximum number of open orders of an account in this book; 0 applies the silo's limit.</summary>
    public int MaxOrdersPerAccount { get; init; }

    /// <summary>Duration of a volatility auction in seconds: 1 to 86,400.</summary>
    public int VolatilityAuctionSeconds { get; set; } = 120;
}
