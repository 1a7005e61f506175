using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>The book in every detail, from the engine to its listeners.</summary>
public sealed class MarketDataTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RtxStreamProtocol.MessagePack)]
    [InlineData(RtxStreamProtocol.Json)]
    public async Task Every_checksum_is_right_and_no_order_is_missed(RtxStreamProtocol protocol)
    {
        await using var floor = await Floor.Open(system);
        await floor.Rest(Side.Buy, 9m, 5m);
        await using var hub = Connect(floor.Trader, protocol);
        var updates = Channel.CreateUnbounded<object>();
        hub.On<DepthUpdate>(nameof(ITradingHubClient.DepthChanged), update => updates.Writer.TryWrite(update));
        hub.On<OrderQueueUpdate>(nameof(ITradingHubClient.OrdersChanged), update => updates.Writer.TryWrite(update));
        await hub.StartAsync(Token);
        var (book, queue) = (new LocalOrderBook(floor.Instrument), new LocalOrderQueue(floor.Symbol));
        Assert.Equal(BookChange.Applied, book.Apply(await hub.InvokeAsync<Depth>(nameof(ITradingHub.SubscribeDepth), floor.Symbol, 0, Token)));
        Assert.Equal(BookChange.Applied, queue.Apply(await hub.InvokeAsync<OrderQueue>(nameof(ITradingHub.SubscribeOrders), floor.Symbol, Token)));

        await TradeABit(floor);
        var depth = await floor.Trader.Instruments.GetDepthAsync(floor.Symbol, 1_000, Token);
        var orders = await floor.Trader.Instruments.GetOrderQueueAsync(floor.Symbol, OrderQueue.MaxOrders, Token);
        while (book.Sequence < depth.Sequence || queue.Sequence < orders.Sequence)
        {
            var change = await updates.Reader.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Token) switch
            {
                DepthUpdate update => book.Apply(update),
                OrderQueueUpdate update => queue.Apply(update),
                var other => throw new InvalidOperationException($"{other} was not expected."),
            };
            Assert.True(change is BookChange.Applied or BookChange.Old, $"The update was answered with {change}.");
        }

        Assert.Equal(depth.Bids, book.Bids);
        Assert.Equal(depth.Asks, book.Asks);
        Assert.True(depth.Bids.Count > 10, "A checksum that covers the whole side proves less.");
        Assert.Equal(orders.Orders, queue.ToOrderQueue(OrderQueue.MaxOrders).Orders);
    }

    [Fact]
    public async Task An_auction_shows_what_it_would_trade_until_it_does()
    {
        await using var floor = await Floor.Open(system);
        var administrator = await system.AdministratorAsync();
        await using var stream = floor.Trader.CreateStream();
        await stream.ConnectAsync(Token);
        await using var depth = await stream.SubscribeDepthAsync(floor.Instrument, Token);
        await using var trades = await stream.SubscribeTradesAsync(floor.Symbol, Token);

        await administrator.Administration.SetTradingStateAsync(floor.Symbol, TradingState.OpeningAuction, Token);
        await floor.Rest(Side.Sell, 10m, 3m);
        await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 10m, 2m), Token);
        await ReadUntil(depth, picture => picture is { State: TradingState.OpeningAuction, IndicativePx: 10m, IndicativeQty: 2m });
        var asked = await floor.Trader.Instruments.GetDepthAsync(floor.Symbol, cancellationToken: Token);
        Assert.Equal((TradingState.OpeningAuction, 10m, 2m), (asked.State, asked.IndicativePx, asked.IndicativeQty));

        await administrator.Administration.SetTradingStateAsync(floor.Symbol, TradingState.Continuous, Token);
        await ReadUntil(depth, picture => picture is { State: TradingState.Continuous, IndicativePx: null, IndicativeQty: null, Bids: [], Asks: [{ Quantity: 1m }] });
        var trade = await Read(trades);
        Assert.Equal((10m, 2m, null), (trade.LastPx, trade.LastQty, trade.AggressorSide));
    }

    [Fact]
    public async Task The_queue_shows_every_order_in_its_place()
    {
        await using var floor = await Floor.Open(system);
        var first = await floor.Rest(Side.Buy, 9m, 5m);
        await using var stream = floor.Trader.CreateStream();
        await stream.ConnectAsync(Token);
        await using var queues = await stream.SubscribeOrdersAsync(floor.Symbol, Token);
        await ReadUntil(queues, picture => picture.Orders.Count == 1);

        var second = await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 9m, 4m) with { DisplayQty = 1m }, Token);
        var ask = await floor.Rest(Side.Sell, 11m, 2m);
        long[] expected = [first.Order.OrderId, second.Order.OrderId, ask.Order.OrderId];
        var picture = await ReadUntil(queues, picture => picture.Orders.Select(order => order.OrderId).SequenceEqual(expected));
        Assert.Equal([(Side.Buy, 9m, 5m), (Side.Buy, 9m, 1m), (Side.Sell, 11m, 2m)], picture.Orders.Select(order => (order.Side, order.Price, order.Quantity)));

        var asked = await floor.Trader.Instruments.GetOrderQueueAsync(floor.Symbol, limit: 1, Token);
        Assert.Equal([first.Order.OrderId, ask.Order.OrderId], asked.Orders.Select(order => order.OrderId));
        var limit = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Instruments.GetOrderQueueAsync(floor.Symbol, OrderQueue.MaxOrders + 1, Token));
        Assert.Equal((400, RtxErrorCodes.InvalidRequest), (limit.Status, limit.Code));
        var symbol = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Instruments.GetOrderQueueAsync("NONE", cancellationToken: Token));
        Assert.Equal(RtxErrorCodes.UnknownInstrument, symbol.Code);

        await floor.Trader.Orders.CancelAsync(floor.Account, second.Order.OrderId, Token);
        await ReadUntil(queues, picture => picture.Orders.Count == 2);
    }

    /// <summary>More levels than a checksum covers, icebergs, trades through several levels, amendments and cancels, in bursts.</summary>
    private static async Task TradeABit(Floor floor)
    {
        for (var round = 0; round < 3; round++)
        {
            var bids = await Task.WhenAll(Enumerable.Range(1, 15).Select(i => floor.Rest(Side.Buy, 9m + (0.05m * i), i)));
            await Task.WhenAll(Enumerable.Range(1, 5).Select(i => floor.Rest(Side.Sell, 10m + (0.05m * i), i)));
            await floor.Other.Orders.PlaceAsync(floor.OtherAccount, floor.Limit(Side.Buy, 9.80m, 6m) with { DisplayQty = 2m }, Token);
            await floor.Other.Orders.AmendAsync(floor.OtherAccount, bids[3].Order.OrderId, new AmendOrderRequest { Price = 9.90m }, Token);
            await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Sell, 9.75m, 25m) with { TimeInForce = TimeInForce.Ioc }, Token);
            await floor.Other.Orders.CancelAsync(floor.OtherAccount, bids[0].Order.OrderId, Token);
        }
    }

    private HubConnection Connect(RtxClient client, RtxStreamProtocol protocol)
    {
        var builder = new HubConnectionBuilder()
            .WithUrl(new Uri(system.Address, "hubs/trading"), http => http.AccessTokenProvider = () => Task.FromResult(client.AccessToken));
        return protocol switch
        {
            RtxStreamProtocol.MessagePack => builder.AddMessagePackProtocol().Build(),
            RtxStreamProtocol.Json => builder.AddJsonProtocol(json => RtxJson.Configure(json.PayloadSerializerOptions)).Build(),
        };
    }

    private static async Task<T> Read<T>(Subscription<T> subscription)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        return await subscription.ReadAsync(deadline.Token);
    }

    private static async Task<T> ReadUntil<T>(Subscription<T> subscription, Predicate<T> isExpected)
    {
        while (true)
        {
            // Pictures in between are right too; only the last one is certain.
            var item = await Read(subscription);
            if (isExpected(item)) return item;
        }
    }
}
