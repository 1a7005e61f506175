using System.ComponentModel.DataAnnotations;
using Rtx.Actors.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Accounts;

/// <summary>Mass cancels: by request, by the kill switch, and by the dead-man timer.</summary>
public sealed class MassCancelFlowTests(TradingCluster cluster)
{
    private static NewOrder Tagged(Instrument instrument, decimal price, string tag) =>
        instrument.Limit(Side.Buy, 1m, price) with { Instructions = new OrderInstructions { Tag = new OrderTag(tag) } };

    [Fact]
    public async Task A_mass_cancel_takes_what_fits_in_every_book_and_nothing_else()
    {
        var (one, other) = (await cluster.NewSpotAsync(), await cluster.NewSpotAsync());
        var buyer = await cluster.NewAccountAsync(new Money(10_000m, TestOrders.Usd), new Money(1m, one.BaseCurrency));
        await buyer.PlaceOrder(Tagged(one, 100m, tag: "grid:1"));
        await buyer.PlaceOrder(Tagged(other, 100m, tag: "grid:1"));
        await buyer.PlaceOrder(Tagged(other, 100m, tag: "2"));
        var sell = await buyer.PlaceOrder(one.Limit(Side.Sell, 1m, 200m));

        var byTag = await buyer.MassCancel(new MassCancel { Tag = new OrderTag("grid:1") }, ExecReason.MassCancel);
        var bySide = await buyer.MassCancel(new MassCancel(one.Id, Side.Buy), ExecReason.MassCancel);
        var all = await buyer.MassCancel(new MassCancel(), ExecReason.MassCancel);
        var none = await buyer.MassCancel(new MassCancel(), ExecReason.MassCancel);
        var unknown = await buyer.MassCancel(new MassCancel(new InstrumentId(8_000)), ExecReason.MassCancel);

        Assert.Equal(ReplyStatus.Done, byTag.Status);
        Assert.Equal([one.Id, other.Id], byTag.Orders.Select(order => order.InstrumentId));
        Assert.All(byTag.Orders, order => Assert.Equal((OrdStatus.Canceled, ExecReason.MassCancel), (order.Status, order.Reason)));
        Assert.Empty(bySide.Orders);
        Assert.Contains(all.Orders, order => order.OrderId == sell.Order!.OrderId);
        Assert.Equal((2, 0), (all.Orders.Count, none.Orders.Count));
        Assert.Equal((ReplyStatus.Refused, RejectReason.UnknownInstrument), (unknown.Status, unknown.RejectReason));
        await Eventually.HoldsAsync(async () => (await buyer.GetSummary()).Held(TestOrders.Usd) == 0m, "nothing is held");
    }

    [Fact]
    public async Task A_mass_cancel_larger_than_a_commit_reports_every_order_and_lets_others_between()
    {
        const int Orders = 1_800, Batch = 100;
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(10_000m, TestOrders.Usd));
        var other = await cluster.NewAccountAsync(new Money(10_000m, TestOrders.Usd));
        for (var i = 0; i < Orders; i += Batch)
            Assert.All(
                await buyer.PlaceOrders([.. Enumerable.Range(0, Batch).Select(_ => instrument.Limit(Side.Buy, 0.001m, 100m))]),
                reply => Assert.Equal(ReplyStatus.Done, reply.Status));

        var cancelling = buyer.MassCancel(new MassCancel(instrument.Id), ExecReason.MassCancel);
        List<Order> placed = [];
        while (placed.Count == 0 || !cancelling.IsCompleted)
        {
            placed.Add((await other.PlaceOrder(instrument.Limit(Side.Buy, 0.001m, 99m))).Order!);
        }
        var cancelled = await cancelling;

        Assert.Equal((ReplyStatus.Done, Orders), (cancelled.Status, cancelled.Orders.Count));
        Assert.Equal(cancelled.Orders.Select(order => order.OrderId.Value).Order(), cancelled.Orders.Select(order => order.OrderId.Value));
        Assert.Equal(0L, await cluster.QueryAsync<long>(
            "select count(*) from orders where account_id = $1 and leaves_lots > 0", buyer.GetPrimaryKeyLong()));
        Assert.Contains(placed, order => order.Sequence < cancelled.Orders.Max(last => last.Sequence));
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task The_kill_switch_cancels_what_is_open_and_refuses_what_comes_until_it_is_off()
    {
        var (one, other) = (await cluster.NewSpotAsync(), await cluster.NewSpotAsync());
        var buyer = await cluster.NewAccountAsync(new Money(10_000m, TestOrders.Usd));
        await buyer.PlaceOrder(one.Limit(Side.Buy, 1m, 100m));
        await buyer.PlaceOrder(other.Limit(Side.Buy, 1m, 100m));

        var killed = await buyer.SetKillSwitch(isOn: true);
        await cluster.ForgetMemoryAsync();
        var refused = await buyer.PlaceOrder(one.Limit(Side.Buy, 1m, 100m));
        var list = await buyer.PlaceOrderList(
            new NewOrderList(ContingencyType.Oco, [one.Limit(Side.Buy, 1m, 100m), one.Limit(Side.Buy, 1m, 90m)]));
        var off = await buyer.SetKillSwitch(isOn: false);
        var accepted = await buyer.PlaceOrder(one.Limit(Side.Buy, 1m, 100m));

        Assert.Equal((ReplyStatus.Done, 2), (killed.Status, killed.Orders.Count));
        Assert.All(killed.Orders, order => Assert.Equal((OrdStatus.Canceled, ExecReason.KillSwitch), (order.Status, order.Reason)));
        Assert.Equal((RejectReason.KillSwitchOn, RejectReason.KillSwitchOn), (refused.RejectReason, list.RejectReason));
        Assert.Equal((ReplyStatus.Done, ReplyStatus.Done), (off.Status, accepted.Status));
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task The_kill_switch_catches_orders_that_are_on_their_way()
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(10_000m, TestOrders.Usd));

