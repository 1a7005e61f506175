using System.Text;

namespace Rtx.Chaos.Hostile.Attacks;

/// <summary>Sends invalid requests: broken bodies, fields of every wrong type, unknown parameters, invalid paths.</summary>
internal static class Mistyper
{
    private const int Loops = 4;

    private static readonly string[] Values =
    [
        "null", "true", "[]", "{}", "[null]", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "0", "-1", "1e3", "\"1e3\"", "\"+5\"",
        "\"5.\"", "\".5\"", "\"0000005\"", "\"NaN\"", "\"-0.1\"",
        "\"99999999999999999999999999999999999\"", "\"4.99999999999999999999999999999999999\"", "9223372036854775808",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"",
    ];

    private static readonly string[] Fields =
        [
            "clientOrderId", "symbol", "side", "orderType", "timeInForce", "orderQty", "price", "expireTime", "displayQty", "stopPx",
            "listRole", "nobodyKnows"];

    private static readonly string[] Bodies =
    [
        "", "null", "[]", "[null]", "0", "\"", "{", "}", "{]", "{\"orders\":null}", "{\"orders\":[null]}", "{\"orders\":[]}",
        "{\"orders\":[{}]}", "{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}",
        "{\"side\":\"buy\",\"side\":\"sell\"}", "<xml/>", "a=b&c=d", "\u00ef\u00bb\u00bf{}",
    ];

    public static Task RunAsync(Attacker attacker, CancellationToken stop) =>
        Task.WhenAll(
            Enumerable.Range(0, Loops).Select(_ => MistypeAsync(attacker with { Dice = new Random(attacker.Dice.Next()) }, stop)).ToList());

    private static async Task MistypeAsync(Attacker attacker, CancellationToken stop)
    {
        var account = $"/api/v1/accounts/{attacker.Account}";
        while (!stop.IsCancellationRequested)
        {
            foreach (var (method, path) in Targets(account, attacker.Spot.Symbol))
            {
                if (stop.IsCancellationRequested) return;
                var body = Encoding.UTF8.GetBytes(attacker.Dice.Next(3) == 0 ? Bodies[attacker.Dice.Next(Bodies.Length)] : Wrong(attacker));
                await SendAsync(attacker, method, path, Torn(attacker.Dice, body));
            }

            foreach (var path in Paths(account, attacker.Spot.Symbol))
            {
                if (stop.IsCancellationRequested) return;
                await attacker.SendNonsenseAsync(Any(attacker), attacker.Dice.Next(4) == 0 ? "DELETE" : "GET", path);
            }
        }
    }

    private static Task SendAsync(Attacker attacker, string method, string path, byte[] body)
    {
        var mediaType =
            attacker.Dice.Next(8) switch
            {
                0 => "text/plain", 1 => "application/json; charset=foo", 2 => "", 3 => "application/x-ndjson", _ => "application/json"
            };
        return attacker.SendNonsenseAsync(Any(attacker), method, path, body, mediaType);
    }

    private static IEnumerable<(string Method, string Path)> Targets(string account, string symbol) =>
    [
        ("POST", $"{account}/orders"), ("POST", $"{account}/orders/batch"), ("POST", $"{account}/order-lists"),
        ("PATCH", $"{account}/orders/1"), ("PUT", $"{account}/cancel-all-after"),
        ("PUT", $"{account}/kill-switch"), ("POST", "/api/v1/sessions"), ("POST", "/api/v1/ticks"), ("POST", "/api/v1/ticks/lines"),
        ("POST", "/api/v1/ticks/packed"),
        ("PUT", $"/api/v1/instruments/{symbol}/mark-rules"), ("POST", "/api/v1/administration/users"), ("POST", $"{account}/funds"),
    ];

    private static IEnumerable<string> Paths(string account, string symbol) =>
    [
        $"{account}/orders?sybmol=BTCUSD", $"{account}/orders?all=maybe", $"{account}/orders?all=true&all=true",
        $"{account}/orders?symbol=", $"{account}/orders?limit=-1", $"{account}/orders?limit=1e3",
        $"{account}/orders?before=0001-01-01T00:00:00Z", $"{account}/orders?before=9999-12-31T23:59:59.9999999Z",
        $"{account}/executions?reason=none%00", $"{account}/orders/9223372036854775808",
        $"{account}/orders/-1", "/api/v1/accounts/0", "/api/v1/accounts/-9223372036854775808", "/api/v1/accounts/1%00",
        "/api/v1/accounts/%ff", "/api/v1/accounts/../../etc/passwd",
        $"/api/v1/instruments/{symbol}%00", $"/api/v1/instruments/{symbol}/depth?levels=0",
        $"/api/v1/instruments/{symbol}/depth?levels=99999999999", $"/api/v1/instruments/{symbol}/candles?minutes=7",
        $"/api/v1/instruments/{symbol}/ticks?from=9999-12-31T23:59:59Z", $"/api/v1/instruments/{symbol}/ticks?cursor=AAAA",
        "/api/v1/nowhere", "/api//v1/accounts", "/api/v1/administration/dead-letters",
        $"/api/v1/instruments/{new string('A', 3_000)}",
    ];

    // An order with one field of a wrong type; whatever its value, it does not name an open order of the account and can't become one.
    private static string Wrong(Attacker attacker)
    {
        var field = Fields[attacker.Dice.Next(Fields.Length)];
        var value = Values[attacker.Dice.Next(Values.Length)];
        var name = $"{attacker.Name}-{attacker.Dice.Next()}";
        return $$"""{"clientOrderId":"{{name}}","symbol":"NOSUCH","side":"buy","""
            + $$"""
            "orderType":"limit","orderQty":"1","price":"1","{{field}}":{{value}}}
            """;
    }

    // Sometimes the end is missing, sometimes a byte is changed.
    private static byte[] Torn(Random dice, byte[] body)
    {
        if (body.Length == 0 || dice.Next(3) > 0) return body;
        if (dice.Next(2) == 0) return body[..dice.Next(body.Length)];
        body[dice.Next(body.Length)] = (byte)dice.Next(256);
        return body;
    }

    private static RawConnection Any(Attacker attacker) => attacker.Raw[attacker.Dice.Next(attacker.Raw.Count)];
}
