using Microsoft.Playwright;
using Rtx.Client;
using Rtx.Terminal.Tests.Browser;
using Rtx.Testing.Systems;
using static Rtx.Terminal.Tests.Browser.TerminalPage;

namespace Rtx.Terminal.Tests;

public sealed class LiveDataTests(RtxSystem system, Chromium chromium)
{
    private const string HubAddress = "**/hubs/trading**";
    private const string TicketAddress = "**/api/v1/hub-tickets";

    [Fact]
    public async Task Trades_appear_as_quotes_tape_and_candles()
    {
        using var market = await Market.Open(system, InstrumentKind.Spot);
        await using var terminal = await Open(chromium, system.Address);
        await terminal.LogInTo(market.Trader, market.Symbol);
        await market.Trader.Limit(Side.Buy, market.Symbol, 101m, 1m);
        await market.Trader.Limit(Side.Buy, market.Symbol, 100m, 1m);

        await Expect(terminal.Trades).ToHaveCountAsync(1);
        await Expect(terminal.Page.Locator("#market-last")).ToHaveTextAsync("101.00");
        await Expect(terminal.Page.Locator("#market-bid")).ToHaveTextAsync("100.00");
        await Expect(terminal.Page.Locator("#market-spread")).ToHaveTextAsync("1.00");
        await Expect(terminal.Page.Locator("#chart-legend")).ToContainTextAsync("C 101.00");
        await SaveScreenshot(terminal.Page);
    }

    [Fact]
    public async Task After_a_lost_connection_the_page_shows_what_happened_meanwhile()
    {
        using var market = await Market.Open(system, InstrumentKind.Margined);
        var sockets = new List<IWebSocketRoute>();
        await using var terminal = await Open(chromium, system.Address, page => page.RouteWebSocketAsync(HubAddress, socket =>
        {
            socket.ConnectToServer();
            sockets.Add(socket);
        }));
        await terminal.LogInTo(market.Trader, market.Symbol);
        await terminal.SubmitLimit(Side.Buy, "100", "2");
        await Expect(terminal.OpenOrders).ToHaveCountAsync(1);

        await terminal.Page.RouteAsync(TicketAddress, route => route.AbortAsync());
        await sockets[^1].CloseAsync();
        await Expect(terminal.Connection).Not.ToHaveTextAsync("Live");
        await market.Maker.Limit(Side.Sell, market.Symbol, 100m, 2m);
        await terminal.Page.UnrouteAsync(TicketAddress);

        await Expect(terminal.Connection).ToHaveTextAsync("Live");
        await Expect(terminal.OpenOrders).ToHaveCountAsync(0);
        await Expect(terminal.Level(Side.Buy, "100.00")).ToHaveCountAsync(0);
        await Expect(terminal.Trades).ToHaveCountAsync(1);
        await terminal.AssertNotReloaded();
    }

    [Fact]
    public async Task A_lost_depth_update_is_noticed_and_the_ladder_is_right_again()
    {
        using var market = await Market.Open(system, InstrumentKind.Spot);
        var loses = false;
        var lost = new TaskCompletionSource();
        await using var terminal = await Open(chromium, system.Address, page => page.RouteWebSocketAsync(HubAddress, socket =>
        {
            var server = socket.ConnectToServer();
            server.OnMessage(frame =>
            {
                if (Volatile.Read(ref loses) && frame.Text?.Contains("DepthChanged", StringComparison.Ordinal) == true) lost.TrySetResult();
                else if (frame.Text is { } text) socket.Send(text);
                else socket.Send(frame.Binary!);
            });
        }));
        await terminal.LogInTo(market.Trader, market.Symbol);
        await Expect(terminal.Level(Side.Buy, "99.00")).ToBeVisibleAsync();

        Volatile.Write(ref loses, true);
        await market.Maker.Limit(Side.Buy, market.Symbol, 98m, 4m);
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Volatile.Write(ref loses, false);
        await market.Maker.Limit(Side.Buy, market.Symbol, 97m, 5m);

        await Expect(terminal.Level(Side.Buy, "97.00")).ToContainTextAsync("5.0");
        await Expect(terminal.Level(Side.Buy, "98.00")).ToContainTextAsync("4.0");
    }

    /// <summary>For people: the desk as it looks at the end of a trade.</summary>
    private static async Task SaveScreenshot(IPage page) =>
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Repository.Root, "artifacts", "terminal.png") });
}
