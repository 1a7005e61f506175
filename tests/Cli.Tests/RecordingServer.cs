using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rtx.Cli.Tests;

/// <summary>A server that lets everybody log in, refuses everything else, and remembers what it was asked.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RecordingServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Method, address and body of what came after the login.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<RecordingServer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new RecordingServer(builder.Build());
        server._app.MapPost("/api/v1/sessions", () => Results.Content(
            """{"accessToken":"t","expiresAt":"2100-01-01T00:00:00Z","user":{"userId":1,"userName":"u","role":"trader"}}""", "application/json"));
        server._app.MapFallback(server.RecordAsync);
        await server._app.StartAsync(cancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task RecordAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        Requests.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {await body.ReadToEndAsync()}".TrimEnd());
        context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await context.Response.WriteAsJsonAsync(new { code = "invalid_terms", detail = "no" }, options: null, "application/problem+json");
    }
}
