using Rtx.Gateway.Errors;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.Gateway.Orders;

/// <summary>Translates the wire's order lists to the grains'.</summary>
public static class OrderListTranslation
{
    public static Outcome<NewOrderList> ToNewOrderList(Instrument instrument, Client.PlaceOrderListRequest request, OrderOrigin origin)
    {
        if (!Enum.IsDefined(request.ContingencyType) || request.Orders.Any(order => !Enum.IsDefined(order.ListRole)))
            return ApiError.Invalid("contingencyType or listRole has no legal value.");
        if (request.Orders.Any(order => order.Symbol != request.Orders[0].Symbol))
            return ApiError.Invalid("All orders of a list have one symbol.");
        var orders = new List<NewOrder>(request.Orders.Count);
        foreach (var given in request.Orders)
        {
            if (
                !OrderTranslation.ToNewOrder(instrument, given, origin, EnumWire.ToModel(given.ListRole))
                    .TryGet(out var order, out var error))
                return error with { Detail = $"Order {given.ClientOrderId}: {error.Detail}" };
            orders.Add(order);
        }

        return new NewOrderList(EnumWire.ToModel(request.ContingencyType), orders);
    }
}
