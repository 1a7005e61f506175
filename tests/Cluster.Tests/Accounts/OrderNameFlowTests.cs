using Rtx.Cluster.Tests.Systems;

namespace Rtx.Cluster.Tests.Accounts;

/// <summary>Amendments that give an order another name, and cancels by name.</summary>
public sealed class OrderNameFlowTests(TradingCluster cluster)
{
    private static AmendOrder Rename(Order order, string name) => new(order.OrderId) { NewClientOrderId = new ClientOrderId(name) };

    [Fact]
    public async Task An_order_keeps_its_former_names_and_gives_up_none()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TradingCluster.Usd));
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
    public async Task One_name_is_given_once_whoever_asks_at_the_same_time()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TradingCluster.Usd));
        var one = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Order!;
        var other = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Order!;

        var replies = await Task.WhenAll(buyer.AmendOrder(Rename(one, "n")), buyer.AmendOrder(Rename(other, "n")), buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 50m, "n")));

        Assert.Single(replies, reply => reply.Status == ReplyStatus.Done);
        Assert.Equal(2, replies.Count(reply => reply.RejectReason == RejectReason.DuplicateClientOrderId));
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task A_name_that_the_book_did_not_give_may_be_used()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TradingCluster.Usd));
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
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TradingCluster.Usd));
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
