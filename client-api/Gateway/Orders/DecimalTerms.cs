using Rtx.Gateway.Errors;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.Gateway.Orders;

/// <summary>
/// Converts the decimals of one request to ticks and lots, and keeps the first error. Extra digits are refused, never rounded.
/// </summary>
public sealed class DecimalTerms(Instrument instrument)
{
    /// <summary>The first conversion error; null while there is none.</summary>
    public ApiError? Error { get; private set; }

    public Price? ToPrice(string field, decimal? value)
    {
        if (value is not { } given) return null;
        if (!instrument.TryToPrice(given, out var price)) Error ??= Increments.WrongPrice(instrument, field, given);
        return price;
    }

    public Quantity ToQuantity(string field, decimal value)
    {
        if (!instrument.TryToQuantity(value, out var quantity)) Error ??= Increments.WrongQuantity(instrument, field, value);
        return quantity;
    }

    public Quantity? ToQuantity(string field, decimal? value) => value is { } given ? ToQuantity(field, given) : null;

    public TrailOffset? ToTrailOffset(decimal? offset, decimal? percent)
    {
        if (offset is not null && percent is not null)
            Error ??= ApiError.Invalid("Give trailingOffset or trailingOffsetPercent, not both.");
        if (ToPrice("trailingOffset", offset) is { } ticks) return new TrailOffset(ticks.Ticks, IsBasisPoints: false);
        if (percent is not { } given) return null;
        if (!PercentWire.TryToBasisPoints(given, out var basisPoints))
            Error ??= ApiError.Invalid($"trailingOffsetPercent {given} has more than two decimals, or is far out of range.");
        return new TrailOffset(basisPoints, IsBasisPoints: true);
    }
}
