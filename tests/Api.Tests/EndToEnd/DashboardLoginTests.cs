using System.Net;
using System.Text.RegularExpressions;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>The dashboard of a silo opens for whoever knows the operator's password, and strangers can't keep him out.</summary>
public sealed partial class DashboardLoginTests : IAsyncLifetime
{
    private const string User = "operator";
    private const string Password = "an operator's password";
    private const string Form = "ops/login";
    private const string Pages = "ops/orleans";

    // As in the pages themselves.
    private const int FailuresOfAddress = 10;

    private readonly RtxSystem _system = RtxSystem.With(("Rtx__Dashboard__Enabled", "true"), ("Rtx__Dashboard__User", User), ("Rtx__Dashboard__Password", Password));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _system.AdministratorAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task Only_the_operator_gets_in_and_no_stranger_keeps_him_out()
    {
        using var visitor = NewBrowser("198.51.100.1");
        using var unknown = await visitor.GetAsync(Pages, Token);
        Assert.Equal((HttpStatusCode.Redirect, $"/{Form}"), (unknown.StatusCode, unknown.Headers.Location?.AbsolutePath));
        Assert.Equal(HttpStatusCode.BadRequest, await LogInAsync(visitor, User, Password, formToken: "none"));
        Assert.Equal(HttpStatusCode.Unauthorized, await LogInAsync(visitor, User, Password + "!"));
        Assert.Equal(HttpStatusCode.Unauthorized, await LogInAsync(visitor, User.ToUpperInvariant(), Password));
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync(Pages, Token)).StatusCode);

        using var stranger = NewBrowser("203.0.113.5");
        for (var i = 0; i < FailuresOfAddress; i++) Assert.Equal(HttpStatusCode.Unauthorized, await LogInAsync(stranger, User, $"guess {i}"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await LogInAsync(stranger, User, Password));
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.GetAsync(Pages, Token)).StatusCode);

        Assert.Equal(HttpStatusCode.Redirect, await LogInAsync(visitor, User, Password));
        using var seen = await visitor.GetAsync(Pages + "/", Token);
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
    }

    /// <summary>Keeps cookies, and comes through a proxy from an address.</summary>
    private HttpClient NewBrowser(string address)
    {
        var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _system.SiloAddress };
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return browser;
    }

    private static async Task<HttpStatusCode> LogInAsync(HttpClient browser, string user, string password, string? formToken = null)
    {
        var form = await browser.GetStringAsync(Form, Token);
        var hidden = HiddenField().Match(form);
        using var fields = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["user"] = user, ["password"] = password, [hidden.Groups["name"].Value] = formToken ?? hidden.Groups["value"].Value });
        using var answer = await browser.PostAsync(Form, fields, Token);
        return answer.StatusCode;
    }

    [GeneratedRegex("type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex HiddenField();
}
