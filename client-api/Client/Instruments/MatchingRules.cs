namespace Rtx.Client;

/// <summary>What an instrument's book protects its traders from; nothing unless set. Bands are in hundredths of a percent of their reference price.</summary>
// A member with a default other than zero is settable: the generated reader gives every init-only member a value, to absent ones that of nothing.
public sealed record MatchingRules
{
    /// <summary>Least value of an order at its price, in the quote currency; 0 is none.</summary>
    public decimal MinNotional { get; init; }

    /// <summary>Largest value of an order at its price, in the quote currency; 0 is none.</summary>
    public decimal MaxNotional { get; init; }

    /// <summary>How far a limit price may be from the reference price (that of the last auction, or what an operator set); 0 is no band, at most 100,000.</summary>
    public int StaticBandBasisPoints { get; init; }

    /// <summary>How far a trade may be from the last trade before its order; 0 is no band, at most 100,000.</summary>
    public int DynamicBandBasisPoints { get; init; }

    /// <summary>Whether a trade outside the dynamic band starts a volatility auction; otherwise what is left of its order is cancelled.</summary>
    public bool InterruptsOnVolatility { get; init; }

    /// <summary>Most open orders of an account in this book; 0 leaves it to the limit of the silo.</summary>
    public int MaxOrdersPerAccount { get; init; }

    /// <summary>How many seconds a volatility auction lasts: 1 to 86,400.</summary>
    public int VolatilityAuctionSeconds { get; set; } = 120;
}
