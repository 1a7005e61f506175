using Rtx.ClientApi.Errors;
using Rtx.ClientApi.Wire;
using Rtx.Model;
using static Rtx.Client.RtxErrorCodes;

namespace Rtx.ClientApi.Orders;

/// <summary>From decimal strings to ticks and lots. Extra digits are refused, never rounded.</summary>
internal static class OrderTranslation
{
    public static Outcome<NewOrder> ToNewOrder(Instrument instrument, Client.PlaceOrderRequest request)
    {
        if (!ClientOrderId.IsValid(request.ClientOrderId))
            return ApiError.Invalid($"clientOrderId must be 1 to {ClientOrderId.MaxLength} printable ASCII characters without space.");
        if (!Enum.IsDefined(request.Side) || !Enum.IsDefined(request.OrderType) || (request.TimeInForce is { } given && !Enum.IsDefined(given)))
            return ApiError.Invalid("side, orderType or timeInForce has no legal value.");
        if (QuantityError(instrument, request.OrderQty, out var quantity) is { } quantityError) return quantityError;
        if (PriceError(instrument, request.Price, out var price) is { } priceError) return priceError;

        return new NewOrder
        {
            ClientOrderId = new ClientOrderId(request.ClientOrderId),
            InstrumentId = instrument.Id,
            Side = EnumWire.ToModel(request.Side),
            OrderType = EnumWire.ToModel(request.OrderType),
            TimeInForce = EnumWire.ToModel(request.TimeInForce ?? DefaultTimeInForce(request.OrderType)),
            OrderQty = quantity,
            Price = price,
        };
    }

    public static Outcome<AmendOrder> ToAmendOrder(Instrument instrument, long orderId, Client.AmendOrderRequest request)
    {
        if (request.OrderQty is null && request.Price is null) return ApiError.Invalid("Give orderQty, price or both.");
        Quantity? newQuantity = null;
        if (request.OrderQty is { } value)
        {
            if (QuantityError(instrument, value, out var quantity) is { } quantityError) return quantityError;
            newQuantity = quantity;
        }

        if (PriceError(instrument, request.Price, out var price) is { } priceError) return priceError;
        return new AmendOrder(new OrderId(orderId), newQuantity, price);
    }

    private static Client.TimeInForce DefaultTimeInForce(Client.OrderType type) => type switch
    {
        Client.OrderType.Limit => Client.TimeInForce.Gtc,
        Client.OrderType.Market => Client.TimeInForce.Ioc,
    };

    private static ApiError? QuantityError(Instrument instrument, decimal value, out Quantity quantity) =>
        instrument.TryToQuantity(value, out quantity)
            ? null
            : new ApiError(QuantityNotOnLot, 422, $"{value} is no whole multiple of {instrument.Symbol}'s quantity increment {instrument.QuantityIncrement}.");

    private static ApiError? PriceError(Instrument instrument, decimal? value, out Price? price)
    {
        price = null;
        if (value is not { } given) return null;
        if (!instrument.TryToPrice(given, out var ticks))
            return new ApiError(PriceNotOnTick, 422, $"{given} is no whole multiple of {instrument.Symbol}'s price increment {instrument.PriceIncrement}.");
        price = ticks;
        return null;
    }
}
