using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Orleans.Dashboard;
using Rtx.Hosting.Clustering;
using Rtx.Hosting.Logins;
using Rtx.Silo.Settings;
using StackExchange.Redis;

namespace Rtx.Silo.Dashboard;

/// <summary>
/// The dashboard at <c>/ops/orleans</c>, behind a login form with a cookie: the dashboard is a single-page application and sends no bearer
/// token.
/// </summary>
internal static class DashboardPages
{
    private const string Path = "/ops/orleans";
    private const string LoginPath = "/ops/login";

    // No operator fails this often, and the only people who share an address with an operator are operators.
    private static readonly FailedLoginLimits LoginLimits = new(PerAddress: 10, PerUserAndAddress: 10);

    public static void AddDashboardLogin(this IServiceCollection services)
    {
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.LoginPath = LoginPath;
            options.Cookie.Name = "rtx-operator";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.ExpireTimeSpan = TimeSpan.FromHours(8);
        });
        services.AddAuthorization();
        services.AddAntiforgery();
        services.AddSingleton(provider => new FailedLogins(
            provider.GetRequiredService<IConnectionMultiplexer>(),
            $"{provider.GetRequiredService<IOptions<ClusterSettings>>().Value.ServiceId}/dashboard", LoginLimits,
            provider.GetRequiredService<TimeProvider>()));
    }

    public static void MapDashboard(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<DashboardSettings>>().Value.Enabled) return;
        app.UseAntiforgery();
        app.MapOrleansDashboard(Path).RequireAuthorization();
        app.MapGet(LoginPath, (HttpContext http, IAntiforgery antiforgery) => Form(antiforgery.GetAndStoreTokens(http), failed: false));
        app.MapPost(LoginPath, LogInAsync);
        app.MapGet("/", () => Results.Redirect(Path));
    }

    private static async Task<IResult> LogInAsync(
        HttpContext http, IAntiforgery antiforgery, IOptions<DashboardSettings> settings, FailedLogins failures, [FromForm] string user,
        [FromForm] string password)
    {
        var address = http.Connection.RemoteIpAddress;
        if (await failures.BeginAsync(address, user) is not null) return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        if (!(Same(user, settings.Value.User) & Same(password, settings.Value.Password)))
            return Form(antiforgery.GetAndStoreTokens(http), failed: true);
        await failures.TakeBackAsync(address, user);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(new ClaimsPrincipal(identity));
        return Results.Redirect(Path);
    }

    // Constant-time comparison, so that the response time reveals nothing about the password.
    private static bool Same(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    private static IResult Form(AntiforgeryTokenSet tokens, bool failed) => Results.Content($"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>RTX operator</title>
        <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="dark light">
        <style>body {"{"} font: 1rem system-ui; display: grid; place-items: center; min-height: 90vh {"}"} form {"{"} display: grid; gap: .75rem; min-width: 16rem {"}"}</style></head>
        <body><form method="post"><h1>RTX operator</h1>{(failed ? "<p role=\"alert\">Wrong user or password.</p>" : "")}
        <label>User <input name="user" autocomplete="username" required></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
        <input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}"><button>Log in</button></form></body></html>
        """, "text/html; charset=utf-8", statusCode: failed ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK);
}
