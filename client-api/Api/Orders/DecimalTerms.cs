using Rtx.ClientApi.Errors;
using Rtx.ClientApi.Wire;
using Rtx.Model;
using static Rtx.Client.RtxErrorCodes;

namespace Rtx.ClientApi.Orders;

/// <summary>Converts the decimals of one request to ticks and lots, and keeps the first error. Extra digits are refused, never rounded.</summary>
internal sealed class DecimalTerms(Instrument instrument)
{
    /// <summary>The first that could not be converted; null while all are good.</summary>
    public ApiError? Error { get; private set; }

    public Price? ToPrice(decimal? value)
    {
        if (value is not { } given) return null;
        if (!instrument.TryToPrice(given, out var price))
            Error ??= new ApiError(PriceNotOnTick, 422, $"{given} is no whole multiple of {instrument.Symbol}'s price increment {instrument.PriceIncrement}.");
        return price;
    }

    public Quantity ToQuantity(decimal value)
    {
        if (!instrument.TryToQuantity(value, out var quantity))
            Error ??= new ApiError(QuantityNotOnLot, 422, $"{value} is no whole multiple of {instrument.Symbol}'s quantity increment {instrument.QuantityIncrement}.");
        return quantity;
    }

    public Quantity? ToQuantity(decimal? value) => value is { } given ? ToQuantity(given) : null;

    public TrailOffset? ToTrailOffset(decimal? offset, decimal? percent)
    {
        if (offset is not null && percent is not null) Error ??= ApiError.Invalid("Give trailingOffset or trailingOffsetPercent, not both.");
        if (ToPrice(offset) is { } ticks) return new TrailOffset(ticks.Ticks, IsBasisPoints: false);
        if (percent is not { } given) return null;
        if (!PercentWire.TryToBasisPoints(given, out var basisPoints))
            Error ??= new ApiError(InvalidStopPx, 422, $"{given} percent has more than two decimals, or is far out of range.");
        return new TrailOffset(basisPoints, IsBasisPoints: true);
    }
}
