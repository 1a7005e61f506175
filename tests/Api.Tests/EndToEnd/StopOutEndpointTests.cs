using Rtx.Client;
using Rtx.Testing;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>A stop-out as a client sees it.</summary>
public sealed class StopOutEndpointTests(RtxSystem system)
{
    private const short Provider = 17;
    private const decimal Entry = 100m;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_is_told_of_the_call_the_stop_out_and_what_was_closed()
    {
        await using var floor = await Floor.Open(system);
        var instrument = floor.Instrument;
        var administrator = await system.AdministratorAsync();
        await administrator.Administration.SetMarkRulesAsync(floor.Symbol, new MarkRules { ProviderIds = [Provider], MaxJumpBasisPoints = 100_000, Confirmations = 1 }, Token);
        await Quote(administrator, floor, Entry);
        // Twenty percent more than the margin of ten.
        var margin = Entry * 10m * instrument.InitialMarginRate;
        var (trader, account) = await system.NewTraderAsync(Token, (margin * 1.2m, "USD"));
        using var scope = trader;
        await floor.Rest(Side.Sell, Entry, 10m);
        Assert.Equal(OrdStatus.Filled, (await trader.Orders.PlaceAsync(account, Traders.Limit(instrument, Side.Buy, Entry, 10m), Token)).Order.Status);
        Assert.Empty(await trader.Accounts.GetMarginEventsAsync(account, cancellationToken: Token));
        var open = (await trader.Orders.PlaceAsync(account, Traders.Limit(instrument, Side.Sell, Entry * 2m, 1m), Token)).Order;

        // Half of the maintenance margin is left there.
        var mark = decimal.Round(Entry - (((margin * 1.2m) - (margin * instrument.MaintenanceMarginRate / instrument.InitialMarginRate / 2m)) / 10m), 2);
        var bid = (await floor.Rest(Side.Buy, mark, 10m)).Order;
        await Quote(administrator, floor, mark);
        var events = await Eventually.GetAsync(() => trader.Accounts.GetMarginEventsAsync(account, cancellationToken: Token), events => events is [{ Kind: MarginEventKind.StopOutEnded }, ..]);

        var begun = events.Single(happened => happened.Kind == MarginEventKind.StopOutBegan);
        Assert.True(begun.Equity < begun.MaintenanceMargin && begun.MaintenanceMargin < begun.InitialMargin, $"{begun}");
        Assert.Equal((floor.Symbol, 10m, mark), (begun.Positions[0].Symbol, begun.Positions[0].Quantity, begun.Positions[0].MarkPrice));
        Assert.Equal(begun.Equity, (margin * 1.2m) + begun.Positions[0].UnrealizedPnl);
        Assert.Equal((OrdStatus.Canceled, ExecReason.StopOut), ((await trader.Orders.GetAsync(account, open.ClientOrderId, Token)).Status, (await trader.Orders.GetAsync(account, open.ClientOrderId, Token)).Reason));
        var summary = await trader.Accounts.GetSummaryAsync(account, cancellationToken: Token);
        Assert.InRange(summary.Positions.Sum(position => position.Quantity), 0m, 9m);
        Assert.All(summary.Balances, balance => Assert.True(balance.Equity >= balance.InitialMargin, $"{balance}"));
        var closing = Assert.Single(await trader.Orders.ListAsync(account, cancellationToken: Token), order => order.ClientOrderId.StartsWith("#stop-out:", StringComparison.Ordinal));
        Assert.Equal((Side.Sell, TimeInForce.Ioc, true), (closing.Side, closing.TimeInForce, closing.ReduceOnly));
        Assert.Equal(closing, await trader.Orders.GetAsync(account, closing.ClientOrderId, Token));
        // Nobody takes such a name, or asks for another one's events.
        var taken = await Assert.ThrowsAsync<RtxException>(() => trader.Orders.PlaceAsync(account, Traders.Limit(instrument, Side.Buy, mark, 1m) with { ClientOrderId = "#stop-out:2:1:1" }, Token));
        Assert.Equal(RtxErrorCodes.InvalidRequest, taken.Code);
        var renamed = await Assert.ThrowsAsync<RtxException>(() => floor.Other.Orders.AmendAsync(floor.OtherAccount, bid.OrderId, new AmendOrderRequest { NewClientOrderId = "#stop-out:2:1:1" }, Token));
        Assert.Equal(RtxErrorCodes.InvalidRequest, renamed.Code);
        var foreign = await Assert.ThrowsAsync<RtxException>(() => floor.Other.Accounts.GetMarginEventsAsync(account, cancellationToken: Token));
        Assert.Equal(404, foreign.Status);
    }

    private static async Task Quote(RtxClient feed, Floor floor, decimal price) => await Eventually.GetAsync(
        async () =>
        {
            var now = DateTimeOffset.UtcNow;
            await feed.Ticks.SendAsync([new Tick { Symbol = floor.Symbol, ProviderId = Provider, Sequence = now.UtcTicks, Time = now, Kind = TickKind.Quote, Bid = price, BidQty = 1m, Ask = price, AskQty = 1m }], Token);
            return await floor.Trader.Instruments.GetStatusAsync(floor.Symbol, Token);
        },
        status => status.MarkPrice == price);
}
