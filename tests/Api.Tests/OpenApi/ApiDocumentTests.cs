using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Rtx.ClientApi;
using Rtx.Testing;

namespace Rtx.Api.Tests.OpenApi;

/// <summary>The API process without any silo: what it can say about itself, and that it says it is not ready.</summary>
public sealed class ApiDocumentTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;
    private Task _starting = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        // Nothing listens on port 1, so the API waits for its silo for ever.
        _app = ApiHost.Build(["--urls=http://127.0.0.1:0", "--environment=Development", "--ConnectionStrings:Redis=127.0.0.1:1", "--Rtx:Cluster:GatewayPort=1", "--Logging:LogLevel:Default=None"]);
        _starting = _app.StartAsync(_stopping.Token);
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        await Eventually.HoldsAsync(() => addresses.Addresses.Any(address => !address.EndsWith(":0", StringComparison.Ordinal)), "the web server listens");
        _http.BaseAddress = new Uri(addresses.Addresses.First());
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _starting.ContinueWith(_ => { }, TaskScheduler.Default);
        await _app.DisposeAsync();
        _http.Dispose();
        _stopping.Dispose();
    }

    [Fact]
    public async Task Every_endpoint_is_in_the_document_with_a_summary()
    {
        var document = await _http.GetFromJsonAsync<JsonElement>("openapi/v1.json", TestContext.Current.CancellationToken);
        var described = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Where(operation => operation.Value.TryGetProperty("summary", out _))
                .Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))
            .ToHashSet();
        var mapped = _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} {endpoint.RoutePattern.RawText!.Replace(":long", "", StringComparison.Ordinal).TrimEnd('/')}"))
            .ToList();
        Assert.True(mapped.Count > 20);
        Assert.Empty(mapped.Except(described));
    }

    [Fact]
    public async Task Only_the_login_needs_no_token()
    {
        var document = await _http.GetFromJsonAsync<JsonElement>("openapi/v1.json", TestContext.Current.CancellationToken);
        var open = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Where(operation => !operation.Value.TryGetProperty("security", out _)).Select(_ => path.Name));
        Assert.Equal(["/api/v1/sessions"], open);
        Assert.True(document.GetProperty("components").GetProperty("securitySchemes").TryGetProperty("bearer", out _));
    }

    [Fact]
    public async Task The_reference_page_fetches_nothing_from_elsewhere()
    {
        var page = await _http.GetStringAsync("reference", TestContext.Current.CancellationToken);
        Assert.Contains("scalar", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=\"http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"http", page, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("health/live", HttpStatusCode.OK)]
    [InlineData("health/startup", HttpStatusCode.ServiceUnavailable)]
    [InlineData("health/ready", HttpStatusCode.ServiceUnavailable)]
    public async Task Health_tells_waiting_from_dead(string path, HttpStatusCode expected)
    {
        using var response = await _http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Requests_are_refused_with_a_problem_until_a_silo_answers()
    {
        using var response = await _http.GetAsync("api/v1/instruments", TestContext.Current.CancellationToken);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("unavailable", problem.GetProperty("code").GetString());
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }
}
