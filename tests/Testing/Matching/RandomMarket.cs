using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>A contract and the prices at which random streams trade it.</summary>
/// <param name="Name">Name for test output.</param>
/// <param name="Instrument">The contract.</param>
/// <param name="Middle">The initial mid price, in ticks.</param>
/// <param name="Wander">Maximum distance of the mid price from there.</param>
public sealed record RandomMarket(string Name, Instrument Instrument, int Middle, int Wander)
{
    private static readonly MatchingRules Protection = new()
    {
        MinNotional = 150m,
        MaxNotional = 4_000m,
        StaticBandBasisPoints = 250,
        DynamicBandBasisPoints = 60,
        MaxOrdersPerAccount = 17,
    };

    private static readonly MatchingRules WideBands = new() { StaticBandBasisPoints = 100_000, DynamicBandBasisPoints = 50_000 };

    /// <summary>Spot without protections.</summary>
    public static RandomMarket Spot { get; } = new("spot", TestInstruments.Spot, 1_000, 100);

    /// <summary>Margined without protections.</summary>
    public static RandomMarket Margined { get; } = new("margined", TestInstruments.Margined, 1_000, 100);

    /// <summary>Margined with both bands, volatility auctions and limits.</summary>
    public static RandomMarket Interrupted { get; } =
        new("interrupted", TestInstruments.Margined with { MatchingRules = Protection with { InterruptsOnVolatility = true } }, 1_000, 100);

    /// <summary>
    /// Margined with both bands that cancel, limits, a smallest quantity above one lot, and so little margin that triggers are often too
    /// far from the mark.
    /// </summary>
    public static RandomMarket Banded { get; } = new(
        "banded",
        TestInstruments.Margined with
        {
            MatchingRules = Protection,
            MinQuantity = new Quantity(2),
            InitialMarginRate = 0.006m,
            MaintenanceMarginRate = 0.003m,
            MakerFeeRate = 0.0005m,
            TakerFeeRate = 0.001m,
        },
        1_000,
        100);

    /// <summary>Margined around zero, where a band is as wide as prices are far from zero.</summary>
    public static RandomMarket AroundZero { get; } = new(
        "around zero",
        TestInstruments.Margined with { AllowsNegativePrices = true, MatchingRules = WideBands },
        0,
        25);

    /// <summary>Spot next to the lowest legal price.</summary>
    public static RandomMarket Penny { get; } = new("penny", TestInstruments.Spot, 5, 4);

    /// <summary>Margined, both sides of zero, with mostly trailing orders.</summary>
    public static RandomMarket Trailing { get; } = new("trailing", TestInstruments.Margined with { AllowsNegativePrices = true }, 30, 100)
    {
        TrailingPerMille = 600,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RandomMarket> All { get; } = [Spot, Margined, Interrupted, Banded, AroundZero, Penny, Trailing];

    /// <summary>Per mille of single orders that are made trailing orders, in addition to those drawn as such.</summary>
    public int TrailingPerMille { get; private init; }

    /// <summary>The market with this name.</summary>
    public static RandomMarket Named(string name) => All.Single(market => market.Name == name);

    /// <inheritdoc />
    public override string ToString() => Name;
}