        var placing = Enumerable.Range(0, 40).Select(_ => buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).ToList();
        var killed = await buyer.SetKillSwitch(isOn: true);
        var replies = await Task.WhenAll(placing);

        Assert.Equal(ReplyStatus.Done, killed.Status);
        Assert.All(replies, reply => Assert.True(
            reply.Status == ReplyStatus.Done || reply.RejectReason == RejectReason.KillSwitchOn, $"{reply.Status} {reply.RejectReason}"));
        Assert.Equal(0L, await cluster.QueryAsync<long>(
            "select count(*) from orders where account_id = $1 and leaves_lots > 0", buyer.GetPrimaryKeyLong()));
    }

    [Fact]
    public async Task A_kill_switch_that_is_on_is_turned_on_again_without_writing_anything()
    {
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var first = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => buyer.SetKillSwitch(isOn: true)));
        var written = await RowVersionAsync();

        var again = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => buyer.SetKillSwitch(isOn: true)));
        var rewritten = await RowVersionAsync();
        var off = await buyer.SetKillSwitch(isOn: false);

        Assert.All([.. first, .. again, off], reply => Assert.Equal(ReplyStatus.Done, reply.Status));
        Assert.Equal(written, rewritten);
        Assert.NotEqual(written, await RowVersionAsync());

        Task<string> RowVersionAsync() =>
            cluster.QueryAsync<string>("select xmin::text from account_controls where account_id = $1", buyer.GetPrimaryKeyLong());
    }

    [Fact]
    public async Task A_kill_switch_that_another_activation_turned_off_is_not_reported_as_on()
    {
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        await buyer.SetKillSwitch(isOn: true);
        // As a silo that has declared this one dead.
        await cluster.QueryAsync<long>(
            "update stream_heads set epoch = epoch + 1 where stream_kind = 1 and stream_id = $1 returning epoch",
            buyer.GetPrimaryKeyLong());
        await cluster.QueryAsync<long>(
            "update account_controls set is_kill_switch_on = false where account_id = $1 returning account_id", buyer.GetPrimaryKeyLong());

        var stale = await buyer.SetKillSwitch(isOn: true);
        await Eventually.HoldsAsync(
            async () => (await buyer.SetKillSwitch(isOn: true)).Status == ReplyStatus.Done, "the next activation turns it on");

        Assert.NotEqual(ReplyStatus.Done, stale.Status);
        Assert.True(await cluster.QueryAsync<bool>(
            "select is_kill_switch_on from account_controls where account_id = $1", buyer.GetPrimaryKeyLong()));
    }

    [Fact]
    public async Task The_dead_man_timer_cancels_everything_unless_it_is_started_anew_or_stopped()
    {
        var instrument = await cluster.NewSpotAsync();
        var silent = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var stopped = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var kept = (await stopped.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Order!;
        var lost = (await silent.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Order!;

        Assert.NotNull(await stopped.CancelAllAfter(TimeSpan.FromSeconds(1)));
        var first = await silent.CancelAllAfter(TimeSpan.FromMinutes(1));
        var second = await silent.CancelAllAfter(TimeSpan.FromSeconds(1));
        Assert.Null(await stopped.CancelAllAfter(null));

        Assert.True(second < first);
        await Eventually.HoldsAsync(
            async () => (await silent.GetOrder(lost.ClientOrderId)).Order!.Status == OrdStatus.Canceled, "the timer fires");
        Assert.Equal(ExecReason.CancelAllAfter, (await silent.GetOrder(lost.ClientOrderId)).Order!.Reason);
        Assert.Equal(OrdStatus.New, (await stopped.GetOrder(kept.ClientOrderId)).Order!.Status);
        await Eventually.HoldsAsync(
            async () =>
                await cluster.QueryAsync<long>(
                    "select count(*) from account_controls where account_id = $1 and cancel_all_at is null",
                    silent.GetPrimaryKeyLong()) == 1, "it fires once");
        Assert.Equal(ReplyStatus.Done, (await silent.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Status);
    }

    [Theory]
    [InlineData(0.999)]
    [InlineData(86_400.001)]
    public async Task The_dead_man_timer_has_bounds(double seconds)
    {
        var account = await cluster.NewAccountAsync();

        await Assert.ThrowsAsync<ValidationException>(() => account.CancelAllAfter(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData(false, "now()", ExecReason.CancelAllAfter)]
    [InlineData(true, "null", ExecReason.KillSwitch)]
    public async Task An_account_that_nobody_wakes_is_woken_to_do_what_is_overdue(
        bool isKillSwitchOn, string cancelAllAt, ExecReason reason)
    {
        var instrument = await cluster.NewSpotAsync();
        var buyer = await cluster.NewAccountAsync(new Money(1_000m, TestOrders.Usd));
        var order = (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Order!;
        await cluster.AssertEverythingAddsUpAsync();
        await cluster.ForgetMemoryAsync();
        // The state after a silo died between its promise and the cancels.
        await cluster.QueryAsync<long>(
            $"insert into account_controls (account_id, is_kill_switch_on, cancel_all_at) values ($1, $2, {cancelAllAt}) returning account_id", buyer.GetPrimaryKeyLong(), isKillSwitchOn);

        await Eventually.HoldsAsync(
            async () =>
                await cluster.QueryAsync<long>(
                    "select count(*) from orders where order_id = $1 and leaves_lots = 0",
                    order.OrderId.Value) == 1, "its order is cancelled");
        Assert.Equal((short)reason, await cluster.QueryAsync<short>("select reason from orders where order_id = $1", order.OrderId.Value));
    }
}
