using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>A contract and the prices at which random streams trade it.</summary>
/// <param name="Name">What it is there for.</param>
/// <param name="Instrument">The contract.</param>
/// <param name="Middle">Where prices begin, in ticks.</param>
/// <param name="Wander">How far the middle may go from there.</param>
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

    /// <summary>Spot, protected by nothing.</summary>
    public static RandomMarket Spot { get; } = new("spot", TestInstruments.Spot, 1_000, 100);

    /// <summary>Margined, protected by nothing.</summary>
    public static RandomMarket Margined { get; } = new("margined", TestInstruments.Margined, 1_000, 100);

    /// <summary>Margined with both bands, volatility auctions and limits.</summary>
    public static RandomMarket Interrupted { get; } =
        new("interrupted", TestInstruments.Margined with { MatchingRules = Protection with { InterruptsOnVolatility = true } }, 1_000, 100);

    /// <summary>Margined with both bands that cancel, limits, a smallest quantity above one lot, and so little margin that triggers are often too far from the mark.</summary>
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
    public static RandomMarket Trailing { get; } = new("trailing", TestInstruments.Margined with { AllowsNegativePrices = true }, 30, 100) { TrailingPerMille = 600 };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RandomMarket> All { get; } = [Spot, Margined, Interrupted, Banded, AroundZero, Penny, Trailing];

    /// <summary>How many of a thousand single orders trail besides those that do by chance.</summary>
    public int TrailingPerMille { get; private init; }

    /// <summary>The one of that name.</summary>
    public static RandomMarket Named(string name) => All.Single(market => market.Name == name);

    /// <inheritdoc />
    public override string ToString() => Name;
}
