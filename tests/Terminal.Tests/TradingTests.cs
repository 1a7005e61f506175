using Microsoft.Playwright;
using Rtx.Client;
using Rtx.Terminal.Tests.Browser;
using Rtx.Testing.Systems;
using static Rtx.Terminal.Tests.Browser.TerminalPage;

namespace Rtx.Terminal.Tests;

public sealed class TradingTests(RtxSystem system, Chromium chromium)
{
    [Fact]
    public async Task A_price_is_never_suggested_into_a_field_that_the_trader_is_in()
    {
        using var market = await Market.Open(system, InstrumentKind.Spot, isQuoted: false);
        await using var terminal = await Open(chromium, system.Address);
        await terminal.LogInTo(market.Trader, market.Symbol);
        await terminal.Price.FocusAsync();

        await market.Quote();
        await Expect(terminal.Level(Side.Buy, "99.00")).ToBeVisibleAsync();
        await Expect(terminal.Price).ToHaveValueAsync("");

        await terminal.Quantity.FocusAsync();
        await Expect(terminal.Price).ToHaveValueAsync("99.00");
    }

    [Fact]
    public async Task A_limit_order_rests_and_its_fill_changes_orders_position_and_balance_without_a_reload()
    {
        using var market = await Market.Open(system, InstrumentKind.Margined);
        await using var terminal = await Open(chromium, system.Address);
        await terminal.LogInTo(market.Trader, market.Symbol);
        await Expect(terminal.Level(Side.Buy, "99.00")).ToContainTextAsync("10.0");
        await Expect(terminal.Level(Side.Sell, "101.00")).ToContainTextAsync("10.0");
        await Expect(terminal.Balance("USD")).ToHaveTextAsync("10,000.00");

        await terminal.SubmitLimit(Side.Buy, "100.00", "2");
        await Expect(terminal.OpenOrders).ToHaveCountAsync(1);
        await Expect(terminal.OpenOrders).ToContainTextAsync(market.Symbol);
        await Expect(terminal.Outcome).ToContainTextAsync("Working");
        await Expect(terminal.Level(Side.Buy, "100.00")).ToContainTextAsync("●");

        await market.Maker.Limit(Side.Sell, market.Symbol, 100m, 2m);
        await Expect(terminal.OpenOrders).ToHaveCountAsync(0);
        await Expect(terminal.Toasts).ToContainTextAsync($"Bought 2.0 {market.Symbol} at 100.00");
        await Expect(terminal.Trades).ToContainTextAsync("100.00");
        await terminal.ShowPositions();
        await Expect(terminal.Positions).ToContainTextAsync("Long");
        await Expect(terminal.Positions).ToContainTextAsync("2.0");
        await Expect(terminal.Balance("USD")).ToHaveTextAsync("9,999.80"); // The maker fee of 0.1 % of 200 USD.
        await terminal.ShowExecutions();
        await Expect(terminal.Executions).ToContainTextAsync("Maker");
        await terminal.AssertNotReloaded();
    }

    [Fact]
    public async Task A_market_order_takes_resting_liquidity_and_delivers_to_the_balances()
    {
        using var market = await Market.Open(system, InstrumentKind.Spot);
        await using var terminal = await Open(chromium, system.Address);
        await terminal.LogInTo(market.Trader, market.Symbol);
        await Expect(terminal.Level(Side.Sell, "101.00")).ToBeVisibleAsync();

        await terminal.SubmitMarket(Side.Buy, "3.5");
        await Expect(terminal.Outcome).ToContainTextAsync("Filled");
        await Expect(terminal.Balance(market.BaseCurrency)).ToHaveTextAsync("3.50");
        await Expect(terminal.Balance("USD")).ToHaveTextAsync("9,646.14"); // 353.50 USD and the taker fee of 0.3535 USD are gone.
        await Expect(terminal.Level(Side.Sell, "101.00")).ToContainTextAsync("6.5");
        await terminal.AssertNotReloaded();
    }

