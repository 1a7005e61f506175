using System.Collections.Concurrent;
using System.Diagnostics;
using Rtx.Actors.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Durability;

/// <summary>
/// Two clusters unaware of each other use the same database, like two halves of a partitioned network: a grain that both activate is active
/// twice. They have a database of their own: the second cluster also looks for unfinished work, and would take over the accounts of other
/// tests, whose next order would be refused as stale.
/// </summary>
public sealed class DoubleActivationTests(TradingCluster cluster, ITestOutputHelper output) : IClassFixture<TradingCluster>
{
    [Fact]
    public async Task A_stale_book_and_a_stale_account_commit_nothing_and_go()
    {
        const int Burst = 50;
        await using var rival = await cluster.StartRivalAsync();
        var instrument = await cluster.NewSpotAsync();
        var account = await cluster.NewAccountAsync(new Money(100_000m, TestOrders.Usd));
        var there = rival.Client.GetGrain<IAccountGrain>(account.GetPrimaryKeyLong());
        Assert.Equal(ReplyStatus.Done, (await account.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, "here"))).Status);
        Assert.Equal(ReplyStatus.Done, (await there.PlaceOrder(instrument.Limit(Side.Buy, 1m, 101m, "there"))).Status);

        var (accountStream, bookStream) = ((Kind: 1, Id: account.GetPrimaryKeyLong()), (Kind: 2, Id: (long)instrument.Id.Value));
        var (accountEpoch, bookEpoch) = (await EpochAsync(accountStream), await EpochAsync(bookStream));
        var replies = await Task.WhenAll(
            Enumerable.Range(0, Burst).Select(i => account.PlaceOrder(instrument.Limit(Side.Buy, 1m, 99m, $"stale-{i}"))));
        var since = Stopwatch.GetTimestamp();
        await Eventually.HoldsAsync(async () => await IsGoneAsync(account, accountStream, accountEpoch) && await IsGoneAsync(
            cluster.BookOf(instrument), bookStream, bookEpoch), "the stale activations are gone");

        output.WriteLine($"gone after {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms; answers: {string.Join(", ", replies.GroupBy(r => (r.Status, r.RejectReason)).Select(g => $"{g.Key} {g.Count()}"))}");
        // Whichever commit is refused first: the book's, which names the account, or one of the account's own.
        Assert.Contains(replies, reply => reply.RejectReason == RejectReason.StaleAccount || reply.Status == ReplyStatus.Unavailable);
        // The rest of the burst may have reached the next activation, which is not stale.
        var done = replies.Count(reply => reply.Status == ReplyStatus.Done);
        Assert.True(done == 0 || await EpochAsync(accountStream) > accountEpoch, "The stale account has placed orders.");
        Assert.Equal(
            2L + done, await cluster.QueryAsync<long>("select count(*) from orders where account_id = $1", account.GetPrimaryKeyLong()));
        Assert.Equal(
            2L + done, await cluster.QueryAsync<long>("select count(*) from order_events where instrument_id = $1", instrument.Id.Value));
        // Either side serves when it is asked.
        await Eventually.HoldsAsync(
            async () => (await there.PlaceOrder(instrument.Limit(Side.Buy, 1m, 98m, "there-2"))).Status == ReplyStatus.Done,
            "the other side serves");
        await Eventually.HoldsAsync(
            async () => (await account.PlaceOrder(instrument.Limit(Side.Buy, 1m, 97m, "here-2"))).Status == ReplyStatus.Done,
            "this side takes over again");
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task Both_sides_fed_at_once_spend_no_money_twice_and_lose_no_acknowledged_order()
    {
        const int Seconds = 4, Feeders = 4;
        const decimal Deposit = 500m;
        await using var rival = await cluster.StartRivalAsync();
        var instrument = await cluster.NewSpotAsync();
        var account = await cluster.NewAccountAsync(new Money(Deposit, TestOrders.Usd));
        var sides = new[] { account, rival.Client.GetGrain<IAccountGrain>(account.GetPrimaryKeyLong()) };
        var (acknowledged, refused) = (new ConcurrentBag<OrderId>(), 0);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(Seconds));

        await Task.WhenAll(sides.SelectMany((side, s) => Enumerable.Range(0, Feeders).Select(f => FeedAsync(side, $"{s}-{f}"))));

        output.WriteLine($"{acknowledged.Count} acknowledged, {refused} refused, unavailable or unknown");
        Assert.NotEmpty(acknowledged);
        var stored = await cluster.QueryAsync<long[]>(
            "select coalesce(array_agg(order_id), '{}') from orders where account_id = $1", account.GetPrimaryKeyLong());
        Assert.Empty(acknowledged.Select(id => id.Value).Except(stored));
        var held = await cluster.QueryAsync<decimal>(
            "select coalesce(sum(leaves_lots * price_ticks), 0) / 100000.0 * 1.002 from orders where account_id = $1",
            account.GetPrimaryKeyLong());
        Assert.True(held <= Deposit, $"Open orders need {held} of {Deposit}.");
        await Eventually.HoldsAsync(
            async () => (await account.CancelByClientOrderId(new ClientOrderId("none"))).RejectReason == RejectReason.UnknownOrder,
            "one side serves");
        await cluster.AssertEverythingAddsUpAsync();
        var verification = cluster.Grains.GetGrain<IVerificationGrain>(0);
        Assert.All((await verification.VerifyBook(instrument.Id))!.Comparisons, comparison => Assert.Empty(comparison.Differences));
        Assert.All(
            (await verification.VerifyAccount(new AccountId(account.GetPrimaryKeyLong())))!.Comparisons,
            comparison => Assert.Empty(comparison.Differences));

        async Task FeedAsync(IAccountGrain side, string name)
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var reply = await side.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, $"{name}-{i}"), CancellationToken.None);
                if (reply is { Status: ReplyStatus.Done, Order: { } order })
                {
                    acknowledged.Add(order.OrderId);
                    await side.CancelOrder(new CancelOrder(order.OrderId), CancellationToken.None);
                }
                else
                {
                    Interlocked.Increment(ref refused);
                    await Task.Delay(5, CancellationToken.None);
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stale_account_does_not_say_that_an_order_is_unknown(bool cancels)
    {
        await using var rival = await cluster.StartRivalAsync();
        var instrument = await cluster.NewSpotAsync();
        var account = await cluster.NewAccountAsync(new Money(100_000m, TestOrders.Usd));
        Assert.Equal(ReplyStatus.Done, (await rival.Client.GetGrain<IAccountGrain>(account.GetPrimaryKeyLong()).PlaceOrder(
            instrument.Limit(Side.Buy, 1m, 100m, "there"))).Status);

        // It may be in progress on the other side.
        Assert.Equal(ReplyStatus.Unavailable, (await AskAsync()).Status);
        await Eventually.HoldsAsync(
            async () => (await AskAsync()).RejectReason == RejectReason.UnknownOrder, "this side takes over, and then it is sure");

        Task<OrderReply> AskAsync() =>
            cancels ? account.CancelByClientOrderId(new ClientOrderId("never")) : account.GetOrder(new ClientOrderId("never"));
    }

    // There is none, or another one has taken over since.
    private async Task<bool> IsGoneAsync(IAddressable grain, (int Kind, long Id) stream, long epochOfTheOther) =>
        await cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain) is null
            || await EpochAsync(stream) > epochOfTheOther;

    private Task<long> EpochAsync((int Kind, long Id) stream) =>
        cluster.QueryAsync<long>("select epoch from stream_heads where stream_kind = $1 and stream_id = $2", (short)stream.Kind, stream.Id);
}
