using System.Text;
using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.Edge;

/// <summary>Requests that mean nothing are the sender's fault, and are told so.</summary>
public sealed class NonsenseTests(RtxSystem system, SharedFloor shared) : IClassFixture<SharedFloor>
{
    private const string Order = """{"clientOrderId":"NAME","symbol":"SYMBOL","side":"buy","orderType":"limit","orderQty":"1","price":"5.00"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "accounts/ACCOUNT/orders/batch", """{"orders":[null]}""")]
    [InlineData("POST", "accounts/ACCOUNT/order-lists", """{"contingencyType":"oco","orders":[null,null]}""")]
    [InlineData("POST", "accounts/ACCOUNT/orders", "null")]
    [InlineData("POST", "accounts/ACCOUNT/orders", "[]")]
    [InlineData("POST", "accounts/ACCOUNT/orders", "")]
    [InlineData("POST", "ticks", """{"ticks":[null]}""")]
    [InlineData("POST", "ticks", """{"ticks":null}""")]
    [InlineData("POST", "ticks/lines", "null")]
    [InlineData("POST", "ticks/lines", """{"symbol":"SYMBOL","symbol":"SYMBOL"}""")]
    [InlineData("PUT", "instruments/SYMBOL/mark-rules", """{"providerIds":null}""")]
    [InlineData("PUT", "instruments/SYMBOL/mark-rules", """{"providerIds":[null]}""")]
    [InlineData("PUT", "instruments/SYMBOL/mark-rules", """{"providerIds":[]}""")]
    [InlineData("PUT", "instruments/SYMBOL/mark-rules", """{"maxAgeMilliseconds":-2147483648}""")]
    [InlineData("PUT", "instruments/SYMBOL/schedule", """{"timeZoneId":"a\u0000b","sessions":[]}""")]
    [InlineData("PUT", "instruments/SYMBOL/schedule", """{"timeZoneId":"UTC","sessions":[{"day":"monday","phases":null}]}""")]
    [InlineData("PUT", "instruments/SYMBOL/schedule", """{"timeZoneId":"UTC","sessions":[],"holidays":null}""")]
    [InlineData("POST", "administration/accounts", """{"ownerId":1,"name":"a\u0000b"}""")]
    [InlineData("POST", "administration/accounts", """{"ownerId":1,"name":"0123456789012345678901234567890123456789012345678901234567890123+"}""")]
    [InlineData("POST", "administration/accounts", """{"ownerId":1,"name":"\ud800"}""")]
    [InlineData("POST", "administration/accounts", """{"ownerId":1,"name":"a\u202eb"}""")]
    [InlineData("POST", "administration/accounts", """{"ownerId":1,"name":"  "}""")]
    [InlineData("POST", "administration/instruments", """{"symbol":"X","matchingRules":{"minNotional":"79228162514264337593543950335"}}""")]
    public async Task A_body_that_means_nothing_is_refused(string method, string path, string body)
    {
        var floor = shared.Floor;
        var http = await RawHttp.AsAdministratorAsync(system);
        var contentType = path.EndsWith("lines", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json";
        var answer = await http.SendAsync(method, $"/api/v1/{Fill(path, floor)}", Fill(body, floor), contentType);
        Assert.True(answer.Status is 400, answer.ToString());
        Assert.Equal(RtxErrorCodes.InvalidRequest, answer.Code);
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("0001-01-09")]
    [InlineData("9999-12-24")]
    [InlineData("9999-12-31")]
    public async Task A_schedule_with_dates_at_the_ends_of_the_calendar_is_no_failure(string date)
    {
        await using var floor = await Floor.Open(system);
        var http = await RawHttp.AsAdministratorAsync(system);
        const string Phases = """[{"start":"09:00","state":"continuous","dayOffset":-7},{"start":"17:00","state":"closed","dayOffset":-7}]""";
        var day = DateOnly.Parse(date).DayOfWeek.ToString().ToLowerInvariant();
        foreach (var dates in (string[])[$"\"holidays\":[\"{date}\"]", $$"""  "earlyCloses":[{"date":"{{date}}","phases":{{Phases}}}]  """])
        {
            var body = $$"""{"timeZoneId":"Pacific/Kiritimati","sessions":[{"day":"{{day}}","phases":{{Phases}}}],{{dates}}}""";
            var set = await http.SendAsync("PUT", Fill("/api/v1/instruments/SYMBOL/schedule", floor), body);
            Assert.True(set.Status is 200 or 400, set.ToString());
            var status = await http.SendAsync("GET", Fill("/api/v1/instruments/SYMBOL/status", floor));
            Assert.True(status.Status is 200, status.ToString());
        }
    }

    [Theory]
    [InlineData("a\\u0000b", "secret-secret")]
    [InlineData("\\ud800", "secret-secret")]
    [InlineData("administrator", "\\u0000")]
    [InlineData("administrator", "\\udc00\\ud800")]
    [InlineData("", "")]
    public async Task A_login_of_no_possible_name_is_wrong_and_no_failure(string name, string password)
    {
        await system.AdministratorAsync();
        var answer = await new RawHttp(system.Address, null).SendAsync("POST", "/api/v1/sessions", $$"""{"userName":"{{name}}","password":"{{password}}"}""");
        Assert.True(answer.Status is 400 or 401, answer.ToString());
        Assert.NotEmpty(answer.Code);
    }

    [Theory]
    [InlineData("application/json; charset=foo", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=\"\"", 415)]
    [InlineData("text/plain", 415)]
    [InlineData("application/json;;;", 415)]
    [InlineData("application/json; charset=UTF-8", 200)]
    [InlineData("application/json; charset=\"utf-8\"", 200)]
    public async Task A_body_is_utf8_json(string contentType, int status)
    {
        var floor = shared.Floor;
        var http = new RawHttp(system.Address, floor.Trader.AccessToken);
        var answer = await http.SendAsync("POST", Fill("/api/v1/accounts/ACCOUNT/orders", floor), Fill(Order, floor), contentType);
        Assert.True(answer.Status == status, answer.ToString());
    }

    [Theory]
    [InlineData("instruments/SYMBOL/ticks")]
    [InlineData("instruments/SYMBOL/candles")]
    [InlineData("instruments/SYMBOL/candles?minutes=43200")]
    [InlineData("instruments/SYMBOL/spreads")]
    [InlineData("instruments/SYMBOL/gaps")]
    [InlineData("instruments/SYMBOL/depth/history")]
    [InlineData("instruments/SYMBOL/ticks/download")]
    [InlineData("instruments/SYMBOL/candles/download")]
    [InlineData("instruments/SYMBOL/depth/download")]
    [InlineData("accounts/ACCOUNT/orders")]
    [InlineData("accounts/ACCOUNT/executions")]
    public async Task Times_at_the_ends_of_the_calendar_are_no_failure(string path)
    {
        var floor = shared.Floor;
        var http = new RawHttp(system.Address, floor.Trader.AccessToken);
        string[] times =
        [
            "0001-01-01T00:00:00Z", "0001-01-01T00:00:00%2B14:00", "0001-01-01T00:00:00.000001Z", "0001-01-02T00:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z",
            "2099-12-31T23:59:59.999999Z", "9999-12-30T00:00:00Z", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-14:00", "2026-02-30T00:00:00Z", "10000-01-01T00:00:00Z",
            "2026-01-01", "01/02/2026", "2026-01-01T00:00:00", "%202026-01-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:60Z", "now", "",
        ];
        foreach (var time in times)
        {
            foreach (var name in path.StartsWith("accounts", StringComparison.Ordinal) ? (string[])["before"] : ["from", "to"])
            {
                var answer = await http.SendAsync("GET", $"/api/v1/{Fill(path, floor)}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={time}");
                Assert.True(answer.Status is 200 or 400, $"{name}={time}: {answer}");
                if (answer.Status == 400) Assert.Equal((RtxErrorCodes.InvalidRequest, true), (answer.Code, answer.Detail.Contains(name, StringComparison.Ordinal)));
            }
        }
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    [InlineData("9999-12-30T23:59:59Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    public async Task An_order_may_expire_at_no_end_of_the_calendar(string time)
    {
        var floor = shared.Floor;
        var http = new RawHttp(system.Address, floor.Trader.AccessToken);
        var order = Fill(Order, floor).Replace("}", $$""","expireTime":"{{time}}"}""", StringComparison.Ordinal);
        var answer = await http.SendAsync("POST", Fill("/api/v1/accounts/ACCOUNT/orders", floor), order);
        Assert.True(answer.Status is 200 or 400 or 422, answer.ToString());
        if (answer.Status == 200) Assert.NotEmpty((await floor.Trader.Orders.CancelAllAsync(floor.Account, cancellationToken: Token)).Orders);
    }

    [Fact]
    public async Task Garbage_among_packed_ticks_is_told_before_the_connection_ends()
    {
        await system.AdministratorAsync();
        var http = await RawHttp.AsAdministratorAsync(system);
        var answer = await http.SendAsync("POST", "/api/v1/ticks/packed", Encoding.ASCII.GetBytes(new string('x', 100_000)), PackedTicks.ContentType);
        Assert.Equal((400, RtxErrorCodes.InvalidRequest, "close"), (answer.Status, answer.Code, answer.Headers.GetValueOrDefault("connection")));
    }

    private static string Fill(string text, Floor floor) => text
        .Replace("SYMBOL", floor.Symbol, StringComparison.Ordinal)
        .Replace("ACCOUNT", $"{floor.Account}", StringComparison.Ordinal)
        .Replace("NAME", Guid.NewGuid().ToString("N"), StringComparison.Ordinal);
}
