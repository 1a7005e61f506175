using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Rtx.Client;
using Rtx.Testing;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.RateLimits;

/// <summary>What somebody costs who has no login. Other tests would be refused their logins meanwhile.</summary>
[CollectionDefinition(DisableParallelization = true)]
[Collection(typeof(StrangerTests))]
public sealed class StrangerTests(RtxSystem system)
{
    private const int Guessers = 100;
    private const int HonestOrders = 30;
    private const int MoreSockets = 20;

    // Not that of the trusted proxy, whose clients are many.
    private static readonly IPAddress Stranger = IPAddress.Parse("127.0.0.2");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wrong_passwords_from_many_addresses_wait_for_each_other_and_not_the_traders_for_them()
    {
        await using var floor = await Floor.Open(system);
        using var http = new HttpClient { BaseAddress = system.Address };
        var isOver = false;
        var guessing = Enumerable.Range(0, Guessers).Select(guesser => Task.Run(() => GuessAsync(guesser), Token)).ToList();

        var honest = new List<string>();
        for (var i = 0; i < HonestOrders; i++) honest.Add(await Refusal.CodeOf(() => floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 1m, 1m), Token)));
        Volatile.Write(ref isOver, true);
        var answers = (await Task.WhenAll(guessing)).SelectMany(told => told).ToHashSet();

        // An order that a loaded machine did not answer in time was not refused.
        Assert.Equal([], honest.Where(code => code is not ("" or RtxErrorCodes.OutcomeUnknown or RtxErrorCodes.Unavailable)));
        Assert.Equal([(401, RtxErrorCodes.InvalidCredentials, false), (429, RtxErrorCodes.Busy, true)], answers.Order());
        using var other = await system.NewClientAsync();
        await Eventually.GetAsync(() => Refusal.CodeOf(() => other.LoginAsync(RtxSystem.AdministratorName, RtxSystem.AdministratorPassword, Token)), code => code.Length == 0);

        async Task<List<(int Status, string Code, bool HasRetryAfter)>> GuessAsync(int guesser)
        {
            var told = new List<(int, string, bool)>();
            for (var i = 0; !Volatile.Read(ref isOver); i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/sessions") { Content = JsonContent.Create(new { userName = $"nobody-{guesser}", password = "a wrong password" }) };
                request.Headers.Add("X-Forwarded-For", $"203.0.{guesser}.{i % 250}");
                using var answer = await http.SendAsync(request, Token);
                var code = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString()!;
                told.Add(((int)answer.StatusCode, code, answer.Headers.RetryAfter is not null));
            }

            return told;
        }
    }

    [Fact]
    public async Task One_address_has_so_many_connections_and_no_more()
    {
        await system.AdministratorAsync();
        var idle = new List<Socket>();
        try
        {
            for (var i = 0; i < RtxSystem.ConnectionsOfAddress; i++) idle.Add(await ConnectAsync(Stranger));
            Assert.True(await IsServedAsync(idle[^1]));

            for (var i = 0; i < MoreSockets; i++)
            {
                using var more = await ConnectAsync(Stranger);
                Assert.False(await IsServedAsync(more));
            }

            using var another = await ConnectAsync(IPAddress.Parse("127.0.0.3"));
            Assert.True(await IsServedAsync(another));
            using var proxy = await ConnectAsync(IPAddress.Loopback);
            Assert.True(await IsServedAsync(proxy));
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }

        await Eventually.GetAsync(
            async () =>
            {
                using var again = await ConnectAsync(Stranger);
                return await IsServedAsync(again);
            },
            isServed => isServed);
    }

    private async Task<Socket> ConnectAsync(IPAddress from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(IPAddress.Loopback, system.Address.Port, Token);
        return socket;
    }

    private async Task<bool> IsServedAsync(Socket socket)
    {
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /health/live HTTP/1.1\r\nHost: {system.Address.Authority}\r\n\r\n"), Token);
            return await socket.ReceiveAsync(new byte[1_024], Token) > 0;
        }
        catch (SocketException)
        {
            return false; // Cut while it was asked.
        }
    }
}
