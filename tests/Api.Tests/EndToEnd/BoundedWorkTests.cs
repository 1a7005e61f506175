using System.Text;
using Rtx.Api.Tests.Edge;
using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>What one request may cost has a bound.</summary>
public sealed class BoundedWorkTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        var http = await RawHttp.AsAdministratorAsync(system);

        var answer = await http.SendAsync("POST", "/api/v1/ticks/lines", Encoding.UTF8.GetBytes("{\"symbol\":\"" + new string('x', 32 * 1024)), "application/x-ndjson");

        Assert.Equal((413, RtxErrorCodes.BodyTooLarge), (answer.Status, answer.Code));
        Assert.Equal("close", answer.Headers["connection"]);
    }

    [Fact]
    public async Task Only_who_sends_ticks_counts_them()
    {
        await using var floor = await Floor.Open(system);

        var refused = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Instruments.CountTicksAsync(floor.Symbol, 9, Token));

        Assert.Equal((403, RtxErrorCodes.Forbidden), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task The_document_is_the_same_whatever_the_address_that_it_is_asked_at()
    {
        await system.AdministratorAsync();
        using var http = new HttpClient { BaseAddress = system.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "openapi/v1.json") { Headers = { Host = "elsewhere.example" } };

        var foreign = await (await http.SendAsync(request, Token)).Content.ReadAsStringAsync(Token);

        Assert.DoesNotContain("elsewhere.example", foreign, StringComparison.Ordinal);
        Assert.Equal(foreign, await http.GetStringAsync("openapi/v1.json", Token));
    }
}
