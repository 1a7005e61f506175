using Rtx.Model;

namespace Rtx.Testing;

/// <summary>Contracts with numbers that are easy to calculate with.</summary>
public static class TestInstruments
{
    /// <summary>Spot BTC/USD: tick 1 USD, lot 0.01 BTC, 1 to 1,000 lots, no fees.</summary>
    public static Instrument Spot { get; } = new()
    {
        Id = new InstrumentId(1),
        Symbol = "BTCUSD",
        Kind = InstrumentKind.Spot,
        BaseCurrency = new Currency("BTC"),
        QuoteCurrency = new Currency("USD"),
        PriceIncrement = 1m,
        QuantityIncrement = 0.01m,
        MinQuantity = new Quantity(1),
        MaxQuantity = new Quantity(1_000),
    };

    /// <summary><see cref="Spot"/> with 0.1 % maker and 0.2 % taker fee.</summary>
    public static Instrument SpotWithFees { get; } = Spot with { MakerFeeRate = 0.001m, TakerFeeRate = 0.002m };

    /// <summary>
    /// Margined XAU/USD: tick 0.1 USD, lot 0.01 contracts of 100 ounces (so a tick is worth 0.1 USD per lot), 5 % initial and 2.5 %
    /// maintenance margin, no fees.
    /// </summary>
    public static Instrument Margined { get; } = new()
    {
        Id = new InstrumentId(2),
        Symbol = "XAUUSD",
        Kind = InstrumentKind.Margined,
        BaseCurrency = new Currency("XAU"),
        QuoteCurrency = new Currency("USD"),
        PriceIncrement = 0.1m,
        QuantityIncrement = 0.01m,
        ContractSize = 100m,
        MinQuantity = new Quantity(1),
        MaxQuantity = new Quantity(100_000),
        InitialMarginRate = 0.05m,
        MaintenanceMarginRate = 0.025m,
    };
}
