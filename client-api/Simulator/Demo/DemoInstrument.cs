namespace Rtx.Simulator.Demo;

/// <summary>An instrument of the demo and how its simulated market behaves.</summary>
/// <param name="Contract">The request that creates it.</param>
/// <param name="ReferencePrice">The starting price, to which the walk reverts.</param>
/// <param name="HalfSpreadTicks">Half of the best spread, in price increments.</param>
/// <param name="LevelTicks">Distance from one level to the next, in price increments.</param>
/// <param name="StepTicks">Largest step of the mid price, in price increments.</param>
/// <param name="QuoteLots">Largest quantity of one quote, in quantity increments.</param>
internal sealed record DemoInstrument(
    CreateInstrumentRequest Contract, decimal ReferencePrice, int HalfSpreadTicks, int LevelTicks, int StepTicks, int QuoteLots)
{
    public string Symbol => Contract.Symbol;

    /// <summary>What ./run and the README show: two spot and two margined instruments.</summary>
    public static IReadOnlyList<DemoInstrument> All { get; } =
    [
        new(Spot("BTCUSD", "BTC", priceIncrement: 0.01m, quantityIncrement: 0.0001m, maxQuantity: 1_000m), 60_000m, 150, 120, 400, 20_000),
        new(Spot("ETHUSD", "ETH", priceIncrement: 0.01m, quantityIncrement: 0.001m, maxQuantity: 10_000m), 2_500m, 12, 9, 30, 30_000),
        new(Margined(
            "EURUSD-P", "EUR", priceIncrement: 0.00001m, contractSize: 100_000m, initialMarginRate: 0.0333m), 1.085m, 4, 4, 3, 500),
        new(Margined("XAUUSD-P", "XAU", priceIncrement: 0.01m, contractSize: 100m, initialMarginRate: 0.05m), 2_400m, 12, 10, 20, 500),
    ];

    private static CreateInstrumentRequest Spot(
        string symbol, string baseCurrency, decimal priceIncrement, decimal quantityIncrement, decimal maxQuantity) => new()
    {
        Symbol = symbol,
        Kind = InstrumentKind.Spot,
        BaseCurrency = baseCurrency,
        QuoteCurrency = "USD",
        PriceIncrement = priceIncrement,
        QuantityIncrement = quantityIncrement,
        MinQuantity = quantityIncrement,
        MaxQuantity = maxQuantity,
        MakerFeeRate = 0.0002m,
        TakerFeeRate = 0.0005m,
    };

    private static CreateInstrumentRequest Margined(
        string symbol, string baseCurrency, decimal priceIncrement, decimal contractSize, decimal initialMarginRate) => new()
    {
        Symbol = symbol,
        Kind = InstrumentKind.Margined,
        BaseCurrency = baseCurrency,
        QuoteCurrency = "USD",
        PriceIncrement = priceIncrement,
        QuantityIncrement = 0.01m,
        ContractSize = contractSize,
        MinQuantity = 0.01m,
        MaxQuantity = 1_000m,
        InitialMarginRate = initialMarginRate,
        MaintenanceMarginRate = initialMarginRate / 2m,
        MakerFeeRate = 0m,
        TakerFeeRate = 0.00002m,
    };
}
