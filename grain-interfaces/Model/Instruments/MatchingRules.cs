namespace Rtx.Model;

/// <summary>
/// What an instrument's book protects its traders from. The default protects from nothing. Bands are in hundredths of a percent of their reference price, rounded
/// down to whole ticks.
/// </summary>
[GenerateSerializer, Immutable, Alias("rtx.MatchingRules")]
public sealed record MatchingRules
{
    /// <summary>No limits.</summary>
    public static MatchingRules None { get; } = new();

    /// <summary>Least value of an order at its price, in quote units; 0 is none.</summary>
    [Id(0)] public decimal MinNotional { get; init; }

    /// <summary>Largest value of an order at its price, in quote units; 0 is none.</summary>
    [Id(1)] public decimal MaxNotional { get; init; }

    /// <summary>How far a limit price may be from the static reference (the last auction's price, or what an operator set); 0 is no band, at most 100,000.</summary>
    [Id(2)] public int StaticBandBasisPoints { get; init; }

    /// <summary>How far a trade may be from the last trade before its order; 0 is no band, at most 100,000.</summary>
    [Id(3)] public int DynamicBandBasisPoints { get; init; }

    /// <summary>Whether a trade outside the dynamic band starts a volatility auction; otherwise the aggressor's remainder is cancelled.</summary>
    [Id(4)] public bool InterruptsOnVolatility { get; init; }

    /// <summary>Most open orders of an account in this book; 0 leaves it to the limit of the silo.</summary>
    [Id(5)] public int MaxOrdersPerAccount { get; init; }

    /// <summary>Most seconds that a volatility auction lasts.</summary>
    [Id(6)] public int VolatilityAuctionSeconds { get; init; } = 120;
}
