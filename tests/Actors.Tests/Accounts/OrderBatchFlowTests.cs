using Rtx.Actors.Tests.Systems;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Accounts;

/// <summary>Batches of orders on a real cluster: each order is independent, those of a book share one commit.</summary>
public sealed class OrderBatchFlowTests(TradingCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_order_of_a_batch_has_its_own_answer_in_the_order_of_the_requests()
    {
        var (one, other) = (await cluster.NewSpotAsync(), await cluster.NewSpotAsync());
        var account = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        NewOrder[] batch =
        [
            one.Limit(Side.Buy, 1m, 100m, "first"),
            one.Limit(Side.Buy, 100m, 100m, "too-much"),
            other.Limit(Side.Buy, 1m, 50m, "elsewhere"),
            one.Limit(Side.Sell, 1m, 200m, "not-owned"),
            one.Limit(Side.Buy, 1m, 99m, "last"),
            one.Limit(Side.Buy, 1m, 100m, "first"),
            one.Limit(Side.Buy, 2m, 100m, "first"),
        ];

        var replies = await account.PlaceOrders(batch, Token);

        Assert.Equal(
            [
                (ReplyStatus.Done, RejectReason.None), (ReplyStatus.Refused, RejectReason.InsufficientFunds),
                (ReplyStatus.Done, RejectReason.None),
                (ReplyStatus.Refused, RejectReason.InsufficientFunds), (ReplyStatus.Done, RejectReason.None),
                (ReplyStatus.Done, RejectReason.None),
                (ReplyStatus.Refused, RejectReason.DuplicateClientOrderId),
            ],
            replies.Select(reply => (reply.Status, reply.RejectReason)));
        Assert.Equal(
            ["first", "elsewhere", "last", "first"],
            replies.Where(reply => reply.Order is not null).Select(reply => reply.Order!.ClientOrderId.Value));
        Assert.True(replies[0].Order!.Sequence < replies[4].Order!.Sequence);
        // The orders of a book are in one transaction.
        Assert.Equal(
            1L,
            await cluster.QueryAsync<long>("select count(distinct xmin::text) from order_events where instrument_id = $1", one.Id.Value));
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task A_batch_sent_again_answers_the_same_orders_also_while_the_first_is_on_its_way()
    {
        const int Orders = 50, Senders = 8;
        var instrument = await cluster.NewSpotAsync();
        var account = await cluster.NewAccountAsync(new Money(100_000m, TestOrders.Usd));
        NewOrder[] batch = [.. Enumerable.Range(0, Orders).Select(i => instrument.Limit(Side.Buy, 1m, 100m, $"again-{i}"))];

        // Each in a different order: there must be no deadlock.
        var answers = await Task.WhenAll(
            Enumerable.Range(0, Senders).Select(i => account.PlaceOrders(i % 2 == 0 ? batch : [.. batch.Reverse()], Token)));

        Assert.All(answers.SelectMany(replies => replies), reply => Assert.Equal(ReplyStatus.Done, reply.Status));
        Assert.Equal(Orders, answers.SelectMany(replies => replies).Select(reply => reply.Order!.OrderId).Distinct().Count());
        Assert.Equal(
            (long)Orders, await cluster.QueryAsync<long>("select count(*) from orders where instrument_id = $1", instrument.Id.Value));
    }
}
