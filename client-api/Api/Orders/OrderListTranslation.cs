using Rtx.ClientApi.Errors;
using Rtx.ClientApi.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Orders;

/// <summary>From the wire's list of orders to the grains'. Roles that are not given follow from the position.</summary>
internal static class OrderListTranslation
{
    public static Outcome<NewOrderList> ToNewOrderList(Instrument instrument, Client.PlaceOrderListRequest request, OrderOrigin origin)
    {
        if (!Enum.IsDefined(request.ContingencyType) || request.Orders.Any(order => !Enum.IsDefined(order.ListRole)))
            return ApiError.Invalid("contingencyType or listRole has no legal value.");
        if (request.Orders.Any(order => order.Symbol != request.Orders[0].Symbol)) return ApiError.Invalid("All orders of a list have one symbol.");
        var orders = new List<NewOrder>(request.Orders.Count);
        for (var i = 0; i < request.Orders.Count; i++)
        {
            var given = request.Orders[i];
            var role = given.ListRole == Client.ListRole.None ? DefaultRole(request, i) : EnumWire.ToModel(given.ListRole);
            if (!OrderTranslation.ToNewOrder(instrument, given, origin, role).TryGet(out var order, out var error))
                return error with { Detail = $"Order {given.ClientOrderId}: {error.Detail}" };
            orders.Add(order);
        }

        return new NewOrderList(EnumWire.ToModel(request.ContingencyType), orders);
    }

    private static ListRole DefaultRole(Client.PlaceOrderListRequest request, int index) => request.ContingencyType switch
    {
        Client.ContingencyType.Oco => ListRole.OcoLeg,
        Client.ContingencyType.Oto => index == 0 ? ListRole.Entry : ListRole.Child,
        Client.ContingencyType.Bracket => (index - (HasEntry(request) ? 1 : 0)) switch
        {
            < 0 => ListRole.Entry,
            0 => ListRole.StopLoss,
            > 0 => ListRole.TakeProfit,
        },
    };

    // An entry is on the other side than what closes it.
    private static bool HasEntry(Client.PlaceOrderListRequest request) => request.Orders.Count > 1 && request.Orders[0].Side != request.Orders[1].Side;
}
