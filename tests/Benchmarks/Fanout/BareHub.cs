using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rtx.Client;

namespace Rtx.Benchmarks.Fanout;

/// <summary>The limit: SignalR alone, in a process of its own, that broadcasts to all who are connected.</summary>
internal sealed class BareHub(Process process, Uri address) : IDisposable
{
    private const string CommandName = "bare-hub";

    public Uri Address { get; } = address;

    public Process Process { get; } = process;

    /// <summary>The command that is the process.</summary>
    public static Command Create()
    {
        var url = new Option<string>("--url") { Required = true };
        var command = new Command(CommandName, "The limit of fanout; it is started by that.") { url };
        command.Hidden = true;
        command.SetAction((parse, cancellationToken) => RunAsync(parse.GetRequiredValue(url), cancellationToken));
        return command;
    }

    public static async Task<BareHub> StartAsync(CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        listener.Stop();
        var process = Process.Start(Environment.ProcessPath!, [typeof(BareHub).Assembly.Location, CommandName, "--url", address.ToString()]);
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                await http.GetAsync(address, cancellationToken);
                return new BareHub(process, address);
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    public void Dispose()
    {
        Process.Kill();
        Process.Dispose();
    }

    private static async Task RunAsync(string url, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR().AddJsonProtocol(json => RtxJson.Configure(json.PayloadSerializerOptions));
        await using var app = builder.Build();
        app.Urls.Add(url);
        app.MapHub<EmptyHub>("hubs/trading");
        app.MapPost("quotes", async (HttpContext context, IHubContext<EmptyHub> hub) =>
            await hub.Clients.All.SendAsync(nameof(ITradingHubClient.Quotes), await context.Request.ReadFromJsonAsync<IReadOnlyList<Quote>>(RtxJson.Options, context.RequestAborted)));
        await ((IHost)app).RunAsync(cancellationToken);
    }

    private sealed class EmptyHub : Hub;
}
