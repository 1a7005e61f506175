using System.Text.Json;
using System.Text.RegularExpressions;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.Edge;

/// <summary>Every text that any endpoint takes, with every length around the bounds of the database and characters that it can't store or people can't see.</summary>
public sealed class TextFieldTests(RtxSystem system)
{
    private static readonly int[] Lengths = [0, 1, 2, 11, 12, 13, 23, 24, 25, 63, 64, 65, 99, 100, 101, 128, 129, 255, 256, 257, 3_000];

    private static readonly string[] Awkward =
    [
        "\0", "a\0b", "\u0001", "\t", "\n", "\r\n", "\u007f", "\u0085", " ", "   ", "\u00a0", "\u3000", "\ufeff", "\u200b", "a\u202eb", "\u2066a", "\u200f", "\u2028", "ａ", "аdmin", "e\u0301", "😀",
        "👨‍👩‍👧", string.Concat(Enumerable.Repeat("😀", 32)), string.Concat(Enumerable.Repeat("😀", 33)), "\ue000", "\ufffe", "'", "\"", "\\", "/", "%", "..", ".", "%00", "%2F", "';--", "<x>", "{}", "null",
        "İ", "ß", "ı",
    ];

    private static readonly string[] InAddresses = ["\0", "\n", " ", "a\u202eb", "😀", "\ufffe", "'", "\\", "/", "%", "..", "%2F", "<x>", "-", new string('a', 300)];

    [Fact]
    public async Task No_text_in_any_field_of_any_endpoint_is_a_failure_of_the_server()
    {
        await using var floor = await Floor.Open(system);
        var http = await RawHttp.AsAdministratorAsync(system);
        var texts = new Dictionary<string, string> { ["symbol"] = floor.Symbol, ["clientOrderId"] = "id", ["currency"] = "USD", ["timeZoneId"] = "UTC" };
        var tried = 0;
        foreach (var endpoint in await RequestTypes.EndpointsAsync())
        {
            if (endpoint.Body is null || endpoint.Body == typeof(byte[])) continue;
            var body = RequestTypes.Sample(endpoint.Body, texts)!;
            var target = endpoint.Path.Replace("{accountId:long}", $"{floor.Account}", StringComparison.Ordinal).Replace("{symbol}", floor.Symbol, StringComparison.Ordinal)
                .Replace("{orderId:long}", "1", StringComparison.Ordinal);
            foreach (var path in RequestTypes.TextPaths(endpoint.Body))
            {
                foreach (var text in Lengths.Select(length => new string('a', length)).Concat(Awkward))
                {
                    Check(await http.SendAsync(endpoint.Method, target, RequestTypes.With(body, path, text).ToJsonString()), $"{endpoint.Method} {target} {path} = {JsonSerializer.Serialize(text)}");
                    tried++;
                }

                // A half of a pair can't be sent by a serializer.
                var lone = RequestTypes.With(body, path, "LONE").ToJsonString().Replace("LONE", "\\ud800", StringComparison.Ordinal);
                Check(await http.SendAsync(endpoint.Method, target, lone), $"{endpoint.Method} {target} {path} = half a pair");
            }
        }

        Assert.True(tried > 500, $"Only {tried} texts were tried.");
    }

    [Fact]
    public async Task No_text_in_any_path_or_query_is_a_failure_of_the_server()
    {
        await using var floor = await Floor.Open(system);
        var http = await RawHttp.AsAdministratorAsync(system);
        foreach (var endpoint in await RequestTypes.EndpointsAsync())
        {
            // Reading the whole database once is enough.
            if (endpoint.Path.Contains("verification/books", StringComparison.Ordinal) || endpoint.Path.EndsWith("invariants", StringComparison.Ordinal)) continue;
            foreach (var text in InAddresses)
            {
                var part = Uri.EscapeDataString(text);
                var target = Regex.Replace(endpoint.Path, @"\{[^}]*\}", part, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(10));
                if (target != endpoint.Path) Check(await http.SendAsync(endpoint.Method, target, endpoint.Body is null ? null : "{}"), $"{endpoint.Method} {target}", mayBeBare: true);
                var known = endpoint.Path.Replace("{accountId:long}", $"{floor.Account}", StringComparison.Ordinal).Replace("{symbol}", floor.Symbol, StringComparison.Ordinal)
                    .Replace("{orderId:long}", "1", StringComparison.Ordinal).Replace("{clientOrderId}", "x", StringComparison.Ordinal);
                foreach (var parameter in endpoint.Query)
                {
                    var answer = await http.SendAsync(endpoint.Method, $"{known}?{parameter.Name}={part}", endpoint.Body is null ? null : "{}");
                    Check(answer, $"{endpoint.Method} {known}?{parameter.Name}={part}");
                }
            }
        }
    }

    // What no server can read as an address is refused before anybody could write a problem.
    private static void Check(RawAnswer answer, string what, bool mayBeBare = false)
    {
        Assert.True(answer.Status is >= 200 and < 500, $"{what}: {answer}");
        if (answer.Status < 400 || (mayBeBare && answer.Body.Length == 0)) return;
        Assert.True(RequestTypes.Codes.Contains(answer.Code), $"{what}: {answer}");
    }
}
