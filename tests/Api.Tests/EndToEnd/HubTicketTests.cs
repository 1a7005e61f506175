using System.Net;
using System.Net.WebSockets;
using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>What may stand in the address of a hub connection, which proxies write into their logs.</summary>
public sealed class HubTicketTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_in_the_address_is_refused_and_in_the_header_taken()
    {
        var (trader, _) = await system.NewTraderAsync(Token);
        using var scope = trader;

        Assert.Equal(HttpStatusCode.Unauthorized, await ConnectAsync(trader.AccessToken));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await ConnectAsync(ticket: null, trader.AccessToken));
        // A token in the header does not make up for one in the address.
        Assert.Equal(HttpStatusCode.Unauthorized, await ConnectAsync(trader.AccessToken, trader.AccessToken));
        using var http = new HttpClient { BaseAddress = system.Address };
        using var negotiation = await http.PostAsync($"hubs/trading/negotiate?negotiateVersion=1&access_token={trader.AccessToken}", content: null, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, negotiation.StatusCode);
    }

    [Fact]
    public async Task A_ticket_opens_one_connection()
    {
        var (trader, _) = await system.NewTraderAsync(Token);
        using var scope = trader;
        var ticket = await trader.CreateHubTicketAsync(Token);

        Assert.Equal(HttpStatusCode.SwitchingProtocols, await ConnectAsync(ticket.Ticket));
        Assert.Equal(HttpStatusCode.Unauthorized, await ConnectAsync(ticket.Ticket));
    }

    [Fact]
    public async Task A_ticket_is_of_use_at_every_process_and_for_the_hub_alone()
    {
        var (trader, _) = await system.NewTraderAsync(Token);
        using var scope = trader;
        var replica = await system.AddReplicaAsync();
        var ticket = await trader.CreateHubTicketAsync(Token);

        using var http = new HttpClient { BaseAddress = system.Address };
        using var accounts = await http.GetAsync($"api/v1/accounts?access_token={ticket.Ticket}", Token);
        using var asToken = new HttpRequestMessage(HttpMethod.Get, "api/v1/accounts") { Headers = { Authorization = new("Bearer", ticket.Ticket) } };
        using var answer = await http.SendAsync(asToken, Token);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (accounts.StatusCode, answer.StatusCode));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await ConnectAsync(ticket.Ticket, address: replica));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%00%0d%0a*")]
    public async Task What_is_no_ticket_is_refused(string ticket) => Assert.Equal(HttpStatusCode.Unauthorized, await ConnectAsync(ticket));

    [Fact]
    public async Task Tickets_need_a_login()
    {
        using var nobody = await system.NewClientAsync();
        var refusal = await Assert.ThrowsAsync<RtxException>(() => nobody.CreateHubTicketAsync(Token));
        Assert.Equal(401, refusal.Status);
    }

    /// <summary>The status that a connection is answered with.</summary>
    private async Task<HttpStatusCode> ConnectAsync(string? ticket, string? header = null, Uri? address = null)
    {
        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        if (header is not null) socket.Options.SetRequestHeader("Authorization", $"Bearer {header}");
        var hub = new UriBuilder(new Uri(address ?? system.Address, "hubs/trading")) { Scheme = "ws", Query = ticket is null ? "" : $"access_token={ticket}" };
        try
        {
            await socket.ConnectAsync(hub.Uri, Token);
        }
        catch (WebSocketException)
        {
            // Its status says why.
        }

        return socket.HttpStatusCode;
    }
}
