using Rtx.Model;

namespace Rtx.ClientApi.Wire;

internal static class InstrumentWire
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
    };

    public static Client.InstrumentStatus ToWire(Instrument instrument, InstrumentStatus status) => new()
    {
        Symbol = instrument.Symbol,
        State = EnumWire.ToWire(status.State),
        MarkPrice = status.MarkPrice is { } mark ? instrument.ToDecimal(mark) : null,
        MarkTime = status.MarkTime?.ToDateTimeOffset(),
    };
}
