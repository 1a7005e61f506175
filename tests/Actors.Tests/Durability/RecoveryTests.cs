using Rtx.Actors.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Durability;

public sealed class RecoveryTests(TradingCluster cluster)
{
    [Fact]
    public async Task Book_and_accounts_rebuilt_from_sql_are_as_they_were()
    {
        var instrument = await cluster.NewSpotAsync();
        var seller = await cluster.NewAccountAsync(new Money(100m, instrument.BaseCurrency));
        var buyer = await cluster.NewAccountAsync(new Money(100_000m, TestOrders.Usd));
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var (account, side) = i % 2 == 0 ? (seller, Side.Sell) : (buyer, Side.Buy);
            await account.PlaceOrder(instrument.Limit(side, random.Next(1, 5), 100m + random.Next(-5, 6)));
        }

        await cluster.AssertEverythingAddsUpAsync();
        var before = (await cluster.BookOf(instrument).GetDepth(100), await seller.GetSummary(), await buyer.GetSummary());
        var epochs = await cluster.QueryAsync<long>(
            "select sum(epoch)::bigint from stream_heads where stream_kind = 2 and stream_id = $1", (long)instrument.Id.Value);
        await cluster.QueryAsync<object>(
            "update stream_heads set epoch = epoch + 1 where stream_kind = 2 and stream_id = $1 returning epoch",
            (long)instrument.Id.Value);
        await cluster.ForgetMemoryAsync();
        // The book stays alive until a rejected commit tells it that it is stale.
        var refused = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 1m));
        Assert.Equal(ReplyStatus.Unavailable, refused.Status);
        DepthSnapshot? depth = null;
        await Eventually.HoldsAsync(
            async () => (depth = await cluster.BookOf(instrument).GetDepth(100)) is not null
                && await EpochOfBookAsync(instrument) > epochs + 1, "a new book activation serves");

        Assert.Equivalent(before.Item1, depth, strict: true);
        Assert.Equivalent(before.Item2, await seller.GetSummary(), strict: true);
        Assert.Equivalent(before.Item3, await buyer.GetSummary(), strict: true);
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task An_order_of_a_stale_account_activation_is_refused_and_leaves_no_row()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));
        await cluster.QueryAsync<object>(
            "update stream_heads set epoch = epoch + 1 where stream_kind = 1 and stream_id = $1 returning epoch",
            buyer.GetPrimaryKeyLong());

        var stale = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, "after"));
        OrderReply? later = null;
        await Eventually.HoldsAsync(
            async () =>
                (later = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, "after"))).Status == ReplyStatus.Done,
                "the new activation takes the order");

        Assert.Equal(RejectReason.StaleAccount, stale.RejectReason);
        Assert.Equal(2L, await cluster.QueryAsync<long>("select count(*) from orders where account_id = $1", buyer.GetPrimaryKeyLong()));
        Assert.Equal(OrdStatus.New, later!.Order!.Status);
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task Events_that_an_account_missed_are_settled_when_it_is_woken()
    {
        var instrument = await cluster.NewSpotAsync();
        var seller = await cluster.NewAccountAsync(new Money(10m, instrument.BaseCurrency));
        var buyer = await cluster.NewAccountAsync(new Money(10_000m, TestOrders.Usd));
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 1m, 100m));
        await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));
        await cluster.AssertEverythingAddsUpAsync();
        var epoch = await EpochOfBookAsync(instrument);
        // The batch claims to follow a sequence far ahead: the account must read the gap from SQL and settle nothing twice.
        var settled = await seller.Settle(new ExecutionBatch(instrument.Id, epoch, OpenedAt: 0, After: 1_000, UpTo: 1_001, []));

        Assert.Equal(
            await cluster.QueryAsync<long>("select settled_sequence from settlements where account_id = $1", seller.GetPrimaryKeyLong()),
            settled);
        await seller.CatchUp();
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task An_account_believes_the_newest_activation_of_a_book_only_and_drops_what_a_lost_history_told_it()
    {
        var instrument = await cluster.NewSpotAsync();
        var seller = await cluster.NewAccountAsync(new Money(10m, instrument.BaseCurrency));
        var buyer = await cluster.NewAccountAsync(new Money(10_000m, TestOrders.Usd));
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 1m, 100m));
        var order = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Order!;
        await cluster.AssertEverythingAddsUpAsync();
        var before = await buyer.GetSummary();
        var settled = await cluster.QueryAsync<long>(
            "select settled_sequence from settlements where account_id = $1", buyer.GetPrimaryKeyLong());
        var gone = FilledAt(order, settled + 50);

        var epoch = await EpochOfBookAsync(instrument);
        // From an earlier timeline and activation: its commits are in SQL, and this one is not.
        Assert.Equal(
            settled,
            await buyer.Settle(new ExecutionBatch(instrument.Id, Epoch: 1, OpenedAt: 0, After: settled, UpTo: settled + 50, [gone])));
        Assert.Equal(
            settled,
            await buyer.Settle(new ExecutionBatch(instrument.Id, epoch - 1, OpenedAt: 0, After: settled, UpTo: settled + 50, [gone])));
        Assert.Equivalent(before, await buyer.GetSummary(), strict: true);

        // From a later one that started before what the account has settled: commits were lost.
        await Assert.ThrowsAsync<DataUnavailableException>(
            () => buyer.Settle(new ExecutionBatch(instrument.Id, epoch + 1, OpenedAt: settled - 1, After: settled - 1, UpTo: settled, [])));
        await Eventually.HoldsAsync(async () => await buyer.GetSummary() is not null, "the account is rebuilt");
        Assert.Equivalent(before, await buyer.GetSummary(), strict: true);
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task An_account_that_fails_midway_starts_over()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(10_000m, TestOrders.Usd));
        var seller = await cluster.NewAccountAsync(new Money(10m, instrument.BaseCurrency));
        var order = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Order!;
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 1m, 200m));
        await cluster.AssertEverythingAddsUpAsync();
        var before = await EpochAsync();
        var foreign = FilledAt(order, sequence: 60);
        var epoch = await EpochOfBookAsync(instrument);

        // A seller cannot have a buyer's event.
        await Assert.ThrowsAsync<OutcomeUnknownException>(
            () => seller.Settle(new ExecutionBatch(instrument.Id, epoch, OpenedAt: 0, After: 0, UpTo: 60, [foreign])));

        await Eventually.HoldsAsync(
            async () => await seller.GetSummary() is not null && await EpochAsync() > before, "the account begins anew");
        await cluster.AssertEverythingAddsUpAsync();

        Task<long> EpochAsync() =>
            cluster.QueryAsync<long>("select epoch from stream_heads where stream_kind = 1 and stream_id = $1", seller.GetPrimaryKeyLong());
    }

    private Task<long> EpochOfBookAsync(Instrument instrument) =>
        cluster.QueryAsync<long>("select epoch from stream_heads where stream_kind = 2 and stream_id = $1", (long)instrument.Id.Value);

    // A complete fill that no book has committed.
    private static OrderEvent FilledAt(Order order, long sequence) => new()
    {
        Sequence = sequence, ExecType = ExecType.Trade, OrderId = order.OrderId, AccountId = order.AccountId,
        ClientOrderId = order.ClientOrderId, Side = order.Side,
        OrderType = order.OrderType, TimeInForce = order.TimeInForce, Price = order.Price!.Value, OrderQty = order.OrderQty,
        CumQty = order.OrderQty, LeavesQty = Quantity.Zero,
        CumTickLots = order.CumTickLots, Status = OrdStatus.Filled, PrioritySequence = order.PrioritySequence, CreatedAt = order.CreatedAt,
        Time = order.UpdatedAt,
        TradeId = new TradeId(order.OrderId.Value + 50), LastPx = order.Price.Value, LastQty = order.OrderQty,
    };
}
