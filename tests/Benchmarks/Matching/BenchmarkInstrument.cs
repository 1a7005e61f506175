using Rtx.Domain.Instruments;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Benchmarks.Matching;

/// <summary>Contracts of the benchmark.</summary>
internal static class BenchmarkInstrument
{
    /// <summary>
    /// Nothing that an instrument can limit is limited: even the largest quantity at the highest price is legal, because a tick of a lot is worth so little.
    /// </summary>
    public static Instrument Unbounded { get; } = new()
    {
        Id = new InstrumentId(1),
        Symbol = "BENCH",
        Kind = InstrumentKind.Margined,
        BaseCurrency = new Currency("BNCH"),
        QuoteCurrency = new Currency("USD"),
        PriceIncrement = 0.000001m,
        QuantityIncrement = 0.000001m,
        MinQuantity = new Quantity(1),
        MaxQuantity = new Quantity(InstrumentRules.MaxLots),
    };

    /// <summary>One with sizes as they are on a market, margin of a tenth and fees, so that amounts have decimals to round.</summary>
    public static Instrument WithMargin { get; } = Unbounded with
    {
        PriceIncrement = 0.01m,
        QuantityIncrement = 0.01m,
        InitialMarginRate = 0.1m,
        MaintenanceMarginRate = 0.05m,
        MakerFeeRate = 0.0002m,
        TakerFeeRate = 0.0005m,
    };

    /// <summary>The price of a market order that takes any price.</summary>
    public static Price AnyPrice(Side side) => new(side == Side.Buy ? OrderChecks.MaxPriceTicks : 1);
}
