using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.Edge;

/// <summary>
/// Bodies of every endpoint, broken in their structure by seed. <c>RTX_FUZZ_BODIES</c> and <c>RTX_FUZZ_SEED</c> ask for more, and for others.
/// </summary>
public sealed class FuzzTests(RtxSystem system)
{
    private static readonly string[] ContentTypes = ["text/plain", "application/json; charset=foo", "application/xml", "", "application/json;", "multipart/form-data"];
    private static readonly string[] Numbers = ["1e400", "-1e400", "9223372036854775808", "-9223372036854775809", "1e-400", "0.1e1", "-0", "1E5", "123456789012345678901234567890123456789012345678901234567890"];

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    [Fact]
    public async Task No_broken_body_is_a_failure_of_the_server()
    {
        await using var floor = await Floor.Open(system);
        var http = await RawHttp.AsAdministratorAsync(system);
        var texts = new Dictionary<string, string>
        {
            ["symbol"] = floor.Symbol, ["currency"] = "USD", ["timeZoneId"] = "UTC", ["baseCurrency"] = "XAU", ["quoteCurrency"] = "USD", ["userName"] = "fuzzer", ["password"] = "a long password",
        };
        var endpoints = (await RequestTypes.EndpointsAsync()).Where(endpoint => endpoint.Body is not null && endpoint.Body != typeof(byte[])).ToList();
        var seed = Setting("RTX_FUZZ_SEED", 1);
        var random = new Random(seed);
        for (var i = 0; i < Setting("RTX_FUZZ_BODIES", 1_500); i++)
        {
            var endpoint = endpoints[i % endpoints.Count];
            texts["clientOrderId"] = $"fuzz-{i}";
            var target = endpoint.Path.Replace("{accountId:long}", $"{floor.Account}", StringComparison.Ordinal).Replace("{symbol}", floor.Symbol, StringComparison.Ordinal)
                .Replace("{orderId:long}", "1", StringComparison.Ordinal);
            var body = Break(RequestTypes.Sample(endpoint.Body!, texts)!, random);
            var contentType = random.Next(12) == 0 ? ContentTypes[random.Next(ContentTypes.Length)] : "application/json";
            var answer = await http.SendAsync(endpoint.Method, target, body, contentType);
            Assert.True(answer.Status is >= 200 and < 500, $"Seed {seed}, body {i}, {endpoint.Method} {target} {contentType} {body[..Math.Min(body.Length, 400)]}: {answer}");
            if (answer.Status >= 400) Assert.True(RequestTypes.Codes.Contains(answer.Code), answer.ToString());
        }
    }

    private static string Break(JsonNode body, Random random)
    {
        for (var changes = random.Next(1, 3); changes > 0; changes--)
        {
            var nodes = Nodes(body).ToList();
            if (nodes.Count == 0) break;
            Change(nodes[random.Next(nodes.Count)], random);
        }

        var text = body.ToJsonString();
        return random.Next(14) switch
        {
            0 => "",
            1 => text[..random.Next(text.Length)],
            2 => text + text,
            3 => $"[{text}]",
            4 => new string('[', 2_000) + new string(']', 2_000),
            5 => text.Replace("{", "{\"x\":1,\"x\":2,", StringComparison.Ordinal),
            6 => text.Replace("{\"", "{\"" + FirstMember(text) + "\":null,\"", StringComparison.Ordinal),
            7 => "\ufeff" + text,
            8 => text.Replace("1", Numbers[random.Next(Numbers.Length)], StringComparison.Ordinal),
            _ => text,
        };
    }

    private static string FirstMember(string text) => text.Length > 2 && text.IndexOf('"', 2) is > 2 and var end ? text[2..end] : "x";

    private static void Change(JsonNode node, Random random)
    {
        switch (random.Next(8))
        {
            case 0 when node.Parent is JsonObject parent: parent.Remove(node.GetPropertyName()); break;
            case 1: node.ReplaceWith<JsonNode?>(null); break;
            case 2: node.ReplaceWith(JsonNode.Parse(Numbers[random.Next(Numbers.Length)])); break;
            case 3: node.ReplaceWith<JsonNode>(new JsonArray(null, null)); break;
            case 4: node.ReplaceWith<JsonNode>(new JsonObject { ["a"] = new JsonObject { ["b"] = new JsonArray() } }); break;
            case 5: node.ReplaceWith(true); break;
            case 6: node.ReplaceWith(new StringBuilder().Insert(0, "9", random.Next(1, 400)).ToString()); break;
            default: node.ReplaceWith("0001-01-01T00:00:00Z"); break;
        }
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Value is { } value ? Nodes(value).Prepend(value) : []),
        JsonArray elements => elements.SelectMany(element => element is null ? [] : Nodes(element).Prepend(element)),
        _ => [],
    };
}
