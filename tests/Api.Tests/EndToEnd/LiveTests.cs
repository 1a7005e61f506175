using System.Net.WebSockets;
using System.Text;
using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>Live data as connections get it: batches, snapshots, and what becomes of one that does not read.</summary>
public sealed class LiveTests(RtxSystem system)
{
    private const char EndOfMessage = '\u001e';

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RtxStreamProtocol.MessagePack)]
    [InlineData(RtxStreamProtocol.Json)]
    public async Task Quotes_of_a_feed_reach_listeners_and_the_newest_is_there_for_whoever_comes_later(RtxStreamProtocol protocol)
    {
        var administrator = await system.AdministratorAsync();
        var (first, second) = (await system.NewInstrumentAsync(Token), await system.NewInstrumentAsync(Token));
        await using var stream = administrator.CreateStream(new RtxStreamOptions { Protocol = protocol });
        await stream.ConnectAsync(Token);
        await using var firstQuotes = await stream.SubscribeQuotesAsync(first.Symbol, Token);
        await using var secondQuotes = await stream.SubscribeQuotesAsync(second.Symbol, Token);

        await administrator.Ticks.SendAsync([Quote(first, 1, 10m), Quote(second, 1, 20m), Quote(first, 2, 11m), Quote(first, 3, 12m)], Token);
        Assert.Equal((12m, 13m, 3L, (short)7), await ReadAsync(firstQuotes));
        Assert.Equal((20m, 21m, 1L, (short)7), await ReadAsync(secondQuotes));

        await using var late = administrator.CreateStream(new RtxStreamOptions { Protocol = protocol });
        await late.ConnectAsync(Token);
        await using var lateQuotes = await late.SubscribeQuotesAsync(first.Symbol, Token);
        Assert.Equal((12m, 13m, 3L, (short)7), await ReadAsync(lateQuotes));

        // A quote that was overtaken on its way is not shown any more; the next one is.
        await administrator.Ticks.SendAsync([Quote(first, 2, 11m)], Token);
        await administrator.Ticks.SendAsync([Quote(first, 4, 14m)], Token);
        Assert.Equal((14m, 15m, 4L, (short)7), await ReadAsync(firstQuotes));

        static async Task<(decimal?, decimal?, long, short)> ReadAsync(Subscription<Quote> quotes)
        {
            var quote = await quotes.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Token);
            return (quote.Bid, quote.Ask, quote.Sequence, quote.ProviderId);
        }
    }

    [Fact]
    public async Task Trades_begin_with_the_newest_ones_and_each_comes_once()
    {
        await using var floor = await Floor.Open(system);
        await TradeAsync(floor, 10m);
        await TradeAsync(floor, 10.5m);
        await using var stream = floor.Trader.CreateStream();
        await stream.ConnectAsync(Token);
        await using var trades = await stream.SubscribeTradesAsync(floor.Symbol, Token);
        await TradeAsync(floor, 11m);
        foreach (var price in new[] { 10m, 10.5m, 11m })
            Assert.Equal(price, (await trades.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Token)).LastPx);
    }

    [Fact]
    public async Task Who_does_not_read_is_cut_off_and_holds_up_nobody()
    {
        var administrator = await system.AdministratorAsync();
        await using var floor = await Floor.Open(system);
        var instrument = await system.NewInstrumentAsync(Token);
        using var lazy = await ConnectAsync(administrator, floor.Symbol);
        await using var stream = administrator.CreateStream();
        await stream.ConnectAsync(Token);
        await using var quotes = await stream.SubscribeQuotesAsync(instrument.Symbol, Token);

        // Snapshots of a book fill the way to the lazy one sooner than any market does; its other calls wait behind them.
        for (var i = 1; i <= 300; i++) await floor.Rest(Side.Buy, 9m + (0.01m * (i % 2)), 1m);
        var asking = AskWithoutEndAsync(lazy, floor.Symbol);
        var sequence = 0;
        while (!asking.IsCompleted)
        {
            sequence++;
            await floor.Rest(Side.Buy, 8m, 1m);
            await administrator.Ticks.SendAsync([Quote(instrument, sequence, 10m + sequence)], Token);
            while ((await quotes.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Token)).Sequence < sequence)
            {
                // One of those before.
            }
        }

        await asking;
    }

    private static async Task TradeAsync(Floor floor, decimal price)
    {
        await floor.Rest(Side.Buy, price, 1m);
        await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Sell, price, 1m), Token);
    }

    private static Tick Quote(Instrument instrument, int sequence, decimal bid) => new()
    {
        Symbol = instrument.Symbol, ProviderId = 7, Sequence = sequence, Time = DateTimeOffset.UnixEpoch.AddDays(20_000).AddMilliseconds(sequence), Kind = TickKind.Quote,
        Bid = bid, BidQty = 1m, Ask = bid + 1m, AskQty = 1m,
    };

    private async Task<ClientWebSocket> ConnectAsync(RtxClient client, string symbol)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {client.AccessToken}");
        var address = new UriBuilder(new Uri(system.Address, "hubs/trading")) { Scheme = "ws" }.Uri;
        await socket.ConnectAsync(address, Token);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        await socket.ReceiveAsync(new byte[1_024], Token);
        await SendAsync(socket, $$"""{"type":1,"invocationId":"1","target":"SubscribeDepth","arguments":["{{symbol}}",0]}""");
        return socket;
    }

    /// <summary>Ends when the server has cut the connection off.</summary>
    private static async Task AskWithoutEndAsync(ClientWebSocket socket, string symbol)
    {
        try
        {
            while (true)
            {
                await SendAsync(socket, $$"""{"type":1,"invocationId":"1","target":"SubscribeOrders","arguments":["{{symbol}}"]}""");
                await Task.Yield();
            }
        }
        catch (WebSocketException)
        {
            // Cut off.
        }
    }

    private static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + EndOfMessage), WebSocketMessageType.Text, endOfMessage: true, Token);
}
