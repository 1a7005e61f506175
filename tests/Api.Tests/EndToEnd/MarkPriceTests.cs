using Rtx.Api.Tests.RateLimits;
using Rtx.Client;
using Rtx.Testing;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>Mark prices from the provider to the margin check.</summary>
public sealed class MarkPriceTests(RtxSystem system)
{
    private const short Provider = 17;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mark_follows_the_provider_that_an_administrator_names()
    {
        await using var floor = await Floor.Open(system);
        var administrator = await system.AdministratorAsync();
        Assert.Equivalent(new MarkRules(), await floor.Trader.Instruments.GetMarkRulesAsync(floor.Symbol, Token), strict: true);
        await Trade(floor, 5m);
        await Eventually.GetAsync(() => Status(floor), status => status.MarkPrice == 5m);
        var rules = new MarkRules { ProviderIds = [Provider, 0], MaxAgeMilliseconds = 60_000, MaxJumpBasisPoints = 2_000 };

        var set = await administrator.Administration.SetMarkRulesAsync(floor.Symbol, rules, Token);

        Assert.Equivalent(rules, set, strict: true);
        Assert.Equivalent(rules, await floor.Trader.Instruments.GetMarkRulesAsync(floor.Symbol, Token), strict: true);
        await Eventually.GetAsync(() => Quote(administrator, floor, 5.40m), status => status.MarkPrice == 5.50m);
        await Trade(floor, 5m);
        Assert.Equal((5.50m, false), ((await Status(floor)).MarkPrice, (await Status(floor)).IsMarkStale));
        // Far away, but said three times.
        await Eventually.GetAsync(() => Quote(administrator, floor, 8.90m), status => status.MarkPrice == 9m);

        Assert.Equivalent(new MarkRules(), await administrator.Administration.SetMarkRulesAsync(floor.Symbol, rules: null, Token), strict: true);
        // The book pulls the mark, by no more than five percent at a time.
        await Eventually.GetAsync(() => Status(floor), status => status.MarkPrice == 8.55m);
    }

    [Fact]
    public async Task Without_a_fresh_mark_risk_may_fall_but_not_rise()
    {
        await using var floor = await Floor.Open(system);
        var administrator = await system.AdministratorAsync();
        await Trade(floor, 5m);
        await Eventually.GetAsync(() => Status(floor), status => status.MarkPrice == 5m);
        await administrator.Administration.SetMarkRulesAsync(floor.Symbol, new MarkRules { ProviderIds = [Provider], MaxAgeMilliseconds = 100 }, Token);
        await Eventually.GetAsync(() => Status(floor), status => status.IsMarkStale);
        // Accounts know marks for a second.
        await Eventually.GetAsync(PlaceMore, code => code.Length > 0);

        var more = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 4m, 1m), Token));
        var less = await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Sell, 6m, 1m), Token);

        Assert.Equal(RtxErrorCodes.NoReferencePrice, more.Code);
        Assert.Contains("too old", more.Detail, StringComparison.Ordinal);
        Assert.Equal(OrdStatus.New, less.Order.Status);
        Assert.Equal(5m, (await Status(floor)).MarkPrice);

        Task<string> PlaceMore() => Refusal.CodeOf(() => floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 4m, 1m), Token));
    }

    [Fact]
    public async Task Only_administrators_set_rules_and_only_such_as_can_be_kept()
    {
        await using var floor = await Floor.Open(system);
        var administrator = await system.AdministratorAsync();

        var foreign = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Administration.SetMarkRulesAsync(floor.Symbol, new MarkRules(), Token));
        var broken = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.SetMarkRulesAsync(floor.Symbol, new MarkRules { ProviderIds = [1, 1] }, Token));
        var unknown = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.SetMarkRulesAsync("NONE", new MarkRules(), Token));

        Assert.Equal((403, RtxErrorCodes.Forbidden), (foreign.Status, foreign.Code));
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (broken.Status, broken.Code));
        Assert.Equal((404, RtxErrorCodes.UnknownInstrument), (unknown.Status, unknown.Code));
    }

    private static Task<InstrumentStatus> Status(Floor floor) => floor.Trader.Instruments.GetStatusAsync(floor.Symbol, Token);

    private static async Task Trade(Floor floor, decimal price)
    {
        await floor.Rest(Side.Sell, price, 1m);
        var reply = await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, price, 1m), Token);
        Assert.Equal(OrdStatus.Filled, reply.Order.Status);
    }

    /// <summary>The provider quotes now, 0.20 wide.</summary>
    private static async Task<InstrumentStatus> Quote(RtxClient feed, Floor floor, decimal bid)
    {
        var now = DateTimeOffset.UtcNow;
        var tick = new Tick
        {
            Symbol = floor.Symbol, ProviderId = Provider, Sequence = now.UtcTicks, Time = now, Kind = TickKind.Quote, Bid = bid, BidQty = 1m, Ask = bid + 0.20m, AskQty = 1m,
        };
        await feed.Ticks.SendAsync([tick], Token);
        return await Status(floor);
    }
}
