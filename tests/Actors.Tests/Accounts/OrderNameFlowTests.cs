using Rtx.Actors.Tests.Systems;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Accounts;

/// <summary>Amendments that change the client order id, and cancels by client order id.</summary>
public sealed class OrderNameFlowTests(TradingCluster cluster)
{
    private static AmendOrder Rename(Order order, string name) => new(order.OrderId) { NewClientOrderId = new ClientOrderId(name) };

    [Fact]
    public async Task An_order_keeps_its_former_names_and_gives_up_none()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var order = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, "a"))).Order!;
        await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, "x"));

        var renamed = await buyer.AmendOrder(Rename(order, "b"));
        await cluster.ForgetMemoryAsync();
        var taken = await buyer.AmendOrder(Rename(order, "x"));
        var former = await buyer.AmendOrder(Rename(order, "a"));
        var placed = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 2m, 100m, "a"));

        Assert.Equal((ReplyStatus.Done, "b"), (renamed.Status, renamed.Order!.ClientOrderId.Value));
        Assert.All([taken, former, placed], reply => Assert.Equal(RejectReason.DuplicateClientOrderId, reply.RejectReason));
        Assert.Equal(order.OrderId, (await buyer.GetOrder(new ClientOrderId("a"))).Order!.OrderId);
        Assert.Equal(order.OrderId, (await buyer.GetOrder(new ClientOrderId("b"))).Order!.OrderId);
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task Concurrent_requests_give_a_name_only_once()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var one = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Order!;
        var other = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Order!;

        var replies = await Task.WhenAll(
            buyer.AmendOrder(Rename(one, "n")), buyer.AmendOrder(Rename(other, "n")),
            buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 50m, "n")));

        Assert.Single(replies, reply => reply.Status == ReplyStatus.Done);
        Assert.Equal(2, replies.Count(reply => reply.RejectReason == RejectReason.DuplicateClientOrderId));
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task An_amendment_that_is_asked_again_by_its_new_name_gets_the_same_answer()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var order = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 2m, 100m, "a"))).Order!;
        var request = new AmendOrder(order.OrderId, instrument.Lots(1m), instrument.Ticks(101m))
        {
            NewClientOrderId = new ClientOrderId("b"),
        };

        var first = await buyer.AmendOrder(request);
        var again = await buyer.AmendOrder(request);
        await cluster.ForgetMemoryAsync();
        var later = await buyer.AmendOrder(request);
        AmendOrder[] others = [request with { OrderQty = null }, request with { Price = instrument.Ticks(102m) },
            request with { OrderQty = instrument.Lots(2m) }];

        Assert.All([first, again, later], reply => Assert.Equal((ReplyStatus.Done, first.Order), (reply.Status, reply.Order)));
        foreach (var other in others) Assert.Equal(RejectReason.DuplicateClientOrderId, (await buyer.AmendOrder(other)).RejectReason);
        Assert.Equal(
            2L, await cluster.QueryAsync<long>("select count(*) from order_events where account_id = $1", buyer.GetPrimaryKeyLong()));
    }

    [Fact]
    public async Task A_refused_order_that_is_sent_again_gets_the_same_answer()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(10m, TestOrders.Usd));
        var request = instrument.Limit(Side.Buy, 1m, 100m, "poor");

        var first = await buyer.PlaceOrder(request);
        var again = await buyer.PlaceOrder(request);
        await buyer.MoveFunds(new Money(1_000m, TestOrders.Usd), "more");
        await cluster.ForgetMemoryAsync();
        var later = await buyer.PlaceOrder(request);

        Assert.Equal(RejectReason.InsufficientFunds, first.RejectReason);
        Assert.NotNull(first.Detail);
        Assert.All([again, later], reply => Assert.Equal(
            (first.Status, first.RejectReason, first.Detail, first.Order), (reply.Status, reply.RejectReason, reply.Detail, reply.Order)));
        var found = (await buyer.GetOrder(request.ClientOrderId)).Order!;
        Assert.Equal((OrdStatus.Rejected, RejectReason.InsufficientFunds), (found.Status, found.RejectReason));
    }

    [Fact]
    public async Task A_name_that_the_book_did_not_give_may_be_used()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var order = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Order!;
        await cluster.Grains.GetGrain<IInstrumentGrain>(instrument.Id.Value).SetTradingState(TradingState.Halted);

        var refused = await buyer.AmendOrder(Rename(order, "n"));
        await cluster.Grains.GetGrain<IInstrumentGrain>(instrument.Id.Value).SetTradingState(TradingState.Continuous);
        var placed = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, "n"));

        Assert.Equal((RejectReason.InstrumentHalted, ReplyStatus.Done), (refused.RejectReason, placed.Status));
    }

    [Fact]
    public async Task An_order_is_cancelled_by_any_of_its_names()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var order = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, "a"))).Order!;
        await buyer.AmendOrder(Rename(order, "b"));

        var byFormer = await buyer.CancelByClientOrderId(new ClientOrderId("a"));
        var again = await buyer.CancelByClientOrderId(new ClientOrderId("b"));
        var never = await buyer.CancelByClientOrderId(new ClientOrderId("c"));
        await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, "d"));
        var byName = await buyer.CancelByClientOrderId(new ClientOrderId("d"));

        Assert.Equal((ReplyStatus.Done, OrdStatus.Canceled), (byFormer.Status, byFormer.Order!.Status));
        Assert.Equal((RejectReason.OrderClosed, order.OrderId), (again.RejectReason, again.Order!.OrderId));
        Assert.Equal(RejectReason.UnknownOrder, never.RejectReason);
        Assert.Equal(OrdStatus.Canceled, byName.Order!.Status);
    }
}
