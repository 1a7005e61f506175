using System.Collections.Concurrent;
using Microsoft.Playwright;
using Rtx.Client;
using Rtx.Terminal.Tests.Browser;
using Rtx.Testing.Systems;
using static Rtx.Terminal.Tests.Browser.TerminalPage;

namespace Rtx.Terminal.Tests;

public sealed class TerminalLoginTests(RtxSystem system, Chromium chromium)
{
    [Fact]
    public async Task A_wrong_password_is_refused_and_the_right_one_opens_the_desk()
    {
        using var market = await Market.Open(system, InstrumentKind.Spot);
        await using var terminal = await Open(chromium, system.Address);
        await terminal.LogIn(market.Trader.UserName, "not the password");
        await Expect(terminal.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(terminal.Connection).ToBeHiddenAsync();

        await terminal.LogIn(market.Trader.UserName, market.Trader.Password);
        await Expect(terminal.Connection).ToHaveTextAsync("Live");
    }

    [Fact]
    public async Task The_token_stands_in_no_address()
    {
        using var market = await Market.Open(system, InstrumentKind.Spot);
        var addresses = new ConcurrentQueue<string>();
        string? token = null;
        await using var terminal = await Open(chromium, system.Address, page =>
        {
            page.WebSocket += (_, socket) => addresses.Enqueue(socket.Url);
            page.Request += (_, request) =>
            {
                addresses.Enqueue(request.Url);
                if (request.Headers.TryGetValue("authorization", out var header)) token = header.Split(' ')[1];
            };
            return Task.CompletedTask;
        });
        await terminal.LogInTo(market.Trader, market.Symbol);

        Assert.NotNull(token);
        Assert.Contains(addresses, address => address.Contains("/hubs/trading?", StringComparison.Ordinal));
        Assert.All(addresses, address => Assert.DoesNotContain(token, address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_login_survives_a_reload_and_ends_with_log_out()
    {
        using var market = await Market.Open(system, InstrumentKind.Spot);
        await using var terminal = await Open(chromium, system.Address);
        await terminal.LogInTo(market.Trader, market.Symbol);
        await terminal.Page.ReloadAsync();
        await Expect(terminal.Connection).ToHaveTextAsync("Live");
        await Expect(terminal.Page.Locator("#market-symbol")).ToHaveTextAsync(market.Symbol);

        await terminal.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Log out" }).ClickAsync();
        await Expect(terminal.Page.GetByLabel("User name")).ToBeVisibleAsync();
        await terminal.Page.ReloadAsync();
        await Expect(terminal.Page.GetByLabel("User name")).ToBeVisibleAsync();
    }
}
