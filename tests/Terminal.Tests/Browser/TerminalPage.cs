using System.Collections.Concurrent;
using Microsoft.Playwright;
using Rtx.Client;

namespace Rtx.Terminal.Tests.Browser;

/// <summary>
/// The terminal in one browser tab, in the words of a trader. Whoever disposes it learns whether the page broke on the way: script errors and breaches of
/// the content policy fail the test, and so does a reload that nobody asked for.
/// </summary>
internal sealed class TerminalPage : IAsyncDisposable
{
    private readonly IBrowserContext _session;
    private readonly ConcurrentQueue<string> _defects = new();

    private TerminalPage(IBrowserContext session, IPage page)
    {
        _session = session;
        Page = page;
        page.PageError += (_, error) => _defects.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal)) _defects.Enqueue(message.Text);
        };
    }

    public IPage Page { get; }

    public ILocator Connection => Page.Locator("#connection");

    public ILocator OpenOrders => Page.Locator("#orders tr");

    public ILocator Positions => Page.Locator("#positions tr");

    public ILocator Executions => Page.Locator("#fills tr");

    public ILocator Toasts => Page.Locator(".toast");

    public ILocator Trades => Page.Locator("#tape tr");

    public ILocator Outcome => Page.Locator("#ticket-outcome");

    public ILocator SubmitOrder => Page.Locator("#ticket-submit");

    public ILocator Price => Page.Locator("#ticket").GetByLabel("Price");

    public ILocator Quantity => Page.Locator("#ticket").GetByLabel("Quantity");

    /// <summary>Opens the page; <paramref name="prepare"/> may put itself between the page and the server first.</summary>
    public static async Task<TerminalPage> Open(Chromium chromium, Uri address, Func<IPage, Task>? prepare = null)
    {
        var session = await chromium.NewSession(address);
        var page = await session.NewPageAsync();
        var terminal = new TerminalPage(session, page);
        if (prepare is not null) await prepare(page);
        await page.GotoAsync("/");
        return terminal;
    }

    public async Task LogIn(string userName, string password)
    {
        await Page.GetByLabel("User name").FillAsync(userName);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Log in" }).ClickAsync();
    }

    /// <summary>Logs in, waits for the live connection and chooses a market.</summary>
    public async Task LogInTo(Trader trader, string symbol)
    {
        await LogIn(trader.UserName, trader.Password);
        await Expect(Connection).ToHaveTextAsync("Live");
        await Select(symbol);
        await Page.EvaluateAsync("window.rtxTestLoad = 1");
    }

    public async Task Select(string symbol)
    {
        await Page.Locator("#instruments").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = symbol, Exact = true }).ClickAsync();
        await Expect(Page.Locator("#market-symbol")).ToHaveTextAsync(symbol);
    }

    public async Task SubmitLimit(Side side, string price, string quantity)
    {
        await ChooseSide(side);
        await Page.GetByLabel("Type").SelectOptionAsync("limit");
        await Page.GetByLabel("Time in force").SelectOptionAsync("gtc");
        await Price.FillAsync(price);
        await Quantity.FillAsync(quantity);
        await SubmitOrder.ClickAsync();
    }

    public async Task SubmitMarket(Side side, string quantity)
    {
        await ChooseSide(side);
        await Page.GetByLabel("Type").SelectOptionAsync("market");
        await Quantity.FillAsync(quantity);
        await SubmitOrder.ClickAsync();
    }

    public ILocator Level(Side side, string price) =>
        Page.Locator(side == Side.Buy ? ".bids .level" : ".asks .level").Filter(new LocatorFilterOptions { Has = Page.GetByText(price, new PageGetByTextOptions { Exact = true }) });

    /// <summary>The total of one currency in the balances.</summary>
    public ILocator Balance(string currency) => Page.Locator($"#balances tr[data-currency='{currency}'] td").Nth(1);

    public Task ShowPositions() => Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Positions" }).ClickAsync();

    public Task ShowExecutions() => Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Executions" }).ClickAsync();

    /// <summary>Fails when the page was loaded again since the login.</summary>
    public async Task AssertNotReloaded() => Assert.Equal(1, await Page.EvaluateAsync<int>("window.rtxTestLoad ?? 0"));

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        Assert.Empty(_defects);
    }

    public static ILocatorAssertions Expect(ILocator locator)
    {
        // A silo and a browser share the machine with the rest of the suite.
        Assertions.SetDefaultExpectTimeout(30_000);
        return Assertions.Expect(locator);
    }

    private Task ChooseSide(Side side) => Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = side.ToString() }).CheckAsync();
}