    [Fact]
    public async Task A_cancelled_order_leaves_the_list_and_the_ladder()
    {
        using var market = await Market.Open(system, InstrumentKind.Spot);
        await using var terminal = await Open(chromium, system.Address);
        await terminal.LogInTo(market.Trader, market.Symbol);
        await terminal.SubmitLimit(Side.Buy, "98.5", "1");
        await Expect(terminal.OpenOrders).ToHaveCountAsync(1);
        await Expect(terminal.Level(Side.Buy, "98.50")).ToBeVisibleAsync();
        var clientOrderId = await terminal.OpenOrders.GetAttributeAsync("data-client-order-id");

        await terminal.OpenOrders.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Cancel" }).ClickAsync();
        await Expect(terminal.OpenOrders).ToHaveCountAsync(0);
        await Expect(terminal.Level(Side.Buy, "98.50")).ToHaveCountAsync(0);
        var order = await market.Trader.Client.Orders.GetAsync(market.Trader.AccountId, clientOrderId!, TestContext.Current.CancellationToken);
        Assert.Equal(OrdStatus.Canceled, order.Status);
    }

    [Fact]
    public async Task An_inline_edit_amends_price_and_quantity()
    {
        using var market = await Market.Open(system, InstrumentKind.Spot);
        await using var terminal = await Open(chromium, system.Address);
        await terminal.LogInTo(market.Trader, market.Symbol);
        await terminal.SubmitLimit(Side.Buy, "98.5", "1");
        await terminal.OpenOrders.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Edit" }).ClickAsync();
        await terminal.OpenOrders.GetByLabel("New price").FillAsync("97.25");
        await terminal.OpenOrders.GetByLabel("New total quantity").FillAsync("2.5");
        await terminal.Page.Keyboard.PressAsync("Enter");

        await Expect(terminal.OpenOrders).ToContainTextAsync("97.25");
        await Expect(terminal.OpenOrders).ToContainTextAsync("2.5");
        await Expect(terminal.Level(Side.Buy, "97.25")).ToContainTextAsync("2.5");
        await Expect(terminal.Level(Side.Buy, "98.50")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_refused_order_shows_its_code_and_its_reason()
    {
        using var market = await Market.Open(system, InstrumentKind.Spot);
        await using var terminal = await Open(chromium, system.Address);
        await terminal.LogInTo(market.Trader, market.Symbol);
        await terminal.SubmitLimit(Side.Buy, "100", "500");
        await Expect(terminal.Outcome.Locator("code")).ToHaveTextAsync(RtxErrorCodes.InsufficientFunds);
        await Expect(terminal.OpenOrders).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Terms_off_the_increments_are_stopped_before_they_are_sent()
    {
        using var market = await Market.Open(system, InstrumentKind.Spot);
        await using var terminal = await Open(chromium, system.Address);
        await terminal.LogInTo(market.Trader, market.Symbol);
        await terminal.SubmitLimit(Side.Buy, "100.005", "0.15");
        await Expect(terminal.Page.GetByText("The price must be a multiple of 0.01.")).ToBeVisibleAsync();
        await Expect(terminal.Page.GetByText("The quantity must be a multiple of 0.1.")).ToBeVisibleAsync();
        Assert.Empty(await market.Trader.Client.Orders.ListAsync(market.Trader.AccountId, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_price_of_the_ladder_fills_the_ticket_with_the_side_that_trades_with_it()
    {
        using var market = await Market.Open(system, InstrumentKind.Spot);
        await using var terminal = await Open(chromium, system.Address);
        await terminal.LogInTo(market.Trader, market.Symbol);
        await terminal.Level(Side.Sell, "101.00").ClickAsync();
        await Expect(terminal.Price).ToHaveValueAsync("101.00");
        await Expect(terminal.SubmitOrder).ToHaveTextAsync($"Buy {market.Symbol}");
        await terminal.Level(Side.Buy, "99.00").ClickAsync();
        await Expect(terminal.Price).ToHaveValueAsync("99.00");
        await Expect(terminal.SubmitOrder).ToHaveTextAsync($"Sell {market.Symbol}");
    }
}
