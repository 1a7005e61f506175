using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

public sealed class OrderListEndpointTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bracket_protects_what_its_entry_opened_and_its_take_profit_ends_it()
    {
        await using var floor = await Floor.Open(system);
        var bracket = Bracket(floor);

        var placed = await floor.Trader.Orders.PlaceListAsync(floor.Account, bracket, Token);
        Assert.Equal([OrderPlace.Book, OrderPlace.Held, OrderPlace.Held], placed.Orders.Select(order => order.Place));
        Assert.Equal([ListRole.Entry, ListRole.StopLoss, ListRole.TakeProfit], placed.Orders.Select(order => order.ListRole));
        Assert.All(placed.Orders, order => Assert.Equal(placed.Orders[0].OrderId, order.ListId));

        await floor.Other.Orders.PlaceAsync(floor.OtherAccount, floor.Limit(Side.Sell, 100m, 2m), Token);
        Assert.Equal(OrderPlace.Trigger, (await floor.Wait(bracket.Orders[1].ClientOrderId, order => order.Place != OrderPlace.Held)).Place);
        await floor.Other.Orders.PlaceAsync(floor.OtherAccount, floor.Limit(Side.Buy, 110m, 2m), Token);

        var taken = await floor.Wait(bracket.Orders[2].ClientOrderId, order => order.Status == OrdStatus.Filled);
        Assert.Equal(110m, taken.AvgPx);
        var stopped = await floor.Wait(bracket.Orders[1].ClientOrderId, order => order.Status == OrdStatus.Canceled);
        Assert.Equal(ExecReason.LinkedOrder, stopped.Reason);
        Assert.Equal(placed.Orders.Select(order => order.OrderId), (await floor.Trader.Orders.PlaceListAsync(floor.Account, bracket, Token)).Orders.Select(order => order.OrderId));
    }

    [Fact]
    public async Task The_end_of_one_leg_cancels_the_other()
    {
        await using var floor = await Floor.Open(system);
        var list = new PlaceOrderListRequest { ContingencyType = ContingencyType.Oco, Orders = [floor.Limit(Side.Buy, 90m, 1m), floor.Limit(Side.Buy, 80m, 1m)] };
        await floor.Trader.Orders.PlaceListAsync(floor.Account, list, Token);

        await floor.Trader.Orders.CancelAsync(floor.Account, list.Orders[0].ClientOrderId, Token);

        Assert.Equal(ExecReason.LinkedOrder, (await floor.Wait(list.Orders[1].ClientOrderId, order => order.Status == OrdStatus.Canceled)).Reason);
        Assert.Empty(await floor.OpenOrders());
    }

    [Fact]
    public async Task A_list_with_one_wrong_order_is_refused_as_a_whole_and_names_it()
    {
        await using var floor = await Floor.Open(system);
        var bracket = Bracket(floor);
        var wrong = bracket with { Orders = [bracket.Orders[0], bracket.Orders[1], bracket.Orders[2] with { DisplayQty = 5m }] };

        var refused = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Orders.PlaceListAsync(floor.Account, wrong, Token));

        Assert.Equal((RtxErrorCodes.InvalidDisplayQty, 422), (refused.Code, refused.Status));
        Assert.Empty(await floor.OpenOrders());
    }

    [Fact]
    public async Task A_list_that_has_not_what_its_kind_asks_for_is_refused()
    {
        await using var floor = await Floor.Open(system);
        var order = floor.Limit(Side.Buy, 1m, 1m);

        foreach (var orders in new[] { [order], Enumerable.Range(0, 17).Select(i => order with { ClientOrderId = $"{order.ClientOrderId}{i}" }).ToArray() })
        {
            var refused = await Assert.ThrowsAsync<RtxException>(
                () => floor.Trader.Orders.PlaceListAsync(floor.Account, new PlaceOrderListRequest { ContingencyType = ContingencyType.Oco, Orders = orders }, Token));
            Assert.Equal(RtxErrorCodes.InvalidList, refused.Code);
        }
    }

    [Theory]
    [InlineData(RtxStreamProtocol.MessagePack)]
    [InlineData(RtxStreamProtocol.Json)]
    public async Task Lists_go_over_the_hub(RtxStreamProtocol protocol)
    {
        await using var floor = await Floor.Open(system);
        await using var stream = floor.Trader.CreateStream(new RtxStreamOptions { Protocol = protocol });
        await stream.ConnectAsync(Token);

        var placed = await stream.PlaceOrderListAsync(floor.Account, Bracket(floor), Token);
        var cancelled = await stream.CancelAllAsync(floor.Account, cancellationToken: Token);

        Assert.Equal(3, placed.Orders.Count);
        Assert.Contains(cancelled.Orders, order => order.OrderId == placed.Orders[0].OrderId);
        Assert.Empty(await floor.OpenOrders());
    }

    private static PlaceOrderListRequest Bracket(Floor floor) => new()
    {
        ContingencyType = ContingencyType.Bracket,
        Orders =
        [
            floor.Limit(Side.Buy, 100m, 2m),
            floor.Order(Side.Sell, OrderType.Stop, 2m) with { StopPx = 90m },
            floor.Limit(Side.Sell, 110m, 2m),
        ],
    };
}
