using Rtx.Model;

namespace Rtx.Domain.Orders;

/// <summary>
/// What a list of orders must look like before its orders are looked at: 2 to <see cref="NewOrderList.MaxOrders"/> orders of one instrument with names of their own,
/// whose roles belong to the list's kind. How many of each role there are, and on which side, is the book's to check.
/// </summary>
public static class OrderListShape
{
    /// <summary>
    /// The orders with their roles; null when the list has not that shape. Orders without a role get the one of their position: legs of an OCO, entry and
    /// children of an OTO, entry, stop loss and take profits of a bracket. A bracket whose first two orders are on one side has no entry.
    /// </summary>
    public static IReadOnlyList<NewOrder>? Complete(NewOrderList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (list.ContingencyType is not (ContingencyType.Oco or ContingencyType.Oto or ContingencyType.Bracket)) return null;
        if (list.Orders is not { Count: >= 2 and <= NewOrderList.MaxOrders } orders) return null;
        if (orders.Any(order => order.InstrumentId != orders[0].InstrumentId) || orders.DistinctBy(order => order.ClientOrderId).Count() != orders.Count) return null;
        var complete = orders.Select((order, index) => WithRole(order, DefaultRole(list, index))).ToArray();
        return complete.All(order => IsRoleOf(list.ContingencyType, order.Instructions?.ListRole ?? ListRole.None)) ? complete : null;
    }

    private static NewOrder WithRole(NewOrder order, ListRole role) =>
        order.Instructions is { ListRole: not ListRole.None } ? order : order with { Instructions = (order.Instructions ?? new OrderInstructions()) with { ListRole = role } };

    private static ListRole DefaultRole(NewOrderList list, int index) => list.ContingencyType switch
    {
        ContingencyType.Oco => ListRole.OcoLeg,
        ContingencyType.Oto => index == 0 ? ListRole.Entry : ListRole.Child,
        ContingencyType.Bracket => (index - (HasEntry(list) ? 1 : 0)) switch
        {
            < 0 => ListRole.Entry,
            0 => ListRole.StopLoss,
            > 0 => ListRole.TakeProfit,
        },
    };

    // An entry is on the other side than what closes it.
    private static bool HasEntry(NewOrderList list) => list.Orders[0].Side != list.Orders[1].Side;

    private static bool IsRoleOf(ContingencyType type, ListRole role) => type switch
    {
        ContingencyType.Oco => role == ListRole.OcoLeg,
        ContingencyType.Oto => role is ListRole.Entry or ListRole.Child,
        ContingencyType.Bracket => role is ListRole.Entry or ListRole.StopLoss or ListRole.TakeProfit,
    };
}
