using Rtx.Gateway.Errors;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.Gateway.Orders;

/// <summary>Translates the wire's order requests to the grains': decimals to ticks and lots, enums checked, defaults filled in.</summary>
public static class OrderTranslation
{
    private static readonly OrderInstructions AsksForNothing = new();

    public static Outcome<NewOrder> ToNewOrder(Instrument instrument, Client.PlaceOrderRequest request, OrderOrigin origin) =>
        request.ListRole == Client.ListRole.None
            ? ToNewOrder(instrument, request, origin, ListRole.None)
            : ApiError.Invalid("listRole is for orders of a list.");

    /// <summary>Translates an order of a list, with its role.</summary>
    public static Outcome<NewOrder> ToNewOrder(Instrument instrument, Client.PlaceOrderRequest request, OrderOrigin origin, ListRole role)
    {
        if (NameError("clientOrderId", request.ClientOrderId) is { } nameError) return nameError;
        if (!HasLegalEnums(request))
            return ApiError.Invalid("side, orderType, timeInForce, triggerSource, postOnly or selfTradePrevention has no legal value.");
        if (TagError(request.Tag) is { } tagError) return tagError;
        if (request.TradeGroup < 0) return ApiError.Invalid("tradeGroup must not be negative.");
        if (request.CancelOnDisconnect && origin.ConnectionId == 0)
            return ApiError.Invalid("cancelOnDisconnect needs a connection: place the order over the hub, or use cancel-all-after.");
        var terms = new DecimalTerms(instrument);
        var order = new NewOrder
        {
            ClientOrderId = new ClientOrderId(request.ClientOrderId),
            InstrumentId = instrument.Id,
            Side = EnumWire.ToModel(request.Side),
            OrderType = EnumWire.ToModel(request.OrderType),
            TimeInForce = EnumWire.ToModel(request.TimeInForce ?? DefaultTimeInForce(request)),
            OrderQty = terms.ToQuantity("orderQty", request.OrderQty),
            Price = terms.ToPrice("price", request.Price),
            Instructions = ToInstructions(request, origin, role, terms),
            LimitOffset = terms.ToPrice("limitOffset", request.LimitOffset)?.Ticks,
        };
        return terms.Error is { } error ? error : order;
    }

    public static Outcome<AmendOrder> ToAmendOrder(Instrument instrument, long orderId, Client.AmendOrderRequest request)
    {
        if (request is { OrderQty: null, Price: null, StopPx: null, DisplayQty: null, ExpireTime: null, NewClientOrderId: null })
            return ApiError.Invalid("Give at least one of orderQty, price, stopPx, displayQty, expireTime and newClientOrderId.");
        if (request.NewClientOrderId is { } name && NameError("newClientOrderId", name) is { } nameError) return nameError;
        var terms = new DecimalTerms(instrument);
        var amend = new AmendOrder(
            new OrderId(orderId), terms.ToQuantity("orderQty", request.OrderQty), terms.ToPrice("price", request.Price))
        {
            StopPx = terms.ToPrice("stopPx", request.StopPx),
            DisplayQty = terms.ToQuantity("displayQty", request.DisplayQty),
            ExpireTime = TimeWire.ToModel(request.ExpireTime),
            NewClientOrderId = request.NewClientOrderId is { } newName ? new ClientOrderId(newName) : null,
        };
        return terms.Error is { } error ? error : amend;
    }

    private static OrderInstructions? ToInstructions(
        Client.PlaceOrderRequest request, OrderOrigin origin, ListRole role, DecimalTerms terms)
    {
        var instructions = new OrderInstructions
        {
            StopPx = terms.ToPrice("stopPx", request.StopPx),
            TriggerSource = EnumWire.ToModel(request.TriggerSource),
            TrailOffset = terms.ToTrailOffset(request.TrailingOffset, request.TrailingOffsetPercent),
            DisplayQty = terms.ToQuantity("displayQty", request.DisplayQty),
            MinQty = terms.ToQuantity("minQty", request.MinQty),
            PostOnly = EnumWire.ToModel(request.PostOnly),
            ReduceOnly = request.ReduceOnly,
            ExpireTime = TimeWire.ToModel(request.ExpireTime),
            SelfTradePrevention = EnumWire.ToModel(request.SelfTradePrevention),
            TradeGroup = TradeGroupWire.ToModel(origin.User, request.TradeGroup),
            Tag = request.Tag is { } tag ? new OrderTag(tag) : default,
            ConnectionId = request.CancelOnDisconnect ? origin.ConnectionId : 0,
            ListRole = role,
        };
        return instructions == AsksForNothing ? null : instructions;
    }

    private static Client.TimeInForce DefaultTimeInForce(Client.PlaceOrderRequest request) => request.OrderType switch
    {
        Client.OrderType.Market => Client.TimeInForce.Ioc,
        Client.OrderType.Limit or Client.OrderType.Stop or Client.OrderType.StopLimit or Client.OrderType.TrailingStop
            or Client.OrderType.TrailingStopLimit
            or Client.OrderType.MarketIfTouched or Client.OrderType.LimitIfTouched or Client.OrderType.MarketToLimit =>
            request.ExpireTime is null ? Client.TimeInForce.Gtc : Client.TimeInForce.Gtd,
    };

    private static bool HasLegalEnums(Client.PlaceOrderRequest request) =>
        Enum.IsDefined(request.Side) && Enum.IsDefined(request.OrderType) && (request.TimeInForce is not { } given || Enum.IsDefined(given))
        && Enum.IsDefined(request.TriggerSource) && Enum.IsDefined(request.PostOnly) && Enum.IsDefined(request.SelfTradePrevention);

    /// <summary>The fault of a tag; null when the tag is valid or not given.</summary>
    public static ApiError? TagError(string? tag) =>
        tag is null || OrderTag.IsValid(tag) ? null : ApiError.Invalid($"tag must be {OrderTag.Form}.");

    private static ApiError? NameError(string field, string name) =>
        ClientOrderId.IsNewValid(name)
            ? null
            : ApiError.Invalid(
                $"{field} must be 1 to {ClientOrderId.MaxLength} letters, digits and {ClientOrderId.PathCharacters}, with a letter or "
                    + "digit among them.");
}
