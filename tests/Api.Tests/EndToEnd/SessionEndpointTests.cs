using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

public sealed class SessionEndpointTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_sets_a_schedule_and_everybody_reads_it()
    {
        var instrument = await system.NewInstrumentAsync(Token);
        var administrator = await system.AdministratorAsync();
        var (trader, _) = await system.NewTraderAsync(Token);
        using var scope = trader;
        Assert.Null((await trader.Instruments.GetScheduleAsync(instrument.Symbol, Token)).Schedule);
        var schedule = Always(TradingState.CancelOnly);

        var set = await administrator.Administration.SetScheduleAsync(instrument.Symbol, schedule, Token);

        Assert.Equivalent(schedule, set.Schedule, strict: true);
        Assert.Equivalent(schedule, (await trader.Instruments.GetScheduleAsync(instrument.Symbol, Token)).Schedule, strict: true);
        var status = await trader.Instruments.GetStatusAsync(instrument.Symbol, Token);
        // The next session begins where this one closes.
        Assert.Equal((TradingState.CancelOnly, TradingState.CancelOnly), (status.State, status.NextState));
        Assert.Equal(status.CloseTime, status.NextChangeTime);
        Assert.Null((await administrator.Administration.SetScheduleAsync(instrument.Symbol, schedule: null, Token)).Schedule);
        Assert.Equal(TradingState.Continuous, (await trader.Instruments.GetStatusAsync(instrument.Symbol, Token)).State);
    }

    [Fact]
    public async Task What_breaks_a_rule_or_is_not_allowed_is_refused()
    {
        var instrument = await system.NewInstrumentAsync(Token);
        var administrator = await system.AdministratorAsync();
        var (trader, _) = await system.NewTraderAsync(Token);
        using var scope = trader;
        var schedule = Always(TradingState.Continuous);

        var foreign = await Assert.ThrowsAsync<RtxException>(() => trader.Administration.SetScheduleAsync(instrument.Symbol, schedule, Token));
        var broken = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.SetScheduleAsync(instrument.Symbol, schedule with { TimeZoneId = "Nowhere" }, Token));
        var unknown = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.SetScheduleAsync("NONE", schedule, Token));
        await administrator.Administration.SetScheduleAsync(instrument.Symbol, schedule, Token);
        var state = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.SetTradingStateAsync(instrument.Symbol, TradingState.PreOpen, Token));
        var price = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.SetReferencePriceAsync(instrument.Symbol, 1.005m, Token));

        Assert.Equal((403, RtxErrorCodes.Forbidden), (foreign.Status, foreign.Code));
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (broken.Status, broken.Code));
        Assert.Contains("no time zone 'Nowhere'", broken.Detail, StringComparison.Ordinal);
        Assert.Equal((404, RtxErrorCodes.UnknownInstrument), (unknown.Status, unknown.Code));
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (state.Status, state.Code));
        Assert.Equal((400, RtxErrorCodes.PriceNotOnTick), (price.Status, price.Code));
    }

    [Fact]
    public async Task An_auction_shows_what_it_would_do_and_then_does_it()
    {
        var administrator = await system.AdministratorAsync();
        var instrument = await system.NewInstrumentAsync(Token);
        var (buyer, buyerAccount) = await system.NewTraderAsync(Token, (10_000m, "USD"));
        var (seller, sellerAccount) = await system.NewTraderAsync(Token, (10_000m, "USD"));
        using var buyerScope = buyer;
        using var sellerScope = seller;
        Assert.Equal(TradingState.OpeningAuction, (await administrator.Administration.SetTradingStateAsync(instrument.Symbol, TradingState.OpeningAuction, Token)).State);
        Assert.Equal(10m, (await administrator.Administration.SetReferencePriceAsync(instrument.Symbol, 10m, Token)).ReferencePrice);
        await buyer.Orders.PlaceAsync(buyerAccount, Traders.Limit(instrument, Side.Buy, 10.5m, 5m, "buy"), Token);
        await seller.Orders.PlaceAsync(sellerAccount, Traders.Limit(instrument, Side.Sell, 10m, 3m), Token);

        var auction = await buyer.Instruments.GetStatusAsync(instrument.Symbol, Token);
        var after = await administrator.Administration.SetTradingStateAsync(instrument.Symbol, TradingState.Continuous, Token);

        Assert.Equal((10.5m, 3m, 2m), (auction.IndicativePrice, auction.IndicativeQty, auction.IndicativeSurplus));
        Assert.Equal((TradingState.Continuous, null), (after.State, after.IndicativePrice));
        Assert.Equal((3m, 10.5m), await FilledAsync(buyer, buyerAccount));
    }

    [Fact]
    public async Task An_instrument_is_made_with_what_protects_its_traders()
    {
        var administrator = await system.AdministratorAsync();
        var rules = new MatchingRules { MinNotional = 5m, StaticBandBasisPoints = 1_000, MaxOrdersPerAccount = 3 };
        var request = Traders.NewContract() with { MatchingRules = rules };

        Assert.Equal(rules, (await administrator.Administration.CreateInstrumentAsync(request, Token)).MatchingRules);
        Assert.Equal(rules, (await administrator.Instruments.GetAsync(request.Symbol, Token)).MatchingRules);
        var broken = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.CreateInstrumentAsync(
            request with { Symbol = "BROKEN", MatchingRules = rules with { VolatilityAuctionSeconds = 0 } }, Token));
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (broken.Status, broken.Code));
    }

    private static async Task<(decimal CumQty, decimal? AvgPx)> FilledAsync(RtxClient client, long account)
    {
        var order = await client.Orders.GetAsync(account, "buy", Token);
        return (order.CumQty, order.AvgPx);
    }

    // In the state all day, every day.
    private static TradingSchedule Always(TradingState state) => new()
    {
        TimeZoneId = "Asia/Kolkata",
        Sessions =
        [
            .. Enum.GetValues<DayOfWeek>().Select(day => new WeeklySession
            {
                Day = day, Phases = [new SessionPhase { Start = new(0, 0), State = state }, new SessionPhase { Start = new(0, 0), State = TradingState.Closed, DayOffset = 1 }],
            }),
        ],
    };
}
