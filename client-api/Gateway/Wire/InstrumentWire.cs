using Rtx.Model;

namespace Rtx.Gateway.Wire;

public static class InstrumentWire
{
    public static Client.Instrument ToWire(Instrument instrument) => new()
    {
        InstrumentId = instrument.Id.Value,
        Symbol = instrument.Symbol,
        Kind = EnumWire.ToWire(instrument.Kind),
        BaseCurrency = instrument.BaseCurrency.Code,
        QuoteCurrency = instrument.QuoteCurrency.Code,
        PriceIncrement = instrument.PriceIncrement,
        QuantityIncrement = instrument.QuantityIncrement,
        ContractSize = instrument.ContractSize,
        MinQuantity = instrument.ToDecimal(instrument.MinQuantity),
        MaxQuantity = instrument.ToDecimal(instrument.MaxQuantity),
        InitialMarginRate = instrument.InitialMarginRate,
        MaintenanceMarginRate = instrument.MaintenanceMarginRate,
        MakerFeeRate = instrument.MakerFeeRate,
        TakerFeeRate = instrument.TakerFeeRate,
        AllowsNegativePrices = instrument.AllowsNegativePrices,
        MatchingRules = ToWire(instrument.MatchingRules),
    };

    public static MatchingRules ToModel(Client.MatchingRules? rules) => rules is null ? MatchingRules.None : new MatchingRules
    {
        MinNotional = rules.MinNotional,
        MaxNotional = rules.MaxNotional,
        StaticBandBasisPoints = rules.StaticBandBasisPoints,
        DynamicBandBasisPoints = rules.DynamicBandBasisPoints,
        InterruptsOnVolatility = rules.InterruptsOnVolatility,
        MaxOrdersPerAccount = rules.MaxOrdersPerAccount,
        VolatilityAuctionSeconds = rules.VolatilityAuctionSeconds,
    };

    public static Client.InstrumentStatus ToWire(Instrument instrument, InstrumentStatus status, IndicativeAuction? indicative) => new()
    {
        Symbol = instrument.Symbol,
        State = EnumWire.ToWire(status.State),
        MarkPrice = status.MarkPrice is { } mark ? instrument.ToDecimal(mark) : null,
        MarkTime = status.MarkTime?.ToDateTimeOffset(),
        IsMarkStale = status.IsMarkStale,
        NextState = status.NextState is { } next ? EnumWire.ToWire(next) : null,
        NextChangeTime = status.NextChangeTime?.ToDateTimeOffset(),
        CloseTime = status.CloseTime?.ToDateTimeOffset(),
        SessionEnd = status.SessionEnd.ToDateTimeOffset(),
        ReferencePrice = status.ReferencePrice is { } reference ? instrument.ToDecimal(reference) : null,
        IndicativePrice = indicative is { } auction ? instrument.ToDecimal(auction.Price) : null,
        IndicativeQty = indicative is { } traded ? instrument.ToDecimal(traded.Quantity) : null,
        IndicativeSurplus = indicative is { } left ? instrument.ToDecimal(new Quantity(left.Surplus)) : null,
    };

    private static Client.MatchingRules ToWire(MatchingRules rules) => new()
    {
        MinNotional = rules.MinNotional,
        MaxNotional = rules.MaxNotional,
        StaticBandBasisPoints = rules.StaticBandBasisPoints,
        DynamicBandBasisPoints = rules.DynamicBandBasisPoints,
        InterruptsOnVolatility = rules.InterruptsOnVolatility,
        MaxOrdersPerAccount = rules.MaxOrdersPerAccount,
        VolatilityAuctionSeconds = rules.VolatilityAuctionSeconds,
    };
}
