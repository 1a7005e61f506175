using Rtx.Model;

namespace Rtx.Domain.Orders;

/// <summary>Which orders make a list.</summary>
public static class OrderListRules
{
    /// <summary>Whether the orders' accounts, roles, sides and quantities make an OCO, an OTO or a bracket.</summary>
    public static bool AreLegal(ReadOnlySpan<BookOrder> orders)
    {
        if (orders.Length is < 2 or > NewOrderList.MaxOrders) return false;
        foreach (var order in orders)
        {
            if (order.AccountId != orders[0].AccountId) return false;
        }

        return RoleOf(orders[0]) switch
        {
            ListRole.OcoLeg => HaveRole(orders, ListRole.OcoLeg),
            ListRole.Entry when RoleOf(orders[1]) == ListRole.Child => HaveRole(orders[1..], ListRole.Child),
            ListRole.Entry => AreExits(orders[1..]) && AreOpposite(orders[0].Side, orders[1].Side) && StopLossOf(orders[1..]).OrderQty <= orders[0].OrderQty,
            ListRole.StopLoss or ListRole.TakeProfit => AreExits(orders),
            ListRole.None or ListRole.Child => false,
            _ => false,
        };
    }

    private static ListRole RoleOf(in BookOrder order) => order.Instructions?.ListRole ?? ListRole.None;

    private static bool AreOpposite(Side entry, Side exit) => (entry, exit) is (Side.Buy, Side.Sell) or (Side.Sell, Side.Buy);

    private static bool HaveRole(ReadOnlySpan<BookOrder> orders, ListRole role)
    {
        foreach (var order in orders)
        {
            if (RoleOf(order) != role) return false;
        }

        return true;
    }

    private static bool AreExits(ReadOnlySpan<BookOrder> orders)
    {
        var (stopLosses, profits, stopped) = (0, Int128.Zero, Int128.Zero);
        foreach (var order in orders)
        {
            if (order.Side != orders[0].Side) return false;
            switch (RoleOf(order))
            {
                case ListRole.StopLoss:
                    stopLosses++;
                    stopped = order.OrderQty.Lots;
                    break;
                case ListRole.TakeProfit:
                    profits += order.OrderQty.Lots;
                    break;
                case ListRole.None or ListRole.OcoLeg or ListRole.Entry or ListRole.Child:
                default:
                    return false;
            }
        }

        return stopLosses == 1 && orders.Length > 1 && profits <= stopped;
    }

    private static BookOrder StopLossOf(ReadOnlySpan<BookOrder> orders)
    {
        foreach (var order in orders)
        {
            if (RoleOf(order) == ListRole.StopLoss) return order;
        }

        return default;
    }
}
