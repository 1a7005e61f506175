using Rtx.Actors.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Accounts;

/// <summary>Lists of orders, from the account to the book and back.</summary>
public sealed class OrderListFlowTests(TradingCluster cluster)
{
    private static NewOrderList Oco(params NewOrder[] orders) => new(ContingencyType.Oco, orders);

    private static NewOrder StopLimit(
        Instrument instrument, Side side, decimal quantity, decimal price, decimal stopPx) => instrument.Limit(side, quantity, price) with
    {
        OrderType = OrderType.StopLimit, Instructions = new OrderInstructions { StopPx = instrument.Ticks(stopPx) },
    };

    [Fact]
    public async Task Legs_hold_once_and_the_trade_of_one_ends_the_other()
    {
        var instrument = await cluster.NewSpotAsync();
        var seller = await cluster.NewAccountAsync(new Money(1m, instrument.BaseCurrency));
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));

        var placed = await seller.PlaceOrderList(
            Oco(instrument.Limit(Side.Sell, 1m, 120m), StopLimit(instrument, Side.Sell, 1m, 80m, 80m)));
        Assert.Equal(ReplyStatus.Done, placed.Status);
        Assert.Equal([OrderPlace.Book, OrderPlace.Trigger], placed.Orders.Select(order => order.Place));
        await Eventually.HoldsAsync(async () => (await seller.GetSummary()).Held(instrument.BaseCurrency) == 1m, "one leg is held");
        await buyer.PlaceOrder(instrument.Limit(Side.Buy, 0.4m, 120m));

        await cluster.AssertEverythingAddsUpAsync();
        var summary = await seller.GetSummary();
        Assert.Equal(placed.Orders[0].OrderId, Assert.Single(summary!.OpenOrders).OrderId);
        Assert.Equal(0.6m, summary.Held(instrument.BaseCurrency));
    }

    [Fact]
    public async Task Bracket_opens_its_exits_once_the_entry_is_filled()
    {
        var instrument = await cluster.NewSpotAsync();
        var trader = await cluster.NewAccountAsync(new Money(110m, TestOrders.Usd));
        var seller = await cluster.NewAccountAsync(new Money(1m, instrument.BaseCurrency));
        NewOrder[] orders =
        [
            instrument.Limit(Side.Buy, 1m, 100m),
            StopLimit(instrument, Side.Sell, 1m, 80m, 80m) with
            {
                Instructions = new OrderInstructions { StopPx = instrument.Ticks(80m), ListRole = ListRole.StopLoss },
            },
            instrument.Limit(Side.Sell, 1m, 120m) with { Instructions = new OrderInstructions { ListRole = ListRole.TakeProfit } },
        ];

        var placed = await trader.PlaceOrderList(new NewOrderList(ContingencyType.Bracket, orders));
        Assert.Equal((ReplyStatus.Done, OrderPlace.Held, OrderPlace.Held), (placed.Status, placed.Orders[1].Place, placed.Orders[2].Place));
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 1m, 100m));

        await cluster.AssertEverythingAddsUpAsync();
        var summary = await trader.GetSummary();
        Assert.Equal([OrderPlace.Trigger, OrderPlace.Book], summary!.OpenOrders.Select(order => order.Place));
        Assert.Equal(
            (1m, 1m, 0m), (summary.Total(instrument.BaseCurrency), summary.Held(instrument.BaseCurrency), summary.Held(TestOrders.Usd)));
        await cluster.ForgetMemoryAsync();
        Assert.Equal(1m, (await trader.GetSummary()).Held(instrument.BaseCurrency));
    }

    [Fact]
    public async Task The_same_list_is_placed_once_and_other_content_is_a_conflict()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var list = Oco(instrument.Limit(Side.Buy, 1m, 100m), instrument.Limit(Side.Buy, 1m, 90m));

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => buyer.PlaceOrderList(list)));
        var alone = await buyer.PlaceOrder(list.Orders[1]);
        var other = await buyer.PlaceOrderList(Oco(list.Orders[0], list.Orders[1] with { OrderQty = instrument.Lots(2m) }));
        var mixed = await buyer.PlaceOrderList(Oco(instrument.Limit(Side.Buy, 1m, 80m), list.Orders[1]));
        await cluster.ForgetMemoryAsync();
        var afterRebuild = await buyer.PlaceOrderList(list);

        Assert.All(
            replies, reply => Assert.Equal(replies[0].Orders.Select(order => order.OrderId), reply.Orders.Select(order => order.OrderId)));
        Assert.Equal((ReplyStatus.Done, 2), (afterRebuild.Status, afterRebuild.Orders.Count));
        Assert.Equal(replies[0].Orders.Select(order => order.OrderId), afterRebuild.Orders.Select(order => order.OrderId));
        Assert.Equal(RejectReason.DuplicateClientOrderId, alone.RejectReason);
        Assert.Equal((RejectReason.DuplicateClientOrderId, RejectReason.DuplicateClientOrderId), (other.RejectReason, mixed.RejectReason));
        Assert.Equal(2L, await cluster.QueryAsync<long>("select count(*) from orders where account_id = $1", buyer.GetPrimaryKeyLong()));
    }

    [Fact]
    public async Task A_refused_list_keeps_its_names_and_its_reason()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(100m, TestOrders.Usd));
        var list = Oco(instrument.Limit(Side.Buy, 0.5m, 100m), instrument.Limit(Side.Buy, 2m, 100m, "two"));

        var first = await buyer.PlaceOrderList(list);
        await buyer.MoveFunds(new Money(1_000m, TestOrders.Usd), "more");
        var second = await buyer.PlaceOrderList(list);
        var taken = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 50m, "two"));

        Assert.Equal((ReplyStatus.Refused, RejectReason.InsufficientFunds), (first.Status, first.RejectReason));
        Assert.StartsWith("order two: ", first.Detail, StringComparison.Ordinal);
        Assert.Equal((ReplyStatus.Refused, RejectReason.InsufficientFunds), (second.Status, second.RejectReason));
        Assert.Equal([RejectReason.ListRefused, RejectReason.InsufficientFunds], second.Orders.Select(order => order.RejectReason));
        Assert.Equal(RejectReason.DuplicateClientOrderId, taken.RejectReason);
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task A_list_that_the_book_refuses_frees_what_was_held()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(100m, TestOrders.Usd));
        await cluster.Grains.GetGrain<IInstrumentGrain>(instrument.Id.Value).SetTradingState(TradingState.Halted);
        var list = Oco(instrument.Limit(Side.Buy, 0.5m, 100m), instrument.Limit(Side.Buy, 0.5m, 90m));

        var refused = await buyer.PlaceOrderList(list);
        var again = await buyer.PlaceOrderList(list);

        Assert.Equal((ReplyStatus.Refused, RejectReason.InstrumentHalted), (refused.Status, refused.RejectReason));
        Assert.Equal((ReplyStatus.Refused, RejectReason.InstrumentHalted), (again.Status, again.RejectReason));
        await Eventually.HoldsAsync(async () => (await buyer.GetSummary()).Held(TestOrders.Usd) == 0m, "nothing is held");
    }

    [Fact]
    public async Task A_list_without_the_shape_of_its_kind_takes_no_names()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(100m, TestOrders.Usd));
        var order = instrument.Limit(Side.Buy, 0.5m, 100m);

        Assert.Equal(RejectReason.InvalidList, (await buyer.PlaceOrderList(Oco(order))).RejectReason);
        Assert.Equal(RejectReason.InvalidList, (await buyer.PlaceOrderList(Oco(order, order))).RejectReason);
        Assert.Equal(ReplyStatus.Done, (await buyer.PlaceOrder(order)).Status);
    }
}
