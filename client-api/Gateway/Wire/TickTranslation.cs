using Rtx.Gateway.Errors;
using Rtx.Model;
using static Rtx.Client.RtxErrorCodes;

namespace Rtx.Gateway.Wire;

/// <summary>Translates decimal strings of a tick to ticks and lots. Extra digits are refused, never rounded.</summary>
public static class TickTranslation
{
    private static readonly Quantity OneLot = new(1);

    /// <summary>Translates; the error is null when the tick is valid.</summary>
    public static ApiError? Translate(Instrument instrument, Client.Tick wire, out Tick tick)
    {
        tick = default;
        if (!Enum.IsDefined(wire.Kind)) return ApiError.Invalid("kind must be quote or trade.");
        if (wire.ProviderId < 1) return ApiError.Invalid("providerId must be 1 or more; 0 is our own book.");
        if (KindError(wire) is { } kindError) return kindError;
        if (SideError(instrument, "bid", wire.Bid, wire.BidQty, out var bid, out var bidQty) is { } bidError) return bidError;
        if (SideError(instrument, "ask", wire.Ask, wire.AskQty, out var ask, out var askQty) is { } askError) return askError;
        if (SideError(instrument, "lastPx", wire.LastPx, wire.LastQty, out var lastPx, out var lastQty) is { } lastError) return lastError;
        tick = new Tick
        {
            InstrumentId = instrument.Id,
            Time = Timestamp.From(wire.Time),
            ProviderId = wire.ProviderId,
            Sequence = wire.Sequence,
            Kind = EnumWire.ToModel(wire.Kind),
            Bid = bid,
            BidQty = bidQty,
            Ask = ask,
            AskQty = askQty,
            LastPx = lastPx,
            LastQty = lastQty,
        };
        return TickChecks.FindFault(tick) is { } fault ? ApiError.Invalid(fault) : null;
    }

    /// <summary>The fault of a tick given in ticks and lots; null when there is none.</summary>
    public static ApiError? Check(Instrument instrument, in Tick tick)
    {
        if (TickChecks.FindFault(tick) is { } fault) return ApiError.Invalid(fault);
        if (tick.ProviderId < 1) return ApiError.Invalid("providerId must be 1 or more; 0 is our own book.");
        if (!IsSide(instrument, tick.Bid, tick.BidQty)
            || !IsSide(instrument, tick.Ask, tick.AskQty)
            || !IsSide(instrument, tick.LastPx, tick.LastQty))
            return new ApiError(InvalidPrice, 422, $"A price of the tick is no legal price of {instrument.Symbol}, or has no quantity.");
        return tick.Kind switch
        {
            TickKind.Quote when tick.LastQty != Quantity.Zero => ApiError.Invalid("A quote has no lastPx or lastQty."),
            TickKind.Trade when tick.LastQty == Quantity.Zero => ApiError.Invalid("A trade has lastPx and a lastQty above zero."),
            TickKind.Trade when tick.BidQty != Quantity.Zero || tick.AskQty != Quantity.Zero =>
                ApiError.Invalid("A trade has no bid or ask."),
            TickKind.Quote or TickKind.Trade => null,
        };
    }

    private static bool IsSide(Instrument instrument, Price price, Quantity quantity) =>
        quantity == Quantity.Zero ? price.Ticks == 0 : price.Ticks > 0 || instrument.AllowsNegativePrices;

    private static ApiError? KindError(Client.Tick wire) => wire.Kind switch
    {
        Client.TickKind.Quote when wire.LastPx is not null || wire.LastQty is not null =>
            ApiError.Invalid("A quote has no lastPx or lastQty."),
        Client.TickKind.Trade when wire.LastPx is null || wire.LastQty is null or <= 0m =>
            ApiError.Invalid("A trade has lastPx and a lastQty above zero."),
        Client.TickKind.Trade when wire.Bid is not null || wire.BidQty is not null || wire.Ask is not null || wire.AskQty is not null =>
            ApiError.Invalid("A trade has no bid or ask."),
        Client.TickKind.Quote or Client.TickKind.Trade => null,
    };

    /// <summary>Checks a price and its quantity: neither, both, or a price alone, which counts as one lot.</summary>
    private static ApiError? SideError(
        Instrument instrument, string field, decimal? priceValue, decimal? quantityValue, out Price price, out Quantity quantity)
    {
        (price, quantity) = (default, Quantity.Zero);
        if (priceValue is not { } given)
            return quantityValue is null or 0m ? null : ApiError.Invalid("A quantity without its price says nothing.");
        if (!instrument.TryToPrice(given, out price)) return Increments.WrongPrice(instrument, field, given);
        if (price.Ticks <= 0 && !instrument.AllowsNegativePrices)
            return new ApiError(InvalidPrice, 422, $"{given} is no legal price of {instrument.Symbol}.");
        if (quantityValue is not { } size)
        {
            quantity = OneLot;
            return null;
        }

        return instrument.TryToQuantity(size, out quantity) ? null : Increments.WrongQuantity(instrument, $"quantity of {field}", size);
    }
}
