using Rtx.Client;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Orders;
using Rtx.Model;
using Rtx.Testing;
using ContingencyType = Rtx.Client.ContingencyType;
using ListRole = Rtx.Model.ListRole;
using OrderType = Rtx.Client.OrderType;
using Side = Rtx.Client.Side;

namespace Rtx.Api.Tests.Orders;

public sealed class OrderListTranslationTests
{
    [Fact]
    public void A_role_that_is_given_stays_and_others_are_left_to_the_account()
    {
        var list = Translate(ContingencyType.Bracket, Order(Side.Sell) with { ListRole = Client.ListRole.TakeProfit }, Order(Side.Sell));

        Assert.Equal([ListRole.TakeProfit, ListRole.None], list.Value!.Orders.Select(order => order.Instructions?.ListRole ?? ListRole.None));
    }

    [Fact]
    public void The_order_with_the_fault_is_named()
    {
        var error = Translate(ContingencyType.Oco, Order(Side.Buy), Order(Side.Sell) with { ClientOrderId = "second", Price = 1.5m }).Error!;

        Assert.Equal((RtxErrorCodes.PriceNotOnTick, 400), (error.Code, error.Status));
        Assert.StartsWith("Order second: ", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Orders_of_two_symbols_are_no_list() =>
        Assert.Equal(RtxErrorCodes.InvalidRequest, Translate(ContingencyType.Oco, Order(Side.Buy), Order(Side.Sell) with { Symbol = "OTHER" }).Error?.Code);

    [Fact]
    public void An_enum_member_that_does_not_exist_is_refused()
    {
        Assert.Equal(RtxErrorCodes.InvalidRequest, Translate((ContingencyType)9, Order(Side.Buy), Order(Side.Sell)).Error?.Code);
        Assert.Equal(RtxErrorCodes.InvalidRequest, Translate(ContingencyType.Oco, Order(Side.Buy), Order(Side.Sell) with { ListRole = (Client.ListRole)9 }).Error?.Code);
    }

    private static Outcome<NewOrderList> Translate(ContingencyType type, params PlaceOrderRequest[] orders) => OrderListTranslation.ToNewOrderList(
        TestInstruments.Spot, new PlaceOrderListRequest { ContingencyType = type, Orders = orders }, new OrderOrigin(new UserId(1), ConnectionId: 0));

    private static PlaceOrderRequest Order(Side side) =>
        new() { ClientOrderId = "a", Symbol = TestInstruments.Spot.Symbol, Side = side, OrderType = OrderType.Limit, OrderQty = 1m, Price = 100m };
}
