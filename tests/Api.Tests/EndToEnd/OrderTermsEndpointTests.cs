using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

public sealed class OrderTermsEndpointTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stop_order_waits_until_the_market_trades_at_its_trigger()
    {
        await using var floor = await Floor.Open(system);
        await floor.Rest(Side.Sell, 101m, 3m);

        var placed = await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Order(Side.Buy, OrderType.Stop, 2m) with { StopPx = 101m }, Token);
        Assert.Equal((OrderPlace.Trigger, 101m, OrdStatus.New), (placed.Order.Place, placed.Order.StopPx, placed.Order.Status));
        await floor.Other.Orders.PlaceAsync(floor.OtherAccount, floor.Order(Side.Buy, OrderType.Limit, 1m) with { Price = 101m }, Token);

        var filled = await floor.Wait(placed.Order.ClientOrderId, order => order.Status == OrdStatus.Filled);
        Assert.Equal((101m, 2m, OrderPlace.None), (filled.AvgPx, filled.CumQty, filled.Place));
    }

    [Fact]
    public async Task An_iceberg_shows_only_a_part_of_itself()
    {
        await using var floor = await Floor.Open(system);

        var placed = await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 10m, 10m) with { DisplayQty = 2m }, Token);

        Assert.Equal((2m, 2m, 10m), (placed.Order.DisplayQty, placed.Order.DisplayedQty, placed.Order.LeavesQty));
        var book = await floor.Trader.Instruments.GetDepthAsync(floor.Symbol, cancellationToken: Token);
        Assert.Equal((10m, 2m), (book.Bids.Single().Price, book.Bids.Single().Quantity));
    }

    [Fact]
    public async Task A_post_only_order_is_refused_or_slides_when_it_would_trade()
    {
        await using var floor = await Floor.Open(system);
        await floor.Rest(Side.Sell, 100m, 1m);

        var refused = await Assert.ThrowsAsync<RtxException>(
            () => floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 100m, 1m) with { PostOnly = PostOnly.Reject }, Token));
        var request = floor.Limit(Side.Buy, 100m, 1m) with { PostOnly = PostOnly.Slide };
        var slid = await floor.Trader.Orders.PlaceAsync(floor.Account, request, Token);

        Assert.Equal((RtxErrorCodes.PostOnlyWouldTrade, 422), (refused.Code, refused.Status));
        Assert.Equal((99.99m, OrderPlace.Book), (slid.Order.Price, slid.Order.Place));
        Assert.Equal(slid.Order, (await floor.Trader.Orders.PlaceAsync(floor.Account, request, Token)).Order);
    }

    [Fact]
    public async Task A_renamed_order_answers_to_both_names_and_neither_is_free_again()
    {
        await using var floor = await Floor.Open(system);
        var request = floor.Limit(Side.Buy, 10m, 1m);
        var placed = await floor.Trader.Orders.PlaceAsync(floor.Account, request, Token);

        var renamed = await floor.Trader.Orders.AmendAsync(floor.Account, placed.Order.OrderId, new AmendOrderRequest { NewClientOrderId = "another" }, Token);

        Assert.Equal("another", renamed.Order.ClientOrderId);
        foreach (var name in new[] { request.ClientOrderId, "another" })
        {
            Assert.Equal(renamed.Order, await floor.Trader.Orders.GetAsync(floor.Account, name, Token));
            var taken = await Assert.ThrowsAsync<RtxException>(
                () => floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 9m, 1m) with { ClientOrderId = name }, Token));
            Assert.Equal(RtxErrorCodes.DuplicateClientOrderId, taken.Code);
        }

        Assert.Equal(OrdStatus.Canceled, (await floor.Trader.Orders.CancelAsync(floor.Account, "another", Token)).Order.Status);
    }

    [Fact]
    public async Task What_the_server_adds_to_an_order_does_not_make_its_repetition_another_one()
    {
        await using var floor = await Floor.Open(system);
        await floor.Rest(Side.Buy, 100m, 5m);
        await floor.Other.Orders.PlaceAsync(floor.OtherAccount, floor.Order(Side.Sell, OrderType.Limit, 1m) with { Price = 100m }, Token);
        var trailing = floor.Order(Side.Sell, OrderType.TrailingStopLimit, 1m) with { TrailingOffsetPercent = 2.5m, LimitOffset = 0.10m };
        var day = floor.Limit(Side.Buy, 9m, 1m) with { TimeInForce = TimeInForce.Day };

        foreach (var request in new[] { trailing, day })
        {
            var first = await floor.Trader.Orders.PlaceAsync(floor.Account, request, Token);
            Assert.Equal(first.Order, (await floor.Trader.Orders.PlaceAsync(floor.Account, request, Token)).Order);
            var other = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Orders.PlaceAsync(floor.Account, request with { Tag = "1" }, Token));
            Assert.Equal(RtxErrorCodes.DuplicateClientOrderId, other.Code);
        }

        var placed = await floor.Trader.Orders.GetAsync(floor.Account, trailing.ClientOrderId, Token);
        Assert.Equal((97.50m, 97.40m, 2.5m, OrderPlace.Trigger), (placed.StopPx, placed.Price, placed.TrailingOffsetPercent, placed.Place));
        Assert.NotNull((await floor.Trader.Orders.GetAsync(floor.Account, day.ClientOrderId, Token)).ExpireTime);
    }

    [Fact]
    public async Task A_tag_is_answered_wherever_its_order_is_and_lists_are_read_by_it()
    {
        await using var floor = await Floor.Open(system);
        await floor.Rest(Side.Sell, 10m, 5m);
        var tag = new string('~', 32);
        var market = floor.Order(Side.Buy, OrderType.Market, 1m) with { Tag = tag };
        var filled = await floor.Trader.Orders.PlaceAsync(floor.Account, market, Token);
        var limit = floor.Limit(Side.Buy, 5m, 1m);
        foreach (var name in new[] { "x-1", "x-2", "x-3" })
            await floor.Trader.Orders.PlaceAsync(floor.Account, limit with { ClientOrderId = name, Tag = name == "x-1" ? "7" : tag }, Token);
        var batch = new PlaceOrderBatchRequest
        {
            Orders = [limit with { ClientOrderId = "x-4", Tag = tag }, limit with { ClientOrderId = "x-5", Tag = "no tag" }],
        };

        var results = (await floor.Trader.Orders.PlaceBatchAsync(floor.Account, batch, Token)).Results;
        var byTag = await floor.Trader.Orders.ReadAsync(floor.Account, new OrderFilter { Tag = tag, Limit = 1 }, Token).ToListAsync(Token);
        var open = await floor.Trader.Orders.ListAsync(floor.Account, new OrderFilter { Tag = tag, OpenOnly = true }, Token);
        var trade = Assert.Single(await floor.Trader.Accounts.GetExecutionsAsync(floor.Account, cancellationToken: Token));

        Assert.Equal((tag, RtxErrorCodes.InvalidRequest), (results[0].Reply!.Order.Tag, results[1].Error!.Code));
        Assert.Equal((4, 3), (byTag.Count, open.Count));
        Assert.All([.. byTag, .. open, filled.Order], order => Assert.Equal(tag, order.Tag));
        Assert.Equal((filled.Order.OrderId, tag), (trade.OrderId, trade.Tag));
        Assert.Equal("7", Assert.Single(await floor.Trader.Orders.ListAsync(floor.Account, new OrderFilter { Tag = "7" }, Token)).Tag);
        Assert.Empty(await floor.Trader.Orders.ListAsync(floor.Account, new OrderFilter { Tag = "none-of-these" }, Token));
        await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Orders.ListAsync(floor.Account, new OrderFilter { Tag = "<b>" }, Token));
    }

    [Fact]
    public async Task What_kept_an_account_from_trading_with_itself_is_found_by_its_reason()
    {
        await using var floor = await Floor.Open(system);
        var resting = await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Sell, 10m, 1m), Token);

        await floor.Trader.Orders.PlaceAsync(
            floor.Account, floor.Limit(Side.Buy, 10m, 1m) with { SelfTradePrevention = SelfTradePrevention.CancelResting }, Token);

        var events = await floor.Trader.Accounts.GetExecutionsAsync(floor.Account, new ExecutionFilter { Reason = ExecReason.SelfTradePrevention }, Token);
        Assert.Equal((resting.Order.OrderId, ExecType.Canceled, OrdStatus.Canceled), (events.Single().OrderId, events.Single().ExecType, events.Single().Status));
        Assert.Empty(await floor.Trader.Accounts.GetExecutionsAsync(floor.Account, cancellationToken: Token));
    }

    [Fact]
    public async Task The_databases_agree_with_what_orders_of_all_kinds_went_through()
    {
        await using var floor = await Floor.Open(system);
        await floor.Rest(Side.Sell, 101m, 3m);
        var iceberg = await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 100m, 10m) with { DisplayQty = 2m, Tag = "grid" }, Token);
        var stop = floor.Order(Side.Buy, OrderType.Stop, 1m) with { StopPx = 101m };
        await floor.Trader.Orders.PlaceAsync(floor.Account, stop, Token);
        await floor.Other.Orders.PlaceAsync(floor.OtherAccount, floor.Limit(Side.Sell, 100m, 3m), Token);
        await floor.Trader.Orders.AmendAsync(floor.Account, iceberg.Order.OrderId, new AmendOrderRequest { OrderQty = 9m, NewClientOrderId = "renamed" }, Token);
        await floor.Other.Orders.PlaceAsync(floor.OtherAccount, floor.Limit(Side.Buy, 101m, 1m) with { SelfTradePrevention = SelfTradePrevention.DecrementAndCancel }, Token);
        await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Order(Side.Buy, OrderType.Market, 1m), Token);
        await floor.Wait(stop.ClientOrderId, order => order.Status == OrdStatus.Filled);
        await floor.Trader.Orders.CancelAllAsync(floor.Account, cancellationToken: Token);

        var invariants = await (await system.AdministratorAsync()).Administration.CheckInvariantsAsync(Token);

        Assert.Contains(invariants, invariant => invariant.Name == "invariant_orders_begin_with_their_ids");
        Assert.Empty(invariants.Where(invariant => invariant.Violations > 0).Select(invariant => invariant.Name));
    }

    [Fact]
    public async Task Terms_that_contradict_each_other_are_refused_with_their_code()
    {
        await using var floor = await Floor.Open(system);
        var refusals = new (PlaceOrderRequest Request, string Code)[]
        {
            (floor.Order(Side.Buy, OrderType.Stop, 1m), RtxErrorCodes.InvalidTerms),
            (floor.Order(Side.Buy, OrderType.TrailingStop, 1m), RtxErrorCodes.InvalidTerms),
            (floor.Limit(Side.Buy, 1m, 1m) with { TimeInForce = TimeInForce.Gtd }, RtxErrorCodes.InvalidTerms),
            (floor.Limit(Side.Buy, 1m, 1m) with { DisplayQty = 2m }, RtxErrorCodes.InvalidDisplayQty),
            (floor.Limit(Side.Buy, 1m, 1m) with { MinQty = 2m }, RtxErrorCodes.InvalidMinQty),
            (floor.Limit(Side.Buy, 1m, 1m) with { ExpireTime = DateTimeOffset.UnixEpoch.AddYears(1) }, RtxErrorCodes.InvalidExpireTime),
            (floor.Limit(Side.Buy, 1m, 1m) with { ReduceOnly = true }, RtxErrorCodes.NothingToReduce),
            (floor.Order(Side.Buy, OrderType.Stop, 1m) with { StopPx = 0m, Price = 1m }, RtxErrorCodes.InvalidStopPx),
            (floor.Limit(Side.Buy, 1m, 1m) with { CancelOnDisconnect = true }, RtxErrorCodes.InvalidRequest),
        };

        foreach (var (request, code) in refusals)
        {
            var refused = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Orders.PlaceAsync(floor.Account, request, Token));
            Assert.Equal(code, refused.Code);
        }
    }
}
