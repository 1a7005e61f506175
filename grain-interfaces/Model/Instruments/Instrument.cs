namespace Rtx.Model;

/// <summary>How trades of an instrument settle.</summary>
public enum InstrumentKind
{
    /// <summary>Delivery: the buyer receives the base currency and pays the quote currency immediately.</summary>
    Spot = 1,

    /// <summary>Margined: only profit and loss move; a position stays open against margin.</summary>
    Margined = 2,
}

/// <summary>
/// The contract of an instrument. The engine works in ticks and lots; this type alone knows how many decimals they have.
/// </summary>
[GenerateSerializer, Immutable, Alias("rtx.Instrument")]
public sealed record Instrument
{
    /// <summary>Number of the instrument, also the key of its grains.</summary>
    [Id(0)] public required InstrumentId Id { get; init; }

    /// <summary>Unique name, e.g. <c>BTCUSD</c>: 1 to 24 upper-case letters, digits, dot, dash or slash.</summary>
    [Id(1)] public required string Symbol { get; init; }

    /// <summary>Spot or margined.</summary>
    [Id(2)] public required InstrumentKind Kind { get; init; }

    /// <summary>What is traded.</summary>
    [Id(3)] public required Currency BaseCurrency { get; init; }

    /// <summary>What is paid; profit and loss, fees and margin are in this currency.</summary>
    [Id(4)] public required Currency QuoteCurrency { get; init; }

    /// <summary>Quote units per base unit that one tick is worth, above zero.</summary>
    [Id(5)] public required decimal PriceIncrement { get; init; }

    /// <summary>Contracts (spot: base units) that one lot is, above zero.</summary>
    [Id(6)] public required decimal QuantityIncrement { get; init; }

    /// <summary>Base units per contract; 1 for spot.</summary>
    [Id(7)] public decimal ContractSize { get; init; } = 1m;

    /// <summary>Smallest order quantity.</summary>
    [Id(8)] public required Quantity MinQuantity { get; init; }

    /// <summary>Largest order quantity.</summary>
    [Id(9)] public required Quantity MaxQuantity { get; init; }

    /// <summary>Share of the notional that must be free to open a margined position: above 0, at most 1.</summary>
    [Id(10)] public decimal InitialMarginRate { get; init; } = 1m;

    /// <summary>Share of the notional below which a margined position is in danger: above 0, at most the initial rate.</summary>
    [Id(11)] public decimal MaintenanceMarginRate { get; init; } = 1m;

    /// <summary>Fee of the resting side as a share of the notional, 0 or more.</summary>
    [Id(12)] public decimal MakerFeeRate { get; init; }

    /// <summary>Fee of the aggressing side as a share of the notional, 0 or more.</summary>
    [Id(13)] public decimal TakerFeeRate { get; init; }

    /// <summary>Whether zero and negative prices are legal.</summary>
    [Id(14)] public bool AllowsNegativePrices { get; init; }

    /// <summary>What the book protects from.</summary>
    [Id(15)] public MatchingRules MatchingRules { get; init; } = MatchingRules.None;

    /// <summary>Quote currency that one lot moves per tick.</summary>
    public decimal TickLotValue => PriceIncrement * QuantityIncrement * ContractSize;

    /// <summary>The price as a decimal number of quote units.</summary>
    public decimal ToDecimal(Price price) => price.Ticks * PriceIncrement;

    /// <summary>The quantity as a decimal number of contracts.</summary>
    public decimal ToDecimal(Quantity quantity) => quantity.Lots * QuantityIncrement;

    /// <summary>Base units that a quantity delivers.</summary>
    public decimal BaseUnits(Quantity quantity) => ToDecimal(quantity) * ContractSize;

    /// <summary>Exact quote value of a quantity at a price; negative for a negative price.</summary>
    public decimal Notional(Price price, Quantity quantity) => (decimal)price.Ticks * quantity.Lots * TickLotValue;

    /// <summary>Converts a decimal price; false when it is no whole number of ticks. Nothing is rounded.</summary>
    public bool TryToPrice(decimal value, out Price price)
    {
        var ok = TryDivide(value, PriceIncrement, out var ticks);
        price = new Price(ticks);
        return ok;
    }

    /// <summary>Converts a decimal quantity; false when it is no whole number of lots. Nothing is rounded.</summary>
    public bool TryToQuantity(decimal value, out Quantity quantity)
    {
        var ok = TryDivide(value, QuantityIncrement, out var lots);
        quantity = new Quantity(lots);
        return ok;
    }

    private static bool TryDivide(decimal value, decimal increment, out long whole)
    {
        whole = 0;
        if (Math.Abs(value) >= long.MaxValue / 16m * Math.Min(increment, 1m) || value % increment != 0) return false;
        whole = (long)(value / increment);
        return true;
    }
}
