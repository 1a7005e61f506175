using Rtx.Actors.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Accounts;

/// <summary>Stop-outs in a margined instrument with 10 % initial and 5 % maintenance margin and a mark from a feed.</summary>
public sealed class StopOutFlowTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private const short Feed = 7;

    [Fact]
    public async Task Orders_are_cancelled_and_then_as_much_is_closed_as_restores_the_margin()
    {
        var (instrument, loser, maker) = await HoldAsync(5m, 100m);
        var order = (await loser.PlaceOrder(instrument.Limit(Side.Buy, 0.1m, 50m))).Order!;
        await maker.PlaceOrder(instrument.Limit(Side.Buy, 2m, 92m));
        await maker.PlaceOrder(instrument.Limit(Side.Buy, 5m, 91m));

        await QuoteAsync(instrument, 92m);
        await UntilAsync(loser, MarginEventKind.StopOutEnded);

        Assert.Equal(
            (OrdStatus.Canceled, ExecReason.StopOut),
            ((await loser.GetOrder(order.ClientOrderId)).Order!.Status, (await loser.GetOrder(order.ClientOrderId)).Order!.Reason));
        // 20 of 60 are left and 46 needed, 9.2 for one: 2.827 at the mark, of which two trade there and the rest one lower.
        var summary = await loser.GetSummary();
        var position = Assert.Single(summary!.Positions);
        Assert.InRange(position.Lots, 2_000, 2_173);
        var balance = Assert.Single(summary.Balances);
        Assert.InRange(balance.Equity, balance.InitialMargin, 20m);
        Assert.Equal("3 4", await KindsAsync(loser));
        Assert.Equal("20|46.0|23.00", await cluster.QueryAsync<string>(
            "select concat_ws('|', trim_scale(equity), round(initial_margin, 1), round(maintenance_margin, 2)) from margin_events where account_id = $1 and sequence = 1", loser.GetPrimaryKeyLong()));
        Assert.True(await cluster.QueryAsync<long>(
            "select count(*) from orders where account_id = $1 and client_order_id like '#stop-out:1:%' and cum_lots > 0",
            loser.GetPrimaryKeyLong()) >= 2);
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task A_friend_far_below_gets_nothing_and_who_comes_to_the_limit_does_although_the_kill_switch_is_on()
    {
        var (instrument, loser, maker) = await HoldAsync(5m, 100m);
        await maker.PlaceOrder(instrument.Limit(Side.Buy, 5m, 85m));
        await loser.SetKillSwitch(isOn: true);

        await QuoteAsync(instrument, 92m);
        await UntilAsync(loser, MarginEventKind.StopOutBegan);
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        Assert.Equal(5_000, Assert.Single((await loser.GetSummary())!.Positions).Lots);
        // Closing all of it at 88 leaves nothing of 60.
        await maker.PlaceOrder(instrument.Limit(Side.Buy, 5m, 88m));
        await UntilAsync(loser, MarginEventKind.StopOutEnded);

        var summary = await loser.GetSummary();
        Assert.Empty(summary!.Positions);
        Assert.Equal(0m, summary.Total(TestOrders.Usd));
        Assert.Equal(
            0L, await cluster.QueryAsync<long>("select count(*) from margin_calls where account_id = $1", loser.GetPrimaryKeyLong()));
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task An_account_that_sleeps_is_woken_and_an_episode_goes_on_in_the_next_activation()
    {
        var (instrument, loser, maker) = await HoldAsync(5m, 100m);
        await cluster.ForgetMemoryAsync();
        await QuoteAsync(instrument, 92m);
        await UntilAsync(loser, MarginEventKind.StopOutBegan);
        await cluster.ForgetMemoryAsync();
        await QuoteAsync(instrument, 92m);

        await maker.PlaceOrder(instrument.Limit(Side.Buy, 5m, 92m));
        await UntilAsync(loser, MarginEventKind.StopOutEnded);

        Assert.Equal("3 4", await KindsAsync(loser));
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task A_halt_is_waited_for_and_below_the_initial_margin_there_is_a_call()
    {
        var (instrument, loser, maker) = await HoldAsync(5m, 100m);
        await QuoteAsync(instrument, 97m);
        await UntilAsync(loser, MarginEventKind.CallBegan);
        Assert.Equal(
            "call", await cluster.QueryAsync<string>("select state from margin_calls where account_id = $1", loser.GetPrimaryKeyLong()));
        await maker.PlaceOrder(instrument.Limit(Side.Buy, 5m, 92m));
        await cluster.Grains.GetGrain<IInstrumentGrain>(instrument.Id.Value).SetTradingState(TradingState.Halted);

        await QuoteAsync(instrument, 92m);
        await UntilAsync(loser, MarginEventKind.StopOutBegan);
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        Assert.Equal(5_000, Assert.Single((await loser.GetSummary())!.Positions).Lots);
        await cluster.Grains.GetGrain<IInstrumentGrain>(instrument.Id.Value).SetTradingState(TradingState.Continuous);
        await UntilAsync(loser, MarginEventKind.StopOutEnded);

        Assert.Equal("1 3 4", await KindsAsync(loser));
    }

    [Fact]
    public async Task At_a_mark_that_a_friend_has_walked_away_the_winner_gets_what_the_loser_has_and_no_more()
    {
        var (instrument, loser, winner) = await HoldAsync(5m, 100m);
        var friend = await cluster.NewAccountAsync(new Money(10_000m, TestOrders.Usd));
        await cluster.Grains.GetGrain<IInstrumentGrain>(instrument.Id.Value)
            .SetMarkRules(new MarkRules { ProviderIds = [MarkRules.OwnBook], MaxJumpBasisPoints = 1_500 });

        // At 87 the loser, who has 60, owes 5. He may not pay it to his friend, who bids there.
        await friend.PlaceOrder(instrument.Limit(Side.Buy, 0.001m, 87m));
        await winner.PlaceOrder(instrument.Limit(Side.Sell, 0.001m, 87m));
        await Eventually.HoldsAsync(
            async () =>
                await cluster.Grains.GetGrain<IInstrumentGrain>(instrument.Id.Value)
                    .GetStatus() is { IsMarkOfBook: true, MarkPrice: { } mark } && mark == instrument.Ticks(87m), "the mark is 87");
        await friend.PlaceOrder(instrument.Limit(Side.Buy, 5m, 87m));
        var closing = await loser.PlaceOrder(instrument.Limit(Side.Sell, 5m, 87m));
        await UntilAsync(loser, MarginEventKind.StopOutEnded);

        Assert.NotEqual(OrdStatus.Filled, closing.Order?.Status);
        var summary = (await loser.GetSummary())!;
        Assert.Equal((0m, 0), (summary.Total(TestOrders.Usd), summary.Positions.Count));
        await cluster.AssertEverythingAddsUpAsync();
        // 5 at 88 and what he sold at 87: one of a thousand lots is left of that.
        var won = (await winner.GetSummary())!;
        Assert.InRange(won.Balances.Single(balance => balance.Currency == TestOrders.Usd).Equity, 10_059.99m, 10_060.01m);
        Assert.Equal(1L, await cluster.QueryAsync<long>(
            "select count(*) from orders where account_id = $1 and client_order_id like '#adl:%' and cum_lots = 5000",
            winner.GetPrimaryKeyLong()));
    }

    // Somebody with 60 USD has bought, another one has sold.
    private async Task<(Instrument Instrument, IAccountGrain Loser, IAccountGrain Maker)> HoldAsync(decimal quantity, decimal price)
    {
        var instrument = await cluster.NewMarginedAsync();
        var grain = cluster.Grains.GetGrain<IInstrumentGrain>(instrument.Id.Value);
        await grain.SetMarkRules(new MarkRules { ProviderIds = [Feed], MaxJumpBasisPoints = 100_000, Confirmations = 1 });
        await QuoteAsync(instrument, price);
        var maker = await cluster.NewAccountAsync(new Money(10_000m, TestOrders.Usd));
        var loser = await cluster.NewAccountAsync(new Money(60m, TestOrders.Usd));
        await maker.PlaceOrder(instrument.Limit(Side.Sell, quantity, price));
        var bought = await loser.PlaceOrder(instrument.Limit(Side.Buy, quantity, price));
        Assert.Equal(OrdStatus.Filled, bought.Order?.Status);
        await cluster.AssertEverythingAddsUpAsync();
        return (instrument, loser, maker);
    }

    private async Task QuoteAsync(Instrument instrument, decimal price)
    {
        var grain = cluster.Grains.GetGrain<IInstrumentGrain>(instrument.Id.Value);
        await grain.ReportMark(Feed, instrument.Ticks(price), Timestamp.From(DateTimeOffset.UtcNow));
        await Eventually.HoldsAsync(async () => (await grain.GetStatus()).MarkPrice == instrument.Ticks(price), $"the mark is {price}");
    }

    private Task UntilAsync(IAccountGrain account, MarginEventKind kind) => Eventually.HoldsAsync(
        async () =>
            await cluster.QueryAsync<long>(
                "select count(*) from margin_events where account_id = $1 and kind = $2", account.GetPrimaryKeyLong(),
                (short)kind) > 0, $"{kind}");

    private Task<string> KindsAsync(IAccountGrain account) =>
        cluster.QueryAsync<string>(
            "select string_agg(kind::text, ' ' order by sequence) from margin_events where account_id = $1", account.GetPrimaryKeyLong());
}
