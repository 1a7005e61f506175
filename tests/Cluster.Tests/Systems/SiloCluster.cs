using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Streams;
using Rtx.Hosting.Tls;
using Rtx.Storage.Migrations;
using Rtx.Streams;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;
using Rtx.Testing.Orders;

namespace Rtx.Cluster.Tests.Systems;

/// <summary>Silo processes on private databases that find each other over a real Redis, and a client in this process.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    private const string ClusterId = "silos";

    /// <summary>Maximum time until the remaining silos serve the grains of a dead one.</summary>
    public static readonly TimeSpan Takeover = TimeSpan.FromMinutes(3);

    private readonly TestPostgres _postgres = new();
    private readonly TestRedis _redis = new();
    private readonly string _serviceId = TestRedis.UniqueServiceId();
    private readonly List<TestDatabase> _databases = [];
    private readonly List<(SiloProcess Process, int Port)> _silos = [];
    private IHost? _client;

    private readonly TestAuthority? _authority;

    private readonly bool _wakesBooks;

    private readonly (string Name, string Value)[] _more;

    private SiloCluster(TestAuthority? authority, bool wakesBooks, (string Name, string Value)[] more) =>
        (_authority, _wakesBooks, _more) = (authority, wakesBooks, more);

    public IGrainFactory Grains => _client!.Services.GetRequiredService<IGrainFactory>();

    public string TradingConnectionString => _databases[0].ConnectionString;

    public string MarketDataConnectionString => _databases[1].ConnectionString;

    /// <summary>Silos that were not killed or stopped.</summary>
    public IReadOnlyList<int> RunningPorts => [.. _silos.Where(silo => silo.Process.IsRunning).Select(silo => silo.Port)];

    /// <summary>The tick gateway of the client.</summary>
    public ITickGateway Ticks => new TickGateway(_client!.Services.GetRequiredKeyedService<IStreamProvider>(TickStream.Provider));

    /// <summary>The Redis key of the membership table.</summary>
    public string MembershipKey => $"{_serviceId}/members/{ClusterId}";

    /// <summary>Starts databases and silos, and connects.</summary>
    /// <param name="silos">Number of silos.</param>
    /// <param name="authority">Makes certificates for silos and client; null leaves their connections unencrypted.</param>
    /// <param name="wakesBooks">False while a test writes books itself.</param>
    /// <param name="more">Additional settings of the silos.</param>
    public static async Task<SiloCluster> StartAsync(
        int silos, TestAuthority? authority = null, bool wakesBooks = true, params (string Name, string Value)[] more)
    {
        var cluster = new SiloCluster(authority, wakesBooks, more);
        foreach (var kind in new[] { DatabaseKind.Trading, DatabaseKind.MarketData, DatabaseKind.Orleans })
        {
            cluster._databases.Add(await cluster._postgres.CreateDatabaseAsync(kind));
        }
        for (var i = 0; i < silos; i++) await cluster.StartSiloAsync();
        foreach (var (process, _) in cluster._silos) await process.WaitUntilReadyAsync();
        cluster._client = await cluster.NewClientAsync();
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        foreach (var (process, _) in _silos) await process.DisposeAsync();
        foreach (var database in _databases) await database.DisposeAsync();
        await _postgres.DisposeAsync();
        await _redis.DisposeAsync();
    }

    /// <summary>Calls a grain to activate it and returns the port of its silo.</summary>
    public async Task<int> SiloOfAsync(IAddressable grain) =>
        (await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain) ?? throw new InvalidOperationException("It is not active."))
            .Endpoint.Port;

    /// <summary>Kills the silo of a port with SIGKILL.</summary>
    public Task KillAsync(int port) => _silos.Single(silo => silo.Port == port).Process.KillAsync();

    /// <summary>Starts another silo, which joins when it is ready.</summary>
    public async Task StartAnotherAsync()
    {
        await StartSiloAsync();
        await _silos[^1].Process.WaitUntilReadyAsync();
    }

    /// <summary>Kills the silo that was started first, or second.</summary>
    public Task KillNumberAsync(int number) => _silos[number - 1].Process.KillAsync();

    /// <summary>Tells the silo that was started first, or second, to stop, and waits for its exit code.</summary>
    public Task<int> StopNumberAsync(int number) => _silos[number - 1].Process.StopAsync();

    /// <summary>Memory of the silo of a port.</summary>
    public long MegabytesOf(int port) => _silos.Single(silo => silo.Port == port).Process.Megabytes;

    public Task<int> PauseNumberUntilItEndsAsync(int number, TimeSpan pause) => _silos[number - 1].Process.PauseUntilItEndsAsync(pause);

    public Task<string> RedisConnectionStringAsync() => _redis.ConnectionStringAsync();

    public async Task<Instrument> NewInstrumentAsync(int id, MatchingRules? rules = null) =>
        await Grains.GetGrain<IInstrumentsGrain>(0).CreateInstrument(TestOrders.Spot(id) with { MatchingRules = rules ?? MatchingRules.None }) ?? throw new InvalidOperationException("The instrument exists.");

    /// <summary>A new account with a million dollars and other given funds.</summary>
    public async Task<IAccountGrain> NewAccountAsync(params Money[] deposits)
    {
        var user = await Grains.GetGrain<IUsersGrain>(0).CreateUser($"user-{Guid.NewGuid():N}", "no hash", UserRole.Trader);
        var account = await Grains.GetGrain<IAccountsGrain>(0).CreateAccount(user!.Id, "test");
        var grain = Grains.GetGrain<IAccountGrain>(account!.Id.Value);
        foreach (var deposit in deposits.Prepend(new Money(1_000_000m, TestOrders.Usd)))
        {
            Assert.Equal(ReplyStatus.Done, (await grain.MoveFunds(deposit, $"deposit-{deposit.Currency}")).Status);
        }
        return grain;
    }

    /// <summary>Retries until the outcome is known: until the cluster notices a death, calls time out or are rejected.</summary>
    public static Task<OrderReply> UntilAnsweredAsync(Func<Task<OrderReply>> ask) =>
        UntilAsync(ask, reply => reply is { Status: ReplyStatus.Done or ReplyStatus.Refused, RejectReason: not RejectReason.StaleAccount });

    /// <summary>Retries while the cluster routes calls to a dead silo that is not yet declared dead.</summary>
    public static Task<T> UntilReachedAsync<T>(Func<Task<T>> ask) => UntilAsync(ask, _ => true);

    private static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isAnswer)
    {
        var (_, reply) = await Eventually.GetAsync(AskAsync, answer => answer is (true, { } reply) && isAnswer(reply), Takeover);
        return reply!;

        async Task<(bool IsAnswered, T? Reply)> AskAsync()
        {
            try
            {
                return (true, await ask());
            }
            catch (Exception e) when (e is TimeoutException or OrleansException or OperationCanceledException)
            {
                // The silo is dead but not yet declared dead, or too slow to activate the grain in time.
                return (false, default);
            }
        }
    }

    /// <summary>A client besides <see cref="Grains"/> that discovers the silos again.</summary>
    public async Task<IHost> NewClientAsync()
    {
        var redis = await _redis.ConnectionStringAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Environment.EnvironmentName = Environments.Development;
        builder.Configuration.AddInMemoryCollection(CertificatesFor("rtx-client").Select(
            setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)));
        builder.UseOrleansClient(client => client.AddClusterTls().UseRedisClustering(redis)
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (ClusterId, _serviceId))
            .AddRedisStreams(TickStream.Provider, o => o.ConnectionString = redis));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(TradingConnectionString);
        await connection.OpenAsync();
        // Queries over millions of rows are slow.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task AssertEverythingAddsUpAsync()
    {
        await Eventually.HoldsAsync(
            async () => await QueryAsync<long>("select count(*) from unsettled_accounts") == 0, "everything is settled", Takeover);
        Assert.DoesNotContain(await UntilReachedAsync(() => Grains.GetGrain<IHistoryGrain>(0).CheckInvariants()), i => i.Violations != 0);
    }

    private Dictionary<string, string> CertificatesFor(string name)
    {
        if (_authority is null) return [];
        var (certificate, key) = _authority.Issue(name);
        return new()
        {
            ["Rtx__Cluster__Tls__CertificateFile"] = certificate,
            ["Rtx__Cluster__Tls__KeyFile"] = key,
            ["Rtx__Cluster__Tls__AuthorityFile"] = _authority.AuthorityFile,
        };
    }

    private async Task StartSiloAsync()
    {
        var port = ServerProcess.FreePort();
        var settings = new Dictionary<string, string>(CertificatesFor("rtx-silo"))
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__Trading"] = _databases[0].ConnectionString,
            ["ConnectionStrings__MarketData"] = _databases[1].ConnectionString,
            ["ConnectionStrings__Orleans"] = _databases[2].ConnectionString,
            ["ConnectionStrings__Redis"] = await _redis.ConnectionStringAsync(),
            ["Rtx__Cluster__Clustering"] = "Redis",
            ["Rtx__Cluster__ClusterId"] = ClusterId,
            ["Rtx__Cluster__ServiceId"] = _serviceId,
            ["Rtx__Cluster__SiloPort"] = port.ToString(),
            ["Rtx__Cluster__GatewayPort"] = ServerProcess.FreePort().ToString(),
            ["Rtx__Cluster__AdvertisedAddress"] = "127.0.0.1",
            ["Rtx__OrderBook__WakesBooks"] = $"{_wakesBooks}",
            // Does nothing where the server has no TimescaleDB.
            ["Rtx__TickWriter__DirectCompress"] = "true",
        };
        foreach (var (name, value) in _more) settings[name] = value;
        _silos.Add((SiloProcess.Start(ServerProcess.FreePort(), settings), port));
    }
}
