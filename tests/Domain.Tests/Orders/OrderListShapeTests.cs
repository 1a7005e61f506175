using Rtx.Domain.Orders;
using Rtx.Domain.Tests.Accounts;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Orders;

/// <summary>Which order lists have a valid shape, and the roles that their orders get.</summary>
public class OrderListShapeTests
{
    private static NewOrder[] Orders(params ListRole[] roles) =>
        [.. roles.Select((role, index) => AccountFixture.Limit(TestInstruments.Spot, Side.Buy, 1, 100, $"o{index}") with
        {
            Instructions = role == ListRole.None ? null : new OrderInstructions { ListRole = role },
        })];

    private static NewOrder[] Orders(params Side[] sides) =>
        [.. Orders(new ListRole[sides.Length]).Zip(sides, (order, side) => order with { Side = side })];

    public static TheoryData<ContingencyType, NewOrder[], ListRole[]> Lists() => new()
    {
        { ContingencyType.Oco, Orders(Side.Buy, Side.Sell, Side.Buy), [ListRole.OcoLeg, ListRole.OcoLeg, ListRole.OcoLeg] },
        { ContingencyType.Oto, Orders(Side.Buy, Side.Sell, Side.Buy), [ListRole.Entry, ListRole.Child, ListRole.Child] },
        { ContingencyType.Bracket, Orders(Side.Buy, Side.Sell, Side.Sell, Side.Sell),
            [ListRole.Entry, ListRole.StopLoss, ListRole.TakeProfit, ListRole.TakeProfit] },
        { ContingencyType.Bracket, Orders(Side.Sell, Side.Sell), [ListRole.StopLoss, ListRole.TakeProfit] },
        { ContingencyType.Oco, Orders(ListRole.None, ListRole.None, ListRole.OcoLeg), [ListRole.OcoLeg, ListRole.OcoLeg, ListRole.OcoLeg] },
        { ContingencyType.Oto, Orders(ListRole.None, ListRole.None, ListRole.None), [ListRole.Entry, ListRole.Child, ListRole.Child] },
        { ContingencyType.Bracket, Orders(ListRole.Entry, ListRole.TakeProfit, ListRole.StopLoss),
            [ListRole.Entry, ListRole.TakeProfit, ListRole.StopLoss] },
        { ContingencyType.Bracket, Orders(ListRole.StopLoss, ListRole.TakeProfit), [ListRole.StopLoss, ListRole.TakeProfit] },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void Orders_without_a_role_get_the_one_of_their_position(ContingencyType type, NewOrder[] orders, ListRole[] roles)
    {
        var complete = OrderListShape.Complete(new NewOrderList(type, orders));

        Assert.NotNull(complete);
        Assert.Equal(roles, complete.Select(order => order.Instructions!.ListRole));
    }

    public static TheoryData<string, ContingencyType, NewOrder[]> Shapeless()
    {
        var two = Orders(ListRole.None, ListRole.None);
        return new TheoryData<string, ContingencyType, NewOrder[]>
        {
            { "no orders", ContingencyType.Oco, [] },
            { "one order", ContingencyType.Oco, Orders(ListRole.OcoLeg) },
            { "more orders than a list may have", ContingencyType.Oco, Orders(new ListRole[NewOrderList.MaxOrders + 1]) },
            { "two instruments", ContingencyType.Oco, [two[0], two[1] with { InstrumentId = new InstrumentId(9) }] },
            { "two orders of one name", ContingencyType.Oco, [two[0], two[1] with { ClientOrderId = two[0].ClientOrderId }] },
            { "no kind", default, two },
            { "an entry among legs", ContingencyType.Oco, Orders(ListRole.Entry, ListRole.None) },
            { "a stop loss among children", ContingencyType.Oto, Orders(ListRole.Entry, ListRole.StopLoss) },
            { "a leg in a bracket", ContingencyType.Bracket, Orders(ListRole.OcoLeg, ListRole.TakeProfit) },
        };
    }

    [Theory]
    [MemberData(nameof(Shapeless))]
    public void List_without_the_shape_of_its_kind_is_invalid(string what, ContingencyType type, NewOrder[] orders) =>
        Assert.True(OrderListShape.Complete(new NewOrderList(type, orders)) is null, what);
}
