using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

public sealed class HubTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RtxStreamProtocol.MessagePack)]
    [InlineData(RtxStreamProtocol.Json)]
    public async Task Orders_go_over_the_hub_and_their_executions_come_back(RtxStreamProtocol protocol)
    {
        var instrument = await system.NewInstrumentAsync(Token);
        var (trader, account) = await system.NewTraderAsync(Token, (10_000m, "USD"));
        using var scope = trader;
        await using var stream = trader.CreateStream(new RtxStreamOptions { Protocol = protocol });
        await stream.ConnectAsync(Token);
        await using var executions = await stream.SubscribeExecutionsAsync(account, Token);

        var placed = await stream.PlaceOrderAsync(account, Traders.Limit(instrument, Side.Buy, 10.25m, 5m, "hub-1"), Token);
        Assert.Equal((OrdStatus.New, 10.25m), (placed.Order.Status, placed.Order.Price));
        var amended = await stream.AmendOrderAsync(account, placed.Order.OrderId, new AmendOrderRequest { OrderQty = 4m }, Token);
        Assert.Equal(4m, amended.Order.OrderQty);
        var cancelled = await stream.CancelOrderAsync(account, placed.Order.OrderId, Token);
        Assert.Equal(OrdStatus.Canceled, cancelled.Order.Status);

        ExecType[] expected = [ExecType.New, ExecType.Replaced, ExecType.Canceled];
        foreach (var type in expected)
        {
            var report = await ReadAsync(executions);
            Assert.Equal((type, "hub-1", placed.Order.OrderId), (report.ExecType, report.ClientOrderId, report.OrderId));
        }
    }

    [Fact]
    public async Task A_refusal_over_the_hub_has_the_code_that_rest_gives()
    {
        var instrument = await system.NewInstrumentAsync(Token);
        var (trader, account) = await system.NewTraderAsync(Token);
        var (stranger, _) = await system.NewTraderAsync(Token);
        using var traderScope = trader;
        using var strangerScope = stranger;
        await using var stream = stranger.CreateStream();
        await stream.ConnectAsync(Token);
        var order = await Assert.ThrowsAsync<RtxException>(() => stream.PlaceOrderAsync(account, Traders.Limit(instrument, Side.Buy, 1m, 1m), Token));
        Assert.Equal((RtxErrorCodes.UnknownAccount, 404), (order.Code, order.Status));
        var executions = await Assert.ThrowsAsync<RtxException>(() => stream.SubscribeExecutionsAsync(account, Token));
        Assert.Equal(RtxErrorCodes.UnknownAccount, executions.Code);
        var symbol = await Assert.ThrowsAsync<RtxException>(() => stream.SubscribeDepthAsync(instrument with { Symbol = "NONE" }, Token));
        Assert.Equal(RtxErrorCodes.UnknownInstrument, symbol.Code);
    }

    [Theory]
    [InlineData(RtxStreamProtocol.MessagePack)]
    [InlineData(RtxStreamProtocol.Json)]
    public async Task Depth_starts_with_a_snapshot_and_follows_the_book(RtxStreamProtocol protocol)
    {
        var instrument = await system.NewInstrumentAsync(Token);
        var (trader, account) = await system.NewTraderAsync(Token, (100_000m, "USD"));
        var (other, otherAccount) = await system.NewTraderAsync(Token, (100_000m, "USD"));
        using var scope = trader;
        using var otherScope = other;
        await trader.Orders.PlaceAsync(account, Traders.Limit(instrument, Side.Buy, 10m, 5m), Token);

        await using var stream = trader.CreateStream(new RtxStreamOptions { Protocol = protocol });
        await stream.ConnectAsync(Token);
        await using var depth = await stream.SubscribeDepthAsync(instrument, Token);
        await using var trades = await stream.SubscribeTradesAsync(instrument.Symbol, Token);
        await using var quotes = await stream.SubscribeQuotesAsync(instrument.Symbol, Token);
        await ReadUntilAsync(depth, picture => picture.Bids is [{ Price: 10m, Quantity: 5m, OrderCount: 1 }] && picture.Asks is []);

        await trader.Orders.PlaceAsync(account, Traders.Limit(instrument, Side.Buy, 10.5m, 2m), Token);
        await ReadUntilAsync(depth, picture => picture.Bids is [{ Price: 10.5m }, { Price: 10m }]);
        await other.Orders.PlaceAsync(otherAccount, Traders.Limit(instrument, Side.Sell, 10.5m, 2m), Token);
        await ReadUntilAsync(depth, picture => picture.Bids is [{ Price: 10m }]);
        var trade = await ReadAsync(trades);
        Assert.Equal((10.5m, 2m, Side.Sell), (trade.LastPx, trade.LastQty, trade.AggressorSide));
        await ReadUntilAsync(quotes, quote => quote is { Bid: 10m, BidQty: 5m, Ask: null });
    }

    private static async Task<T> ReadAsync<T>(Subscription<T> subscription)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        return await subscription.ReadAsync(deadline.Token);
    }

    private static async Task ReadUntilAsync<T>(Subscription<T> subscription, Predicate<T> isExpected)
    {
        while (!isExpected(await ReadAsync(subscription)))
        {
            // Pictures in between are right too; only the last one is certain.
        }
    }
}
