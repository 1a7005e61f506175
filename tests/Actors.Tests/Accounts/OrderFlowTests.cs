using Rtx.Actors.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Accounts;

public sealed class OrderFlowTests(TradingCluster cluster)
{
    [Fact]
    public async Task Crossing_orders_trade_and_both_sides_settle()
    {
        var instrument = await cluster.NewSpotAsync();
        var seller = await cluster.NewAccountAsync(new Money(10m, instrument.BaseCurrency));
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));

        var resting = await seller.PlaceOrder(instrument.Limit(Side.Sell, 2m, 100m));
        var taking = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1.5m, 101m));

        Assert.Equal((ReplyStatus.Done, OrdStatus.New), (resting.Status, resting.Order!.Status));
        Assert.Equal((ReplyStatus.Done, OrdStatus.Filled), (taking.Status, taking.Order!.Status));
        var fill = Assert.Single(taking.Fills);
        Assert.Equal(
            (instrument.Ticks(100m), instrument.Lots(1.5m), resting.Order.OrderId), (fill.LastPx, fill.LastQty, fill.RestingOrderId));
        await cluster.AssertEverythingAddsUpAsync();
        var (sold, bought) = (await seller.GetSummary(), await buyer.GetSummary());
        Assert.Equal((8.5m, 149.85m), (sold.Total(instrument.BaseCurrency), sold.Total(TestOrders.Usd)));
        Assert.Equal((1.5m, 849.7m), (bought.Total(instrument.BaseCurrency), bought.Total(TestOrders.Usd)));
        Assert.Equal((0.5m, 0m), (sold.Held(instrument.BaseCurrency), bought.Held(TestOrders.Usd)));
        Assert.Equal(instrument.Lots(0.5m), Assert.Single(sold!.OpenOrders).LeavesQty);
    }

    [Fact]
    public async Task An_answer_is_in_sql_before_it_is_given()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));

        var reply = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));

        Assert.Equal(1L, await cluster.QueryAsync<long>(
            "select count(*) from orders where order_id = $1 and status = 0 and leaves_lots = 1000", reply.Order!.OrderId.Value));
        Assert.Equal(1L, await cluster.QueryAsync<long>(
            "select count(*) from order_events where order_id = $1 and exec_type = 0", reply.Order.OrderId.Value));
    }

    [Fact]
    public async Task The_same_client_order_id_gives_the_same_order_and_other_content_is_a_conflict()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var request = instrument.Limit(Side.Buy, 1m, 100m, "once");

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => buyer.PlaceOrder(request)));
        var conflict = await buyer.PlaceOrder(request with { OrderQty = instrument.Lots(2m) });
        await cluster.ForgetMemoryAsync();
        var afterRebuild = await buyer.PlaceOrder(request);

        Assert.All(replies, r => Assert.Equal((ReplyStatus.Done, replies[0].Order!.OrderId), (r.Status, r.Order!.OrderId)));
        Assert.Equal((ReplyStatus.Refused, RejectReason.DuplicateClientOrderId), (conflict.Status, conflict.RejectReason));
        Assert.Equal((ReplyStatus.Done, replies[0].Order!.OrderId), (afterRebuild.Status, afterRebuild.Order!.OrderId));
        Assert.Equal(1L, await cluster.QueryAsync<long>("select count(*) from orders where account_id = $1", buyer.GetPrimaryKeyLong()));
    }

    [Fact]
    public async Task A_refused_order_keeps_its_client_order_id_and_its_reason()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(10m, TestOrders.Usd));
        var request = instrument.Limit(Side.Buy, 1m, 100m, "too-much");

        var first = await buyer.PlaceOrder(request);
        await buyer.MoveFunds(new Money(1_000m, TestOrders.Usd), "more");
        var second = await buyer.PlaceOrder(request);

        Assert.Equal((ReplyStatus.Refused, RejectReason.InsufficientFunds), (first.Status, first.RejectReason));
        Assert.Equal((ReplyStatus.Refused, RejectReason.InsufficientFunds), (second.Status, second.RejectReason));
    }

    [Fact]
    public async Task A_cancel_gives_the_held_funds_back_and_a_second_one_says_closed()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var order = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Order!;
        Assert.True((await buyer.GetSummary()).Held(TestOrders.Usd) > 0m);

        var cancelled = await buyer.CancelOrder(new CancelOrder(order.OrderId));
        var again = await buyer.CancelOrder(new CancelOrder(order.OrderId));

        Assert.Equal((ReplyStatus.Done, OrdStatus.Canceled), (cancelled.Status, cancelled.Order!.Status));
        Assert.Equal((ReplyStatus.Refused, RejectReason.OrderClosed), (again.Status, again.RejectReason));
        await Eventually.HoldsAsync(async () => (await buyer.GetSummary()).Held(TestOrders.Usd) == 0m, "the hold is gone");
    }

    [Fact]
    public async Task An_amend_changes_price_and_quantity_and_the_hold_follows()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var order = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Order!;

        var amended = await buyer.AmendOrder(new AmendOrder(order.OrderId, instrument.Lots(2m), instrument.Ticks(110m)));
        var tooMuch = await buyer.AmendOrder(new AmendOrder(order.OrderId, instrument.Lots(20m), Price: null));

        Assert.Equal(
            (ReplyStatus.Done, instrument.Lots(2m), instrument.Ticks(110m)),
            (amended.Status, amended.Order!.LeavesQty, amended.Order.Price!.Value));
        Assert.Equal(RejectReason.InsufficientFunds, tooMuch.RejectReason);
        await Eventually.HoldsAsync(
            async () => (await buyer.GetSummary()).Held(TestOrders.Usd) == 220.44m, "the hold is 2 × 110 and the taker fee");
    }

    [Fact]
    public async Task A_market_order_trades_within_its_protection_price()
    {
        var instrument = await cluster.NewSpotAsync();
        var seller = await cluster.NewAccountAsync(new Money(10m, instrument.BaseCurrency));
        var buyer = await cluster.NewAccountAsync(new Money(10_000m, TestOrders.Usd));
        var nothingYet = await buyer.PlaceOrder(instrument.Market(Side.Buy, 1m));
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 1m, 100m));
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 1m, 200m));

        var reply = await buyer.PlaceOrder(instrument.Market(Side.Buy, 2m));

        Assert.Equal(RejectReason.NoReferencePrice, nothingYet.RejectReason);
        Assert.Equal((OrdStatus.Canceled, instrument.Lots(1m)), (reply.Order!.Status, reply.Order.CumQty));
    }

    [Fact]
    public async Task Margined_trades_open_and_close_a_position_with_its_profit()
    {
        var instrument = await cluster.NewMarginedAsync();
        var maker = await cluster.NewAccountAsync(new Money(10_000m, TestOrders.Usd));
        var taker = await cluster.NewAccountAsync(new Money(100m, TestOrders.Usd));
        await maker.PlaceOrder(instrument.Limit(Side.Sell, 5m, 100m));
        await maker.PlaceOrder(instrument.Limit(Side.Buy, 5m, 99m));

        var opened = await taker.PlaceOrder(instrument.Limit(Side.Buy, 5m, 100m));
        await cluster.AssertEverythingAddsUpAsync();
        var tooMuch = await taker.PlaceOrder(instrument.Limit(Side.Buy, 50m, 100m));
        var closed = await taker.PlaceOrder(instrument.Limit(Side.Sell, 5m, 99m));

        Assert.Equal((OrdStatus.Filled, OrdStatus.Filled), (opened.Order!.Status, closed.Order!.Status));
        Assert.Equal(RejectReason.InsufficientMargin, tooMuch.RejectReason);
        await cluster.AssertEverythingAddsUpAsync();
        Assert.Equal(95m, (await taker.GetSummary()).Total(TestOrders.Usd));
    }

    [Fact]
    public async Task An_unknown_account_or_instrument_is_refused()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));

        var noAccount = await cluster.Grains.GetGrain<IAccountGrain>(999_999_999).PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));
        var noInstrument = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m) with { InstrumentId = new InstrumentId(8_000) });

        Assert.Equal(RejectReason.UnknownAccount, noAccount.RejectReason);
        Assert.Equal(RejectReason.UnknownInstrument, noInstrument.RejectReason);
        Assert.Null(await cluster.Grains.GetGrain<IAccountGrain>(999_999_999).GetSummary());
    }

    [Fact]
    public async Task A_halted_instrument_refuses_orders_and_takes_cancels()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var order = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Order!;
        await cluster.Grains.GetGrain<IInstrumentGrain>(instrument.Id.Value).SetTradingState(TradingState.Halted);

        var refused = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));
        var cancelled = await buyer.CancelOrder(new CancelOrder(order.OrderId));

        Assert.Equal((ReplyStatus.Refused, RejectReason.InstrumentHalted), (refused.Status, refused.RejectReason));
        Assert.Equal(ReplyStatus.Done, cancelled.Status);
    }

    [Fact]
    public async Task A_withdrawal_takes_only_what_is_free_and_a_reference_moves_money_once()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        await buyer.PlaceOrder(instrument.Limit(Side.Buy, 9m, 100m));

        var tooMuch = await buyer.MoveFunds(new Money(-500m, TestOrders.Usd), "w-1");
        var fine = await buyer.MoveFunds(new Money(-50m, TestOrders.Usd), "w-2");
        var again = await buyer.MoveFunds(new Money(-50m, TestOrders.Usd), "w-2");

        Assert.Equal(RejectReason.InsufficientFunds, tooMuch.RejectReason);
        Assert.Equal((ReplyStatus.Done, 950m), (fine.Status, fine.Balance));
        Assert.Equal((ReplyStatus.Done, 950m), (again.Status, again.Balance));
    }
}
