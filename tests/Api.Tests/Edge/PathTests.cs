using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.Edge;

/// <summary>What a path may say: nothing in it is decoded twice, and none leads to another route than the one that is written.</summary>
public sealed class PathTests(RtxSystem system, SharedFloor shared) : IClassFixture<SharedFloor>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("by-client-order-id/..")]
    [InlineData("by-client-order-id/.")]
    [InlineData("by-client-order-id/%2e%2e")]
    [InlineData("by-client-order-id/%2E.")]
    [InlineData("by-client-order-id/x/..")]
    [InlineData("by-client-order-id/x/../..?all=true")]
    [InlineData("by-client-order-id/../?all=true")]
    [InlineData("by-client-order-id/%2e%2e?all=true")]
    [InlineData("by-client-order-id/..%2f?all=true")]
    [InlineData("by-client-order-id/")]
    [InlineData("by-client-order-id//")]
    [InlineData("/by-client-order-id/x")]
    [InlineData("by-client-order-id/;")]
    [InlineData("by-client-order-id/..;/")]
    [InlineData("by-client-order-id/%00")]
    [InlineData("by-client-order-id/%5c..%5c..")]
    [InlineData("by-client-order-id/%25%32%65%25%32%65")]
    [InlineData("by-client-order-id/%252e%252e")]
    [InlineData("by-client-order-id/%ff")]
    [InlineData("by-client-order-id/%")]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("?sybmol=BTCUSD")]
    [InlineData("?all=true&sybmol=BTCUSD")]
    [InlineData("?All=true")]
    [InlineData("?all=false")]
    [InlineData("?all=true&all=true")]
    [InlineData("?all=true&side=buy")]
    [InlineData("?symbol=")]
    [InlineData("?symbol=%00")]
    [InlineData("?tag=+0")]
    [InlineData("?tag=%200")]
    [InlineData("?tag=")]
    [InlineData("?tag=%00")]
    [InlineData("?tag=%E2%80%AEa")]
    [InlineData("?tag=123456789012345678901234567890123")]
    public async Task No_address_but_the_one_that_says_so_cancels_all_orders(string rest)
    {
        var floor = shared.Floor;
        var http = new RawHttp(system.Address, floor.Trader.AccessToken);
        var name = $"keep-{Guid.NewGuid():N}";
        await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 1m, 1m) with { ClientOrderId = name }, Token);

        var separator = rest.StartsWith('?') || rest.Length == 0 ? "" : "/";
        var answer = await http.SendAsync("DELETE", $"/api/v1/accounts/{floor.Account}/orders{separator}{rest}");

        Assert.True(answer.Status is >= 400 and < 500, answer.ToString());
        // What is no address at all the web server refuses before anybody could write a problem.
        if (answer.Body.Length > 0) Assert.NotEmpty(answer.Code);
        Assert.Equal(OrdStatus.New, (await floor.Trader.Orders.GetAsync(floor.Account, name, Token)).Status);
    }

    [Fact]
    public async Task Cancelling_all_is_asked_for_by_name()
    {
        var floor = shared.Floor;
        var http = new RawHttp(system.Address, floor.Trader.AccessToken);
        var placed = await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 1m, 1m), Token);
        Assert.Equal("invalid_request", (await http.SendAsync("DELETE", $"/api/v1/accounts/{floor.Account}/orders")).Code);
        var answer = await http.SendAsync("DELETE", $"/api/v1/accounts/{floor.Account}/orders?all=true");
        Assert.Equal(200, answer.Status);
        Assert.Equal(OrdStatus.Canceled, (await floor.Trader.Orders.GetAsync(floor.Account, placed.Order.ClientOrderId, Token)).Status);
    }

    [Theory]
    [InlineData("/api/v1/accounts/+1")]
    [InlineData("/api/v1/accounts/%201")]
    [InlineData("/api/v1/accounts/01")]
    [InlineData("/api/v1/accounts/1.0")]
    [InlineData("/api/v1/accounts/99999999999999999999")]
    [InlineData("/api/v1/instruments/%2e%2e/status")]
    [InlineData("/api/v1/instruments/a%00b")]
    [InlineData("/api/v1/instruments/%F0%9F%92%A9")]
    [InlineData("/api/v1//instruments")]
    [InlineData("/api/v1/./instruments")]
    [InlineData("/api/v1/x/../instruments")]
    [InlineData("/api\\v1\\instruments")]
    [InlineData("/api/v1/instruments;x=1")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/API/v2/instruments")]
    [InlineData("/metrics")]
    [InlineData("/metrics/x")]
    [InlineData("/swagger/index.html")]
    [InlineData("/.env")]
    [InlineData("/hubs/nothing")]
    [InlineData("/index.php")]
    [InlineData("/anything/else")]
    [InlineData("/healthz")]
    public async Task An_unknown_address_is_answered_with_a_problem_and_never_with_a_page(string target)
    {
        await system.AdministratorAsync();
        var http = await RawHttp.AsAdministratorAsync(system);
        var answer = await http.SendAsync("GET", target);
        Assert.True(answer.Status is 400 or 404, answer.ToString());
        if (answer.Body.Length > 0) Assert.NotEmpty(answer.Code);
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("PUT")]
    [InlineData("BREW")]
    public async Task A_method_that_an_address_has_not_is_answered_with_those_that_it_has(string method)
    {
        await system.AdministratorAsync();
        var http = await RawHttp.AsAdministratorAsync(system);
        var answer = await http.SendAsync(method, "/api/v1/instruments");
        Assert.Equal(405, answer.Status);
        Assert.Equal("GET", answer.Headers["allow"]);
        if (method != "HEAD") Assert.Equal(RtxErrorCodes.MethodNotAllowed, answer.Code);
    }

    [Fact]
    public async Task A_symbol_with_a_slash_is_decoded_once()
    {
        var administrator = await system.AdministratorAsync();
        var symbol = $"T{Guid.NewGuid():N}"[..10].ToUpperInvariant() + "/USD";
        await administrator.Administration.CreateInstrumentAsync(
            new CreateInstrumentRequest
            {
                Symbol = symbol, Kind = InstrumentKind.Margined, BaseCurrency = "XAU", QuoteCurrency = "USD", PriceIncrement = 0.01m, QuantityIncrement = 1m, MinQuantity = 1m,
                MaxQuantity = 1_000m,
            },
            Token);
        var http = await RawHttp.AsAdministratorAsync(system);
        Assert.Equal(200, (await http.SendAsync("GET", $"/api/v1/instruments/{symbol.Replace("/", "%2F", StringComparison.Ordinal)}")).Status);
        Assert.Equal(404, (await http.SendAsync("GET", $"/api/v1/instruments/{symbol.Replace("/", "%252F", StringComparison.Ordinal)}")).Status);
        Assert.Equal(symbol, (await administrator.Instruments.GetAsync(symbol, Token)).Symbol);
    }
}
