using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.Edge;

/// <summary>One grammar for what is sent: nothing is guessed, rounded or chosen among two.</summary>
public sealed class StrictBodyTests(RtxSystem system, SharedFloor shared) : IClassFixture<SharedFloor>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> BadDecimals() =>
    [
        "\"+5\"", "\"5.\"", "\".5\"", "\"1e3\"", "\"0000005\"", "\"05\"", "\"00.5\"", "\" 5\"", "\"5 \"", "\"5,0\"", "\"1,000\"", "\"0x5\"", "\"\"", "\"-\"", "\"--5\"", "\"NaN\"", "\"Infinity\"", "\"5\\u0000\"",
        "\"٥\"", "\"４\"", "1e3", "5e0", "\"4.99999999999999999999999999999999999\"", "4.99999999999999999999999999999999999", "\"5.00000000000000000000000000000000001\"",
        "\"79228162514264337593543950336\"", "\"99999999999999999999999999999999999999\"", "true", "[5]", "{}",
    ];

    [Theory]
    [MemberData(nameof(BadDecimals))]
    public async Task A_number_that_is_no_plain_decimal_is_refused(string number)
    {
        var floor = shared.Floor;
        var http = new RawHttp(system.Address, floor.Trader.AccessToken);
        var before = (await floor.Trader.Orders.ListAsync(floor.Account, cancellationToken: Token)).Count;
        foreach (var (price, quantity) in ((string, string)[])[(number, "\"1\""), ("\"5\"", number)])
        {
            var answer = await http.SendAsync("POST", $"/api/v1/accounts/{floor.Account}/orders", Order(floor, price, quantity));
            Assert.True(answer.Status == 400, answer.ToString());
            Assert.Equal(RtxErrorCodes.InvalidRequest, answer.Code);
        }

        Assert.Equal(before, (await floor.Trader.Orders.ListAsync(floor.Account, cancellationToken: Token)).Count);
    }

    [Theory]
    [InlineData("\"5\"")]
    [InlineData("\"5.0\"")]
    [InlineData("\"5.00\"")]
    [InlineData("5")]
    [InlineData("5.00")]
    [InlineData("\"5.0000000000000000000000000000\"")]
    [InlineData("\"\\u0035\"")]
    public async Task A_plain_decimal_is_taken(string number)
    {
        var floor = shared.Floor;
        var http = new RawHttp(system.Address, floor.Trader.AccessToken);
        var answer = await http.SendAsync("POST", $"/api/v1/accounts/{floor.Account}/orders", Order(floor, number, "\"1\""));
        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal(5m, (await floor.Trader.Orders.ListAsync(floor.Account, cancellationToken: Token))[0].Price);
    }

    [Theory]
    [InlineData("\"side\":\"buy\",\"side\":\"sell\"")]
    [InlineData("\"side\":\"buy\",\"Side\":\"sell\"")]
    [InlineData("\"side\":\"buy\",\"s\\u0069de\":\"sell\"")]
    [InlineData("\"side\":\"buy\",\"reduceonly\":true,\"reduceOnly\":false")]
    [InlineData("\"side\":\"buy\",\"reduceOnIy\":true")]
    [InlineData("\"side\":\"buy\",\"postOnly\":1")]
    [InlineData("\"side\":1")]
    [InlineData("\"side\":\"buy\",\"tag\":\"\"")]
    [InlineData("\"side\":\"buy\",\"tag\":[]")]
    [InlineData("\"side\":\"buy\",\"tag\":\"a b\"")]
    [InlineData("\"side\":\"buy\",\"tag\":\"a\\u0000\"")]
    [InlineData("\"side\":\"buy\",\"tag\":\"\\u202ea\"")]
    [InlineData("\"side\":\"buy\",\"tag\":\"\\ud83d\\ude00\"")]
    [InlineData("\"side\":\"buy\",\"tag\":\"\\ud83d\"")]
    [InlineData("\"side\":\"buy\",\"tag\":\"';drop table orders;--\"")]
    [InlineData("\"side\":\"buy\",\"tag\":\"<script>\"")]
    [InlineData("\"side\":\"buy\",\"tag\":\"123456789012345678901234567890123\"")]
    [InlineData("\"side\":\"buy\",\"tag\":1.0")]
    [InlineData("\"side\":\"buy\",\"tag\":1e0")]
    [InlineData("\"side\":\"buy\",\"expireTime\":\"2030-01-01\"")]
    [InlineData("\"side\":\"buy\",\"expireTime\":\"2030-01-01T00:00:00\"")]
    [InlineData("\"side\":\"buy\",\"expireTime\":\" 2030-01-01T00:00:00Z\"")]
    [InlineData("\"side\":\"buy\",\"expireTime\":1893456000")]
    [InlineData("\"side\":\"buy\",\"expireTime\":\"2030-01-01T00:00:00.0000001Z\"")]
    public async Task A_body_says_each_thing_once_and_in_its_own_words(string members)
    {
        var floor = shared.Floor;
        var http = new RawHttp(system.Address, floor.Trader.AccessToken);
        var before = (await floor.Trader.Orders.ListAsync(floor.Account, cancellationToken: Token)).Count;
        var body = Order(floor, "\"5\"", "\"1\"").Replace("\"side\":\"buy\"", members, StringComparison.Ordinal);
        var answer = await http.SendAsync("POST", $"/api/v1/accounts/{floor.Account}/orders", body);
        Assert.True(answer.Status == 400, answer.ToString());
        Assert.Equal(RtxErrorCodes.InvalidRequest, answer.Code);
        Assert.Equal(before, (await floor.Trader.Orders.ListAsync(floor.Account, cancellationToken: Token)).Count);
    }

    private static string Order(Floor floor, string price, string quantity) =>
        $$"""{"clientOrderId":"{{Guid.NewGuid():N}}","symbol":"{{floor.Symbol}}","side":"buy","orderType":"limit","orderQty":{{quantity}},"price":{{price}}}""";
}
