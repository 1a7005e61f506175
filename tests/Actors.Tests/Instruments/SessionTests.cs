using System.ComponentModel.DataAnnotations;
using Orleans.Core.Internal;
using Rtx.Actors.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Instruments;

/// <summary>
/// Schedules, operators and volatility auctions on real grains. Phases that should end last a second or two; those that should not last
/// hours.
/// </summary>
public sealed class SessionTests(TradingCluster cluster)
{
    private static int _lastId = 7_000;

    [Fact]
    public async Task A_schedule_drives_the_book_through_its_day()
    {
        var (instrument, grain) = await NewInstrumentAsync();
        var (seller, buyer) = (await NewTraderAsync(), await NewTraderAsync());
        var now = DateTime.UtcNow;
        await grain.SetSchedule(Session(
            (now.AddHours(-1), TradingState.PreOpen), (now.AddHours(1), TradingState.OpeningAuction),
            (now.AddHours(2), TradingState.Closed)));
        Assert.Equal(TradingState.PreOpen, await BookStateAsync(instrument));
        var sell = await seller.PlaceOrder(instrument.Limit(Side.Sell, 2m, 100m));
        var buy = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 102m));
        var day = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 90m, timeInForce: TimeInForce.Day));
        Assert.Equal([OrdStatus.New, OrdStatus.New, OrdStatus.New], [sell.Order!.Status, buy.Order!.Status, day.Order!.Status]);
        Assert.Equal(instrument.Lots(1m), (await cluster.BookOf(instrument).GetIndicative())!.Value.Quantity);

        now = DateTime.UtcNow;
        await grain.SetSchedule(Session(
            (now.AddHours(-1), TradingState.PreOpen), (now.AddSeconds(2), TradingState.OpeningAuction),
            (now.AddSeconds(3), TradingState.Continuous), (now.AddSeconds(5), TradingState.Closed)));
        var before = await grain.GetStatus();
        Assert.Equal((TradingState.PreOpen, TradingState.OpeningAuction), (before.State, before.NextState));
        await Eventually.HoldsAsync(async () => await BookStateAsync(instrument) == TradingState.Closed, "the book is closed");

        // Uncrossed in the auction at one price, without an aggressor; day orders expired at the close.
        Assert.Equal(2L, await cluster.QueryAsync<long>(
            "select count(*) from order_events where instrument_id = $1 and is_auction and exec_type = 15", instrument.Id.Value));
        Assert.Equal(
            (short)OrdStatus.Filled,
            await cluster.QueryAsync<short>("select status from orders where order_id = $1", buy.Order.OrderId.Value));
        Assert.Equal((short)OrdStatus.PartiallyFilled, await cluster.QueryAsync<short>(
            "select status from orders where order_id = $1 and leaves_lots = 1000", sell.Order.OrderId.Value));
        Assert.Equal(
            (short)ExecReason.SessionEnded,
            await cluster.QueryAsync<short>("select reason from orders where order_id = $1 and status = 12", day.Order.OrderId.Value));
        Assert.Equal(RejectReason.MarketClosed, (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 90m))).RejectReason);
        Assert.NotNull((await grain.GetStatus()).ReferencePrice);
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task Changes_missed_while_inactive_are_applied_in_order()
    {
        var (instrument, grain) = await NewInstrumentAsync();
        var (seller, buyer) = (await NewTraderAsync(), await NewTraderAsync());
        var now = DateTime.UtcNow;
        await grain.SetSchedule(Session((now.AddHours(-1), TradingState.ClosingAuction), (now.AddHours(1), TradingState.Closed)));
        var buy = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 90m, timeInForce: TimeInForce.Day));
        var sell = await seller.PlaceOrder(instrument.Limit(Side.Sell, 3m, 90m, timeInForce: TimeInForce.Day));
        Assert.Equal((OrdStatus.New, OrdStatus.New), (buy.Order!.Status, sell.Order!.Status));
        // Crossed without a trade: the book reports no mark, which would wake the instrument.

        now = DateTime.UtcNow;
        await grain.SetSchedule(Session(
            (now.AddHours(-1), TradingState.ClosingAuction), (now.AddSeconds(3), TradingState.CancelOnly),
            (now.AddSeconds(4), TradingState.Closed)));
        // Its timer ends with it: the reminder, the sweep for books in an auction, or the next call wakes it.
        await ForgetAsync(grain);
        await Eventually.HoldsAsync(() => DateTime.UtcNow > now.AddSeconds(5), "both changes have passed");
        Assert.Equal(TradingState.Closed, (await grain.GetStatus()).State);
        await Eventually.HoldsAsync(async () => await BookStateAsync(instrument) == TradingState.Closed, "the book is where it has to be");

        // Going from the auction straight to the close they would have traded; after cancel-only they must not.
        Assert.Equal(2L, await cluster.QueryAsync<long>(
            "select count(*) from orders where instrument_id = $1 and status = 12 and reason = 6 and cum_lots = 0", instrument.Id.Value));
    }

    [Fact]
    public async Task An_operator_halts_a_scheduled_instrument_and_ends_the_halt()
    {
        var (instrument, grain) = await NewInstrumentAsync();
        var buyer = await NewTraderAsync();
        var now = DateTime.UtcNow;
        await grain.SetSchedule(Session((now.AddHours(-1), TradingState.CancelOnly), (now.AddHours(1), TradingState.Closed)));

        await grain.SetTradingState(TradingState.Halted);
        Assert.Equal(RejectReason.InstrumentHalted, (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 90m))).RejectReason);
        Assert.Null((await grain.GetStatus()).NextState);
        await grain.SetTradingState(TradingState.Continuous);
        Assert.Equal(RejectReason.CancelOnly, (await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 90m))).RejectReason);
        Assert.Equal(TradingState.Closed, (await grain.GetStatus()).NextState);
    }

    [Fact]
    public async Task What_an_operator_may_not_ask_for_is_named()
    {
        var (instrument, grain) = await NewInstrumentAsync();
        var now = DateTime.UtcNow;
        var schedule = Session((now.AddHours(-1), TradingState.Continuous), (now.AddHours(1), TradingState.Closed));
        await grain.SetSchedule(schedule);

        Assert.Contains(
            "has a schedule", (await Assert.ThrowsAsync<ValidationException>(() => grain.SetTradingState(TradingState.PreOpen))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "no time zone",
            (await Assert.ThrowsAsync<ValidationException>(() => grain.SetSchedule(schedule with { TimeZoneId = "Nowhere" }))).Message,
            StringComparison.Ordinal);
        Assert.Contains("no such instrument", (await Assert.ThrowsAsync<ValidationException>(
            () => cluster.Grains.GetGrain<IInstrumentGrain>(6_999).SetSchedule(schedule))).Message, StringComparison.Ordinal);
        Assert.Equivalent(schedule, await grain.GetSchedule(), strict: true);

        await grain.SetSchedule(schedule: null);
        await grain.SetTradingState(TradingState.PreOpen);
        Assert.Equal(TradingState.PreOpen, await BookStateAsync(instrument));
        Assert.Null(await grain.GetSchedule());
    }

    [Fact]
    public async Task Schedule_and_halt_survive_the_memory_of_the_grain()
    {
        var (instrument, grain) = await NewInstrumentAsync();
        var now = DateTime.UtcNow;
        var schedule = Session((now.AddHours(-1), TradingState.OpeningAuction), (now.AddHours(1), TradingState.Closed)) with
        {
            RandomEndSeconds = 60,
        };
        await grain.SetSchedule(schedule);
        await grain.SetReferencePrice(instrument.Ticks(100m));
        await grain.SetTradingState(TradingState.Halted);

        await ForgetAsync(grain);

        var status = await grain.GetStatus();
        Assert.Equal((TradingState.Halted, instrument.Ticks(100m)), (status.State, status.ReferencePrice));
        Assert.Equivalent(schedule, await grain.GetSchedule(), strict: true);
        await grain.SetTradingState(TradingState.Continuous);
        Assert.Equal(TradingState.OpeningAuction, await BookStateAsync(instrument));
    }

    [Fact]
    public async Task A_stored_schedule_that_can_not_be_used_halts_the_instrument_until_there_is_another()
    {
        var (instrument, grain) = await NewInstrumentAsync();
        var now = DateTime.UtcNow;
        var schedule = Session((now.AddHours(-1), TradingState.Continuous), (now.AddHours(1), TradingState.Closed));
        await grain.SetSchedule(schedule);
        await cluster.QueryAsync<int>("update instruments set schedule = jsonb_set(schedule, '{zone}', '\"Nowhere\"') where instrument_id = $1 returning instrument_id", instrument.Id.Value);
        await ForgetAsync(grain);

        Assert.Equal(TradingState.Halted, (await grain.GetStatus()).State);
        Assert.Equal("Nowhere", (await grain.GetSchedule())!.TimeZoneId);
        await Eventually.HoldsAsync(async () => await BookStateAsync(instrument) == TradingState.Halted, "the book is halted");
        await grain.SetSchedule(schedule);
        Assert.Equal(TradingState.Halted, (await grain.GetStatus()).State);
        await grain.SetTradingState(TradingState.Continuous);
        Assert.Equal(TradingState.Continuous, await BookStateAsync(instrument));
    }

    [Fact]
    public async Task An_instrument_that_waits_for_its_next_phase_is_not_idle()
    {
        var (_, grain) = await NewInstrumentAsync();
        var now = DateTime.UtcNow;
        await grain.SetSchedule(Session((now.AddHours(-1), TradingState.Continuous), (now.AddHours(1), TradingState.Closed)));

        await cluster.ForgetMemoryAsync();

        Assert.NotNull(await cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain));
    }

    [Fact]
    public async Task A_trade_outside_the_dynamic_band_starts_an_auction_that_ends_by_itself()
    {
        var (instrument, grain) = await NewInstrumentAsync(
            new MatchingRules { DynamicBandBasisPoints = 100, InterruptsOnVolatility = true, VolatilityAuctionSeconds = 2 });
        var (seller, buyer) = (await NewTraderAsync(), await NewTraderAsync());
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 1m, 100m));
        await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));
        await seller.PlaceOrder(instrument.Limit(Side.Sell, 1m, 110m));

        var taking = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 111m));

        Assert.Equal((OrdStatus.New, OrderPlace.Book), (taking.Order!.Status, taking.Order.Place));
        await Eventually.HoldsAsync(
            async () => (await grain.GetStatus()).State == TradingState.VolatilityAuction, "the instrument knows of the auction");
        Assert.Equal(TradingState.Continuous, (await grain.GetStatus()).NextState);
        await Eventually.HoldsAsync(async () => await BookStateAsync(instrument) == TradingState.Continuous, "trading goes on");
        Assert.Equal(
            (short)OrdStatus.Filled,
            await cluster.QueryAsync<short>("select status from orders where order_id = $1", taking.Order.OrderId.Value));
        await Eventually.HoldsAsync(
            async () => (await grain.GetStatus()).ReferencePrice is not null, "the instrument knows the auction's price");
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task Day_orders_expire_when_the_next_session_begins_at_the_latest()
    {
        var (instrument, grain) = await NewInstrumentAsync();
        var buyer = await NewTraderAsync();
        var now = DateTime.UtcNow;
        await grain.SetSchedule(Sessions(
            [(now.AddHours(-1), TradingState.Continuous), (now.AddHours(1), TradingState.Closed)],
            [(now.AddHours(2), TradingState.PreOpen), (now.AddHours(3), TradingState.Closed)]));

        var day = await buyer.PlaceOrder(instrument.Limit(Side.Buy, 1m, 90m, timeInForce: TimeInForce.Day));

        var status = await grain.GetStatus();
        Assert.Equal((Whole(now.AddHours(1)), Whole(now.AddHours(2))), (status.CloseTime, status.SessionEnd));
        Assert.Equal(status.SessionEnd, day.Order!.Instructions!.ExpireTime);
    }

    internal static TradingSchedule Session(params (DateTime Start, TradingState State)[] phases) => Sessions(phases);

    // Sessions of today's date in UTC, whose phases may lie on the days around it.
    private static TradingSchedule Sessions(params (DateTime Start, TradingState State)[][] sessions)
    {
        var date = DateOnly.FromDateTime(sessions[0][0].Start);
        return new TradingSchedule
        {
            TimeZoneId = "UTC",
            Sessions =
            [
                .. sessions.Select(phases => new WeeklySession(
                    date.DayOfWeek, [.. phases.Select(p => new SessionPhase(
                        TimeOnly.FromDateTime(Whole(p.Start).ToDateTime()), p.State,
                        DateOnly.FromDateTime(Whole(p.Start).ToDateTime()).DayNumber - date.DayNumber))])),
            ],
        };
    }

    // The next whole second.
    private static Timestamp Whole(DateTime time) =>
        Timestamp.From(new DateTime((time.Ticks / TimeSpan.TicksPerSecond + 1) * TimeSpan.TicksPerSecond, DateTimeKind.Utc));

    private async Task<(Instrument Instrument, IInstrumentGrain Grain)> NewInstrumentAsync(MatchingRules? rules = null)
    {
        var contract = TestOrders.Margined(Interlocked.Increment(ref _lastId)) with { MatchingRules = rules ?? MatchingRules.None };
        var instrument = await cluster.Grains.GetGrain<IInstrumentsGrain>(0).CreateInstrument(contract);
        Assert.Equal(contract, instrument);
        return (contract, cluster.Grains.GetGrain<IInstrumentGrain>(contract.Id.Value));
    }

    private Task<IAccountGrain> NewTraderAsync() => cluster.NewAccountAsync(new Money(100_000m, TestOrders.Usd));

    // A grain with a pending timer is not idle, so it is deactivated explicitly.
    private async Task ForgetAsync(IInstrumentGrain grain)
    {
        await grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        await Eventually.HoldsAsync(
            async () => await cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain) is null, "the instrument is gone");
    }

    private async Task<TradingState> BookStateAsync(Instrument instrument) =>
        (TradingState)await cluster.QueryAsync<short>(
            "select coalesce(max(trading_state), 1::smallint) from book_standings where instrument_id = $1", instrument.Id.Value);
}
