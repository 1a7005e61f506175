using System.Net;
using System.Net.Http.Json;
using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>Logins that fail are counted for the clients behind a proxy, and never against a user who logs in from another place.</summary>
public sealed class LoginTests(RtxSystem system)
{
    // As in RateLimitOptions.
    private const int FailuresOfUserAndAddress = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stranger_does_not_keep_the_owner_out()
    {
        var name = await NewUserAsync();
        using var http = new HttpClient { BaseAddress = system.Address };
        for (var i = 0; i < FailuresOfUserAndAddress; i++) Assert.Equal(HttpStatusCode.Unauthorized, (await LogInAsync(http, name, "a wrong password", "203.0.113.5")).StatusCode);

        var stranger = await LogInAsync(http, name, Traders.Password, "203.0.113.5");
        var owner = await LogInAsync(http, name, Traders.Password, "198.51.100.1");

        Assert.Equal(HttpStatusCode.TooManyRequests, stranger.StatusCode);
        Assert.NotNull(stranger.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, owner.StatusCode);
    }

    [Fact]
    public async Task Other_processes_know_what_failed_here()
    {
        var name = await NewUserAsync();
        using var here = new HttpClient { BaseAddress = system.Address };
        using var there = new HttpClient { BaseAddress = await system.AddReplicaAsync() };
        for (var i = 0; i < FailuresOfUserAndAddress; i++) Assert.Equal(HttpStatusCode.Unauthorized, (await LogInAsync(here, name, "a wrong password", "203.0.113.6")).StatusCode);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await LogInAsync(there, name, Traders.Password, "203.0.113.6")).StatusCode);
    }

    private async Task<string> NewUserAsync()
    {
        var name = $"login-{Guid.NewGuid():N}";
        await (await system.AdministratorAsync()).Administration.CreateUserAsync(new CreateUserRequest { UserName = name, Password = Traders.Password, Role = UserRole.Trader }, Token);
        return name;
    }

    private static async Task<HttpResponseMessage> LogInAsync(HttpClient http, string name, string password, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/sessions") { Content = JsonContent.Create(new { userName = name, password }) };
        request.Headers.Add("X-Forwarded-For", address);
        return await http.SendAsync(request, Token);
    }
}
