using System.CommandLine;
using Rtx.Cli.OrderEntry;
using Rtx.Cli.Output;
using Rtx.Client;

namespace Rtx.Cli.Tests;

/// <summary>What the commands send for what is typed.</summary>
public sealed class OrderCommandTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Orders => new()
    {
        { "", "\"orderType\":\"market\",\"orderQty\":\"0.1\"" },
        { "--price 60000", "\"orderType\":\"limit\",\"orderQty\":\"0.1\",\"price\":\"60000\"" },
        { "--stop 58000", "\"orderType\":\"stop\",\"orderQty\":\"0.1\",\"stopPx\":\"58000\"" },
        { "--stop 58000 --price 57900", "\"orderType\":\"stop_limit\",\"orderQty\":\"0.1\",\"price\":\"57900\",\"stopPx\":\"58000\"" },
        { "--trail 100", "\"orderType\":\"trailing_stop\",\"orderQty\":\"0.1\",\"trailingOffset\":\"100\"" },
        { "--trail-percent 1.5 --limit-offset 10", "\"orderType\":\"trailing_stop_limit\",\"orderQty\":\"0.1\",\"trailingOffsetPercent\":\"1.5\",\"limitOffset\":\"10\"" },
        { "--type limit-if-touched --stop 1 --price 2", "\"orderType\":\"limit_if_touched\",\"orderQty\":\"0.1\",\"price\":\"2\",\"stopPx\":\"1\"" },
        { "--type market-to-limit --tif day", "\"orderType\":\"market_to_limit\",\"timeInForce\":\"day\",\"orderQty\":\"0.1\"" },
        { "--price 1 --post-only", "\"orderType\":\"limit\",\"orderQty\":\"0.1\",\"price\":\"1\",\"postOnly\":\"reject\"" },
        { "--price 1 --post-only=slide --display 0.01", "\"orderType\":\"limit\",\"orderQty\":\"0.1\",\"price\":\"1\",\"displayQty\":\"0.01\",\"postOnly\":\"slide\"" },
        { "--min-qty 0.05 --reduce-only", "\"orderType\":\"market\",\"orderQty\":\"0.1\",\"minQty\":\"0.05\",\"reduceOnly\":true" },
        { "--price 1 --expires 2030-01-02T03:04:05Z", "\"orderType\":\"limit\",\"orderQty\":\"0.1\",\"price\":\"1\",\"expireTime\":\"2030-01-02T03:04:05.000000Z\"" },
        { "--stp cancel-both --trade-group 3 --tag grid:4", "\"orderType\":\"market\",\"orderQty\":\"0.1\",\"selfTradePrevention\":\"cancel_both\",\"tradeGroup\":3,\"tag\":\"grid:4\"" },
        { "--stop 1 --trigger mark-price --tif GTC", "\"orderType\":\"stop\",\"timeInForce\":\"gtc\",\"orderQty\":\"0.1\",\"stopPx\":\"1\",\"triggerSource\":\"mark_price\"" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task An_order_is_sent_as_it_was_typed(string options, string terms) => Assert.Equal(
        [$$"""POST /api/v1/accounts/7/orders {"clientOrderId":"me","symbol":"BTCUSD","side":"buy",{{terms}}}"""],
        await SendAsync($"order buy BTCUSD 0.1 --id me {options}"));

    public static TheoryData<string, string> Requests => new()
    {
        {
            "oco sell BTCUSD 0.1 --price 65000 --stop 58000 --stop-limit 57900 --id me",
            """POST /api/v1/accounts/7/order-lists {"contingencyType":"oco","orders":[{"clientOrderId":"me-1","symbol":"BTCUSD","side":"sell","orderType":"limit","orderQty":"0.1","price":"65000"},{"clientOrderId":"me-2","symbol":"BTCUSD","side":"sell","orderType":"stop_limit","orderQty":"0.1","price":"57900","stopPx":"58000"}]}"""
        },
        {
            "bracket buy BTCUSD 0.1 --stop-loss 58000 --take-profit 62000:50% --take-profit 64000 --tif day --trigger opposite-best --reduce-only --tag 2 --id me",
            """POST /api/v1/accounts/7/order-lists {"contingencyType":"bracket","orders":[{"clientOrderId":"me-1","symbol":"BTCUSD","side":"buy","orderType":"market","orderQty":"0.1","tag":"2"},{"clientOrderId":"me-2","symbol":"BTCUSD","side":"sell","orderType":"stop","timeInForce":"day","orderQty":"0.1","stopPx":"58000","triggerSource":"opposite_best","reduceOnly":true,"tag":"2"},{"clientOrderId":"me-3","symbol":"BTCUSD","side":"sell","orderType":"limit","timeInForce":"day","orderQty":"0.05","price":"62000","reduceOnly":true,"tag":"2"},{"clientOrderId":"me-4","symbol":"BTCUSD","side":"sell","orderType":"limit","timeInForce":"day","orderQty":"0.05","price":"64000","reduceOnly":true,"tag":"2"}]}"""
        },
        {
            "bracket sell BTCUSD 0.1 --exits-only --stop-loss 58000 --stop-loss-limit 57900 --take-profit 62000 --id me",
            """POST /api/v1/accounts/7/order-lists {"contingencyType":"bracket","orders":[{"clientOrderId":"me-1","symbol":"BTCUSD","side":"sell","orderType":"stop_limit","orderQty":"0.1","price":"57900","stopPx":"58000"},{"clientOrderId":"me-2","symbol":"BTCUSD","side":"sell","orderType":"limit","orderQty":"0.1","price":"62000"}]}"""
        },
        { "cancel 12", "DELETE /api/v1/accounts/7/orders/12" },
        { "cancel mine", "DELETE /api/v1/accounts/7/orders/by-client-order-id/mine" },
        { "cancel --client-order-id 12", "DELETE /api/v1/accounts/7/orders/by-client-order-id/12" },
        { "cancel --all", "DELETE /api/v1/accounts/7/orders?all=true" },
        { "cancel --all --symbol BTCUSD --side sell --tag grid:4", "DELETE /api/v1/accounts/7/orders?symbol=BTCUSD&side=sell&tag=grid%3A4" },
        { "orders --tag grid:4", "GET /api/v1/accounts/7/orders?openOnly=true&tag=grid%3A4&limit=100" },
        { "cancel-all-after 30", """PUT /api/v1/accounts/7/cancel-all-after {"timeoutSeconds":30}""" },
        { "kill-switch on", """PUT /api/v1/accounts/7/kill-switch {"isOn":true}""" },
        { "kill-switch off", """PUT /api/v1/accounts/7/kill-switch {"isOn":false}""" },
        {
            "amend 12 --quantity 1 --price 2 --stop 3 --display 4 --new-id other --expires 2030-01-02T03:04:05Z",
            """PATCH /api/v1/accounts/7/orders/12 {"orderQty":"1","price":"2","stopPx":"3","displayQty":"4","expireTime":"2030-01-02T03:04:05.000000Z","newClientOrderId":"other"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_command_sends_one_request(string command, string request) => Assert.Equal([request], await SendAsync(command));

    [Fact]
    public async Task Orders_that_wait_for_another_one_are_written_in_words() => Assert.Equal(
        ["""POST /api/v1/accounts/7/order-lists {"contingencyType":"oto","orders":[{"clientOrderId":"me-1","symbol":"BTCUSD","side":"buy","orderType":"limit","orderQty":"1","price":"9"},{"clientOrderId":"me-2","symbol":"BTCUSD","side":"sell","orderType":"limit","orderQty":"0.5","price":"12"},{"clientOrderId":"me-3","symbol":"BTCUSD","side":"sell","orderType":"stop_limit","orderQty":"0.5","price":"7","stopPx":"8"}]}"""],
        await SendAsync("oto", "buy", "BTCUSD", "1", "--price", "9", "--then", "sell 0.5 at 12", "--then", "sell 0.5 stop 8 at 7", "--id", "me"));

    [Theory]
    [InlineData("cancel")]
    [InlineData("cancel 1 --all")]
    [InlineData("cancel ..")]
    [InlineData("cancel .")]
    [InlineData("cancel --client-order-id ..")]
    [InlineData("buy BTCUSD 1,5")]
    [InlineData("buy BTCUSD 1 --price 1e3")]
    [InlineData("buy BTCUSD 1 --price 4.99999999999999999999999999999999999")]
    [InlineData("cancel 1 --side buy")]
    [InlineData("cancel-all-after -1")]
    [InlineData("cancel-all-after 86401")]
    [InlineData("kill-switch maybe")]
    [InlineData("order buy BTCUSD 1 --type stoplimit")]
    [InlineData("order buy BTCUSD 1 --post-only=maybe")]
    [InlineData("order buy BTCUSD 1 --expires tomorrow")]
    [InlineData("order buy BTCUSD 1 --expires 2030-01-02T03:04:05")]
    [InlineData("oco sell BTCUSD 1 --price 2")]
    [InlineData("oto buy BTCUSD 1 --then sell")]
    [InlineData("bracket buy BTCUSD 1 --stop-loss 2")]
    [InlineData("bracket buy BTCUSD 1 --stop-loss 2 --take-profit 3:60% --take-profit 4:50%")]
    [InlineData("bracket buy BTCUSD 1 --stop-loss 2 --take-profit 3 --exits-only --price 5")]
    public async Task What_can_not_be_meant_is_not_sent(string command) => Assert.Empty(await SendAsync(command));

    [Theory]
    [InlineData("90s", "2026-01-02T03:05:35Z")]
    [InlineData("15m", "2026-01-02T03:19:05Z")]
    [InlineData("2h", "2026-01-02T05:04:05Z")]
    [InlineData("5d", "2026-01-07T03:04:05Z")]
    [InlineData("2026-02-01T10:00+02:00", "2026-02-01T08:00:00Z")]
    public void An_expire_time_is_a_moment_or_how_long_from_now(string text, string moment) =>
        Assert.Equal(DateTimeOffset.Parse(moment), ExpireTimes.Parse(text, Now)!.Value.ToUniversalTime());

    [Theory]
    [InlineData("3:25% 4", "3:0.25 4:0.75")]
    [InlineData("3 4", "3:0.5 4:0.5")]
    [InlineData("3:0.2 4:30%", "3:0.2 4:0.3")]
    public void Take_profits_share_the_quantity(string typed, string expected) => Assert.Equal(
        expected, string.Join(' ', TakeProfits.Parse(typed.Split(' '), 1m).Select(profit => $"{profit.Price}:{profit.Quantity:0.##}")));

    [Theory]
    [InlineData("hold 1")]
    [InlineData("sell")]
    [InlineData("sell much")]
    [InlineData("sell 1 at")]
    [InlineData("sell 1 for 3")]
    [InlineData("sell 1 at 3 at 4")]
    public void Words_that_are_no_order_are_told_so(string text) => Assert.Contains(text, Assert.Throws<FormatException>(() => Leg.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_table_of_orders_tells_triggers_icebergs_and_why_an_order_ended()
    {
        using var text = new StringWriter();
        var order = new Order
        {
            OrderId = 1, ClientOrderId = "a", AccountId = 1, Symbol = "X", Side = Side.Sell, OrderType = OrderType.StopLimit, TimeInForce = TimeInForce.Gtc, Price = 9m, OrderQty = 5m,
            CumQty = 0m, LeavesQty = 5m, Status = OrdStatus.New, Sequence = 1, CreatedAt = Now, UpdatedAt = Now, Place = OrderPlace.Trigger, StopPx = 10m, DisplayQty = 2m,
        };

        new CliOutput(text, TextWriter.Null, json: false).Write(
            new[] { order, order with { Status = OrdStatus.Canceled, LeavesQty = 0m, Place = OrderPlace.None, Reason = ExecReason.LinkedOrder } }, Tables.Orders);

        var words = string.Join(' ', text.ToString().Split([' ', '\n', '│'], StringSplitOptions.RemoveEmptyEntries));
        string[] expected = ["stop 10", "shows", "trigger", "linked"];
        Assert.All(expected, word => Assert.Contains(word, words, StringComparison.Ordinal));
    }

    private static Task<List<string>> SendAsync(string command) => SendAsync(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static async Task<List<string>> SendAsync(params IEnumerable<string> arguments)
    {
        await using var server = await RecordingServer.StartAsync(Cancel);
        string[] all = [.. arguments, "--account", "7", "--url", server.Address.ToString(), "--user", "u", "--password", "p"];
        var invocation = new InvocationConfiguration { Output = TextWriter.Null, Error = TextWriter.Null, EnableDefaultExceptionHandler = false };
        Assert.Equal(1, await RtxCommandLine.Create().Parse(all).InvokeAsync(invocation, Cancel));
        return server.Requests;
    }
}
