using System.Diagnostics;
using Npgsql;
using Rtx.Client;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Testing.Systems;

/// <summary>
/// The whole system as it is shipped: migrated databases, one silo process and one API process on free ports, and a client that is logged
/// in as administrator. Use it as an xunit assembly fixture; it starts on first use. The processes end with this one, however it ends.
/// </summary>
public sealed class RtxSystem : IAsyncDisposable
{
    public const string AdministratorName = "administrator";
    public const string AdministratorPassword = "a-password-for-tests";

    /// <summary>Connections that one address may have to an API process, unless it is 127.0.0.1, which counts as a proxy.</summary>
    public const int ConnectionsOfAddress = 50;

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);

    private readonly TestPostgres _postgres = new();
    private readonly TestRedis _redis;
    private readonly List<ServerProcess> _replicas = [];
    private readonly List<TestDatabase> _databases = [];
    private readonly Lazy<Task<RtxClient>> _started;
    private readonly (string Name, string Value)[] _more;
    private Dictionary<string, string> _settings = [];
    private ServerProcess? _silo;
    private ServerProcess? _api;

    public RtxSystem()
        : this(new TestRedis())
    {
    }

    private RtxSystem(TestRedis redis, params (string Name, string Value)[] more) =>
        (_redis, _started, _more) = (redis, new Lazy<Task<RtxClient>>(Start), more);

    public Task<string> RedisConnectionStringAsync() => _redis.ConnectionStringAsync();

    /// <summary>The prefix of its keys in Redis.</summary>
    public string ServiceId { get; } = TestRedis.UniqueServiceId();

    /// <summary>A system with its own Redis, which may be stopped; it disposes of that, too.</summary>
    public static RtxSystem On(TestRedis redis) => new(redis);

    /// <summary>A separate system with additional settings.</summary>
    public static RtxSystem With(params (string Name, string Value)[] settings) => new(new TestRedis(), settings);

    /// <summary>The API's root; known once <see cref="AdministratorAsync"/> has returned.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The root of the silo's operator pages; known as soon as <see cref="Address"/> is.</summary>
    public Uri SiloAddress { get; private set; } = new("http://127.0.0.1");

    /// <summary>A client that is logged in as administrator, shared by all tests.</summary>
    public Task<RtxClient> AdministratorAsync() => _started.Value;

    /// <summary>A new client that is not logged in.</summary>
    public async Task<RtxClient> NewClientAsync()
    {
        await _started.Value;
        return new RtxClient(Address);
    }

    /// <summary>Another API process of the same system; returns its root.</summary>
    public async Task<Uri> AddReplicaAsync()
    {
        await _started.Value;
        var port = ServerProcess.FreePort();
        var replica = Run(SystemFiles.Api, port, _settings);
        _replicas.Add(replica);
        var address = new Uri($"http://127.0.0.1:{port}/");
        await WaitUntilReady(new Uri(address, "health/ready"), replica);
        return address;
    }

    /// <summary>Stops the silo, if it has not ended by itself, and starts it again.</summary>
    public async Task RestartSiloAsync()
    {
        await _started.Value;
        await _silo!.DisposeAsync();
        _silo = Run(SystemFiles.Silo, SiloAddress.Port, _settings);
        await WaitUntilReady(new Uri(SiloAddress, "health/ready"), _silo);
        await WaitUntilReady(new Uri(Address, "health/ready"), _api!);
    }

    /// <summary>Changes the trading database directly, as its operator can.</summary>
    public async Task ChangeTradingAsync(string sql)
    {
        await _started.Value;
        await using var source = NpgsqlDataSource.Create(_settings["ConnectionStrings__Trading"]);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_started.IsValueCreated && _started.Value.IsCompletedSuccessfully) (await _started.Value).Dispose();
        foreach (var replica in _replicas) await replica.DisposeAsync();
        if (_api is not null) await _api.DisposeAsync();
        if (_silo is not null) await _silo.DisposeAsync();
        foreach (var database in _databases) await database.DisposeAsync();
        await _redis.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private async Task<RtxClient> Start()
    {
        var (gatewayPort, siloPort, siloHttpPort, apiPort) = (ServerProcess.FreePort(), ServerProcess.FreePort(), ServerProcess.FreePort(),
            ServerProcess.FreePort());
        _settings = await Settings(gatewayPort, siloPort);
        foreach (var (name, value) in _more) _settings[name] = value;
        await Migrate(_settings);
        _silo = Run(SystemFiles.Silo, siloHttpPort, _settings);
        _api = Run(SystemFiles.Api, apiPort, _settings);
        (Address, SiloAddress) = (new Uri($"http://127.0.0.1:{apiPort}/"), new Uri($"http://127.0.0.1:{siloHttpPort}/"));
        await WaitUntilReady(new Uri(SiloAddress, "health/ready"), _silo);
        await WaitUntilReady(new Uri(Address, "health/ready"), _api);
        var administrator = new RtxClient(Address);
        await administrator.LoginAsync(AdministratorName, AdministratorPassword);
        return administrator;
    }

    private async Task<Dictionary<string, string>> Settings(int gatewayPort, int siloPort) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["ConnectionStrings__Trading"] = await NameDatabase(DatabaseKind.Trading),
        ["ConnectionStrings__MarketData"] = await NameDatabase(DatabaseKind.MarketData),
        ["ConnectionStrings__Orleans"] = await NameDatabase(DatabaseKind.Orleans),
        ["ConnectionStrings__Redis"] = await _redis.ConnectionStringAsync(),
        ["Rtx__Cluster__Clustering"] = "Localhost",
        ["Rtx__Cluster__ServiceId"] = ServiceId,
        ["Rtx__Cluster__SiloPort"] = siloPort.ToString(),
        ["Rtx__Cluster__GatewayPort"] = gatewayPort.ToString(),
        // With TimescaleDB, candles of late ticks wait for this interval.
        ["Rtx__MarketData__Interval"] = "00:00:01",
        ["Rtx__Bootstrap__AdministratorName"] = AdministratorName,
        ["Rtx__Bootstrap__AdministratorPassword"] = AdministratorPassword,
        // Each test creates its own users, all from one address.
        ["Rtx__RateLimits__LoginsPerSecondPerAddress"] = "10000",
        ["Rtx__RateLimits__FailedLoginsPerMinutePerAddress"] = "1000000",
        ["Rtx__RateLimits__MaxConnectionsPerAddress"] = ConnectionsOfAddress.ToString(),
        // Tests act as clients behind a proxy.
        ["Rtx__TrustedProxies"] = "127.0.0.1",
        ["Rtx__Auth__SigningKey"] = Guid.NewGuid().ToString() + Guid.NewGuid(),
    };

    private async Task<string> NameDatabase(DatabaseKind kind)
    {
        var database = await _postgres.NameDatabaseAsync(kind);
        _databases.Add(database);
        return database.ConnectionString;
    }

    private static async Task Migrate(Dictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [SystemFiles.Silo, "migrate", "up"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The migration failed: {await output}{await errors}");
    }

    private static ServerProcess Run(string program, int httpPort, Dictionary<string, string> settings)
    {
        var folder = Directory.CreateTempSubdirectory("rtx-test-system-").FullName;
        return ServerProcess.Start(
            folder, httpPort,
            [
                // Background processes of a shell ignore SIGINT and .NET keeps that; the server is stopped by SIGINT.
                "env", "--default-signal=INT", $"ASPNETCORE_URLS=http://127.0.0.1:{httpPort}",
                $"ASPNETCORE_CONTENTROOT={Path.GetDirectoryName(program)}",
                .. settings.Select(setting => $"{setting.Key}={setting.Value}"), "dotnet", program,
            ]);
    }

    private static async Task WaitUntilReady(Uri address, ServerProcess server)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        await server.WaitUntil(() => Answers(http, address), StartPatience);
    }

    private static async Task<bool> Answers(HttpClient http, Uri address)
    {
        try
        {
            using var response = await http.GetAsync(address);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false; // Not listening yet, or busy starting.
        }
    }
}
