using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

public sealed class StoppingTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mass_cancel_takes_the_orders_that_fit_and_leaves_the_rest()
    {
        await using var floor = await Floor.Open(system);
        var bid = await Place(floor, floor.Limit(Side.Buy, 10m, 1m));
        var tagged = await Place(floor, floor.Limit(Side.Buy, 9m, 1m) with { Tag = "7" });
        var offer = await Place(floor, floor.Limit(Side.Sell, 20m, 1m));

        var byTag = await floor.Trader.Orders.CancelAllAsync(floor.Account, new MassCancelRequest { Tag = "7" }, Token);
        var bySide = await floor.Trader.Orders.CancelAllAsync(floor.Account, new MassCancelRequest { Symbol = floor.Symbol, Side = Side.Sell }, Token);
        var nothing = await floor.Trader.Orders.CancelAllAsync(floor.Account, new MassCancelRequest { Tag = "8" }, Token);
        var all = await floor.Trader.Orders.CancelAllAsync(floor.Account, cancellationToken: Token);

        Assert.Equal([tagged], byTag.Orders.Select(order => order.OrderId));
        Assert.Equal([offer], bySide.Orders.Select(order => order.OrderId));
        Assert.Empty(nothing.Orders);
        Assert.Equal([bid], all.Orders.Select(order => order.OrderId));
        Assert.All([.. byTag.Orders, .. bySide.Orders, .. all.Orders], order => Assert.Equal((OrdStatus.Canceled, ExecReason.MassCancel), (order.Status, order.Reason)));
    }

    [Fact]
    public async Task A_mass_cancel_by_tag_takes_no_order_of_somebody_else_nor_one_without_the_tag()
    {
        await using var floor = await Floor.Open(system);
        var mine = await Place(floor, floor.Limit(Side.Buy, 10m, 1m) with { Tag = "grid:1" });
        var amendment = new AmendOrderRequest { OrderQty = 2m, Price = 9m, NewClientOrderId = $"n-{Guid.NewGuid():N}" };
        var amended = await floor.Trader.Orders.AmendAsync(floor.Account, mine, amendment, Token);
        var near = await Place(floor, floor.Limit(Side.Buy, 9m, 1m) with { Tag = "Grid:1" });
        var theirs = await floor.Other.Orders.PlaceAsync(floor.OtherAccount, floor.Limit(Side.Buy, 8m, 1m) with { Tag = "grid:1" }, Token);
        await using var stream = floor.Trader.CreateStream();
        await stream.ConnectAsync(Token);

        var foreign = await Assert.ThrowsAsync<RtxException>(
            () => floor.Other.Orders.CancelAllAsync(floor.Account, new MassCancelRequest { Tag = "grid:1" }, Token));
        var cancelled = await stream.CancelAllAsync(floor.Account, new MassCancelRequest { Tag = "grid:1" }, Token);

        Assert.Equal("grid:1", amended.Order.Tag);
        Assert.Equal(404, foreign.Status);
        Assert.Equal([(mine, "grid:1")], cancelled.Orders.Select(order => (order.OrderId, order.Tag!)));
        Assert.Equal([near], (await floor.OpenOrders()).Select(order => order.OrderId));
        Assert.Equal(OrdStatus.New, (await floor.Other.Orders.GetAsync(floor.OtherAccount, theirs.Order.ClientOrderId, Token)).Status);
    }

    [Fact]
    public async Task Orders_placed_while_a_mass_cancel_by_their_tag_works_are_cancelled_or_open_and_nothing_else()
    {
        await using var floor = await Floor.Open(system);
        var (orders, race) = (floor.Trader.Orders, new MassCancelRequest { Tag = "race" });
        var placing = Enumerable.Range(0, 20)
            .Select(number => orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 1m + (number / 100m), 1m) with { Tag = "race" }, Token)).ToList();
        var cancelling = Enumerable.Range(0, 5).Select(_ => orders.CancelAllAsync(floor.Account, race, Token)).ToList();
        var placed = (await Task.WhenAll(placing)).Select(reply => reply.Order.OrderId).ToHashSet();
        var cancelled = (await Task.WhenAll(cancelling)).SelectMany(reply => reply.Orders).Select(order => order.OrderId).ToList();

        var open = (await floor.OpenOrders()).Select(order => order.OrderId).ToList();
        var last = await orders.CancelAllAsync(floor.Account, race, Token);

        Assert.Equal(cancelled.Count, cancelled.Distinct().Count());
        Assert.Equal(placed, [.. cancelled, .. open]);
        Assert.Equal(open.Order(), last.Orders.Select(order => order.OrderId).Order());
        Assert.Empty(await floor.OpenOrders());
    }

    [Fact]
    public async Task The_kill_switch_cancels_what_is_open_and_refuses_what_is_new_until_it_is_off()
    {
        await using var floor = await Floor.Open(system);
        var open = await Place(floor, floor.Limit(Side.Buy, 10m, 1m));

        var killed = await floor.Trader.Orders.SetKillSwitchAsync(floor.Account, isOn: true, Token);
        var refused = await Assert.ThrowsAsync<RtxException>(() => Place(floor, floor.Limit(Side.Buy, 10m, 1m)));
        await floor.Trader.Orders.SetKillSwitchAsync(floor.Account, isOn: false, Token);
        await Place(floor, floor.Limit(Side.Buy, 10m, 1m));

        Assert.Equal((open, ExecReason.KillSwitch), (killed.Orders.Single().OrderId, killed.Orders.Single().Reason));
        Assert.Equal((RtxErrorCodes.KillSwitchOn, 422), (refused.Code, refused.Status));
        Assert.Single(await floor.OpenOrders());
    }

    [Fact]
    public async Task The_dead_man_timer_cancels_everything_when_it_is_not_set_again()
    {
        await using var floor = await Floor.Open(system);
        var request = floor.Limit(Side.Buy, 10m, 1m);
        await Place(floor, request);

        Assert.NotNull(await floor.Trader.Orders.CancelAllAfterAsync(floor.Account, TimeSpan.FromSeconds(1), Token));

        Assert.Equal(ExecReason.CancelAllAfter, (await floor.Wait(request.ClientOrderId, order => order.Status == OrdStatus.Canceled)).Reason);
    }

    [Fact]
    public async Task The_dead_man_timer_is_stopped_by_zero_and_refuses_what_is_no_timeout()
    {
        await using var floor = await Floor.Open(system);
        await using var stream = floor.Trader.CreateStream();
        await stream.ConnectAsync(Token);

        Assert.NotNull(await stream.CancelAllAfterAsync(floor.Account, TimeSpan.FromHours(1), Token));
        Assert.Null(await stream.CancelAllAfterAsync(floor.Account, TimeSpan.Zero, Token));
        var overTheHub = await Assert.ThrowsAsync<RtxException>(() => stream.CancelAllAfterAsync(floor.Account, TimeSpan.FromDays(2), Token));
        var overRest = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Orders.CancelAllAfterAsync(floor.Account, TimeSpan.FromSeconds(-1), Token));
        Assert.Equal((RtxErrorCodes.InvalidRequest, RtxErrorCodes.InvalidRequest), (overTheHub.Code, overRest.Code));
    }

    [Theory]
    [InlineData(RtxStreamProtocol.MessagePack)]
    [InlineData(RtxStreamProtocol.Json)]
    public async Task Orders_that_are_bound_to_a_connection_end_with_it(RtxStreamProtocol protocol)
    {
        await using var floor = await Floor.Open(system);
        var (bound, free) = (floor.Limit(Side.Buy, 10m, 1m) with { CancelOnDisconnect = true }, floor.Limit(Side.Buy, 9m, 1m));
        await using (var stream = floor.Trader.CreateStream(new RtxStreamOptions { Protocol = protocol }))
        {
            await stream.ConnectAsync(Token);
            Assert.True((await stream.PlaceOrderAsync(floor.Account, bound, Token)).Order.CancelOnDisconnect);
            await stream.PlaceOrderAsync(floor.Account, free, Token);
        }

        Assert.Equal(ExecReason.Disconnected, (await floor.Wait(bound.ClientOrderId, order => order.Status == OrdStatus.Canceled)).Reason);
        Assert.Equal(free.ClientOrderId, Assert.Single(await floor.OpenOrders()).ClientOrderId);
    }

    [Fact]
    public async Task An_order_of_another_connection_survives_the_end_of_one()
    {
        await using var floor = await Floor.Open(system);
        await using var lasting = floor.Trader.CreateStream();
        await lasting.ConnectAsync(Token);
        var (first, second) = (floor.Limit(Side.Buy, 10m, 1m) with { CancelOnDisconnect = true }, floor.Limit(Side.Buy, 9m, 1m) with { CancelOnDisconnect = true });
        await lasting.PlaceOrderAsync(floor.Account, first, Token);
        await using (var ending = floor.Trader.CreateStream())
        {
            await ending.ConnectAsync(Token);
            await ending.PlaceOrderAsync(floor.Account, second, Token);
        }

        await floor.Wait(second.ClientOrderId, order => order.Status == OrdStatus.Canceled);
        Assert.Equal(first.ClientOrderId, Assert.Single(await floor.OpenOrders()).ClientOrderId);
    }

    [Fact]
    public async Task Nobody_else_stops_an_account()
    {
        await using var floor = await Floor.Open(system);
        await Place(floor, floor.Limit(Side.Buy, 10m, 1m));
        var orders = floor.Other.Orders;

        foreach (var attempt in new Func<Task>[]
        {
            () => orders.CancelAllAsync(floor.Account, cancellationToken: Token),
            () => orders.CancelAllAfterAsync(floor.Account, TimeSpan.FromSeconds(1), Token),
            () => orders.SetKillSwitchAsync(floor.Account, isOn: true, Token),
            () => orders.CancelAsync(floor.Account, "any", Token),
            () => orders.PlaceListAsync(
                floor.Account, new PlaceOrderListRequest { ContingencyType = ContingencyType.Oco, Orders = [floor.Limit(Side.Buy, 1m, 1m), floor.Limit(Side.Buy, 2m, 1m)] }, Token),
        })
        {
            var refused = await Assert.ThrowsAsync<RtxException>(attempt);
            Assert.Equal((RtxErrorCodes.UnknownAccount, 404), (refused.Code, refused.Status));
        }

        Assert.Single(await floor.OpenOrders());
    }

    private static async Task<long> Place(Floor floor, PlaceOrderRequest request) => (await floor.Trader.Orders.PlaceAsync(floor.Account, request, Token)).Order.OrderId;
}
