using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rtx.Silo.Startup;
using Rtx.Storage.Migrations;

namespace Rtx.Benchmarks.Invocation;

/// <summary>
/// A silo in this process, put together as the silo program does it, with fresh databases of its own on the same server: grains can be called without a network
/// between, and what they trace can be heard.
/// </summary>
internal sealed class InProcessSilo : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly IReadOnlyList<string> _databases;

    private InProcessSilo(WebApplication app, IReadOnlyList<string> databases, IReadOnlyList<string> clientSettings) =>
        (_app, _databases, Trading, MarketData, ClientSettings) = (app, databases, databases[0], databases[1], clientSettings);

    /// <summary>Connection string of its trading database.</summary>
    public string Trading { get; }

    /// <summary>Connection string of its market-data database.</summary>
    public string MarketData { get; }

    /// <summary>What a client of the cluster must be told to find it.</summary>
    public IReadOnlyList<string> ClientSettings { get; }

    public IServiceProvider Services => _app.Services;

    public IGrainFactory Grains => _app.Services.GetRequiredService<IGrainFactory>();

    public static async Task<InProcessSilo> StartAsync(RunningSystem system, CancellationToken cancellationToken, params string[] settings)
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        var trading = DatabaseOf(system.Trading, $"rtx_bench_{run}");
        var marketData = DatabaseOf(system.MarketData, $"rtx_bench_ticks_{run}");
        var orleans = DatabaseOf(system.Trading, $"rtx_bench_orleans_{run}");
        foreach (var (kind, connection) in new[] { (DatabaseKind.Trading, trading), (DatabaseKind.MarketData, marketData), (DatabaseKind.Orleans, orleans) })
            await new DatabaseMigrator(kind, connection).Up(cancellationToken: cancellationToken);
        var (http, silo, gateway) = (FreePort(), FreePort(), FreePort());
        string[] cluster =
        [
            $"--ConnectionStrings:Redis={system.Redis}", "--Rtx:Cluster:Clustering=Localhost", $"--Rtx:Cluster:ServiceId={run}", $"--Rtx:Cluster:ClusterId={run}",
            // Standard output is for results.
            Setting("Rtx:Cluster:GatewayPort", gateway), "--Logging:Console:LogToStandardErrorThreshold=Trace", "--Logging:LogLevel:Default=Warning",
        ];
        var app = SiloHost.Build(
        [
            .. cluster, $"--ConnectionStrings:Trading={trading}", $"--ConnectionStrings:MarketData={marketData}", $"--ConnectionStrings:Orleans={orleans}",
            Setting("Rtx:Cluster:SiloPort", silo), $"--urls=http://127.0.0.1:{http}", "--Rtx:Dashboard:Enabled=false", .. settings,
        ]);
        await app.StartAsync(cancellationToken);
        return new InProcessSilo(app, [trading, marketData, orleans], cluster);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        // A server that was given stays as it was found.
        foreach (var database in _databases) await DropAsync(database);
    }

    private static async Task DropAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(DatabaseOf(database, "postgres"));
        await using var command = source.CreateCommand($"drop database {new NpgsqlConnectionStringBuilder(database).Database} with (force)");
        await command.ExecuteNonQueryAsync();
    }

    private static string Setting(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"--{name}={value}");

    private static string DatabaseOf(string connection, string name) => new NpgsqlConnectionStringBuilder(connection) { Database = name, Pooling = true }.ConnectionString;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
