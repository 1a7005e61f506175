using Rtx.Chaos.Network;
using Rtx.Chaos.Processes;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;

namespace Rtx.Chaos.Servers;

/// <summary>The whole system as shipped, on the run's own servers: PostgreSQL, Redis, several silos, two API processes.</summary>
internal sealed class TradingSystem : IAsyncDisposable
{
    public const string AdministratorName = "administrator";
    public const string AdministratorPassword = "a-password-for-chaos";
    public const string TradingDatabase = "rtx_trading";

    private const int ApiProcesses = 2;

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);

    private readonly Action<string> _onEvent;
    private readonly string _logs;
    private readonly Programs _programs;
    private readonly Dictionary<string, string> _settings = [];
    private readonly List<Node> _silos = [];
    private readonly List<Node> _apis = [];
    private DataVolume? _volume;
    private Island? _island;
    private PostgresServer? _postgres;
    private PostgresServer? _standby;
    private RedisServer? _redis;

    private TradingSystem(ChaosSettings settings, Action<string> onEvent) =>
        (_logs, _programs, _onEvent) = (settings.Folder, settings.Previous ?? settings.Programs, onEvent);

    /// <summary>The primary; a different one after each failover.</summary>
    public PostgresServer Postgres => _postgres!;

    public RedisServer Redis => _redis!;

    public Island Island => _island!;

    public IReadOnlyList<Node> Silos => _silos;

    public IReadOnlyList<Node> Apis => _apis;

    /// <summary>Connection string of the trading database that bypasses all network faults.</summary>
    public string CheckingConnectionString => Postgres.CheckingConnectionString(TradingDatabase);

    /// <summary>Starts everything and waits until it serves.</summary>
    /// <param name="settings">Number and program of the silos, space for the database, and the folder for logs.</param>
    /// <param name="onEvent">Called for unexpected events.</param>
    public static async Task<TradingSystem> StartAsync(ChaosSettings settings, Action<string> onEvent)
    {
        var system = new TradingSystem(settings, onEvent);
        try
        {
            await system.StartAsync(settings.Silos, settings.VolumeMegabytes);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every process reports ready.</summary>
    public async Task WaitUntilReadyAsync(TimeSpan patience)
    {
        var start = TimeProvider.System.GetTimestamp();
        foreach (var node in _silos.Concat(_apis))
            await Eventually.HoldsAsync(
                node.IsReadyAsync, $"{node.Name} serves; see {_logs}", patience - TimeProvider.System.GetElapsedTime(start));
    }

    /// <summary>Creates a standby that follows the primary.</summary>
    public async Task<Replication> ReplicateAsync()
    {
        if (_standby is not null) await _standby.DisposeAsync();
        _standby = await Postgres.StartStandbyAsync();
        return new Replication(Postgres, _standby);
    }

    /// <summary>The standby is now the primary, and the old primary never returns.</summary>
    public async Task UseStandbyAsync()
    {
        var before = Postgres;
        (_postgres, _standby) = (_standby, null);
        await before.DisposeAsync();
    }

    /// <summary>Migrates the databases to the schema of a version.</summary>
    public async Task MigrateAsync(Programs programs)
    {
        var output = await Command.RunAsync(["dotnet", programs.Silo, "migrate", "up"], _settings);
        await File.AppendAllTextAsync(Path.Combine(_logs, "migrate.log"), output);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_apis.Concat(_silos).Select(node => node.DisposeAsync().AsTask()));
        if (_redis is not null) await _redis.DisposeAsync();
        if (_standby is not null) await _standby.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        if (_volume is not null) await _volume.DisposeAsync();
        if (_island is not null) await _island.DisposeAsync();
    }

    private async Task StartAsync(int silos, int volumeMegabytes)
    {
        _island = await Island.CreateAsync(silos);
        _volume = await DataVolume.CreateAsync(volumeMegabytes);
        _redis = await RedisServer.StartAsync(_logs, _island);
        _postgres = await PostgresServer.StartAsync(_volume, _island, _logs);
        FillSettings();
        await MigrateAsync(_programs);
        for (var silo = 1; silo <= silos; silo++) _silos.Add(NewSilo(silo));
        for (var api = 1; api <= ApiProcesses; api++) _apis.Add(NewApi(api));
        await Task.WhenAll(_silos.Concat(_apis).Select(node => node.StartAsync()));
        await WaitUntilReadyAsync(StartPatience);
    }

    private void FillSettings()
    {
        _settings["ASPNETCORE_ENVIRONMENT"] = "Development";
        _settings["Logging__LogLevel__Orleans.Runtime.MembershipService"] = "Information";
        _settings["Logging__Console__FormatterName"] = "simple";
        _settings["Logging__Console__FormatterOptions__TimestampFormat"] = "HH:mm:ss.fff ";
        _settings["ConnectionStrings__Trading"] = Postgres.ConnectionString(TradingDatabase);
        _settings["ConnectionStrings__MarketData"] = Postgres.ConnectionString("rtx_market_data");
        _settings["ConnectionStrings__Orleans"] = Postgres.ConnectionString("rtx_orleans");
        _settings["ConnectionStrings__Redis"] = Redis.ConnectionString;
        _settings["Rtx__Cluster__Clustering"] = "Redis";
        _settings["Rtx__Cluster__ClusterId"] = "chaos";
        _settings["Rtx__Cluster__ServiceId"] = "chaos";
        _settings["Rtx__Bootstrap__AdministratorName"] = AdministratorName;
        _settings["Rtx__Bootstrap__AdministratorPassword"] = AdministratorPassword;
        _settings["Rtx__Auth__SigningKey"] = $"{Guid.NewGuid()}{Guid.NewGuid()}";
        // Hundreds of bots share one address.
        _settings["Rtx__RateLimits__MaxConnectionsPerAddress"] = "100000";
        _settings["Rtx__RateLimits__LoginsPerSecondPerAddress"] = "10000";
    }

    private Node NewSilo(int number)
    {
        var (host, port) = (Island.Silo(number), ServerProcess.FreePort());
        var settings = new Dictionary<string, string>(_settings)
        {
            ["Rtx__Cluster__AdvertisedAddress"] = host,
            ["Rtx__Cluster__SiloPort"] = $"{ServerProcess.FreePort()}",
            ["Rtx__Cluster__GatewayPort"] = $"{ServerProcess.FreePort()}",
        };
        return NewNode($"silo-{number}", host, port, _programs.Silo, settings, Island.InPlaceOf(number));
    }

    private Node NewApi(int number) => NewNode($"api-{number}", "127.0.0.1", ServerProcess.FreePort(), _programs.Api, _settings, []);

    private Node NewNode(
        string name, string host, int port, string program, Dictionary<string, string> settings, IReadOnlyList<string> place)
    {
        var address = new Uri($"http://{host}:{port}/");
        return new Node(name, Path.Combine(_logs, $"{name}.log"), address, Command, _onEvent) { Program = program };

        IReadOnlyList<string> Command(string started) =>
        [
            .. place, "env", $"ASPNETCORE_URLS={address}", $"ASPNETCORE_CONTENTROOT={Path.GetDirectoryName(started)}",
            .. settings.Select(setting => $"{setting.Key}={setting.Value}"), "dotnet", started,
        ];
    }
}
