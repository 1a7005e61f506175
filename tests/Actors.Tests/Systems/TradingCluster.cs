using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.TestingHost;
using Rtx.Silo.Settings;
using Rtx.Silo.Startup;
using Rtx.Storage.Migrations;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Systems;

/// <summary>
/// One silo in this process on real, freshly migrated databases and a real Redis. Tests share it and use separate instruments and accounts.
/// </summary>
public sealed class TradingCluster : IAsyncLifetime
{
    private readonly TestPostgres _postgres = new();
    private readonly TestRedis _redis = new();
    private readonly List<TestDatabase> _databases = [];
    private readonly string _serviceId = TestRedis.UniqueServiceId();
    private InProcessTestCluster? _cluster;
    private int _lastInstrument;

    public IGrainFactory Grains => _cluster!.Client;

    /// <summary>The silo's services.</summary>
    public IServiceProvider SiloServices => _cluster!.Silos[0].ServiceProvider;

    public string TradingConnectionString => _databases[0].ConnectionString;

    public async ValueTask InitializeAsync()
    {
        foreach (var kind in new[] { DatabaseKind.Trading, DatabaseKind.MarketData, DatabaseKind.Orleans })
        {
            _databases.Add(await _postgres.CreateDatabaseAsync(kind));
        }
        _cluster = await DeployAsync(_serviceId);
    }

    /// <summary>
    /// Another silo on the same databases, where neither knows of the other: a grain that both activate is active twice. Not for a shared
    /// cluster: it wakes every account that has something to settle.
    /// </summary>
    public Task<InProcessTestCluster> StartRivalAsync() => DeployAsync(TestRedis.UniqueServiceId());

    /// <summary>
    /// The same, also sharing grain storage, like the other half of a partitioned network. Not for a shared cluster: it has the same
    /// streams.
    /// </summary>
    public Task<InProcessTestCluster> StartHalfAsync() => DeployAsync(_serviceId);

    private async Task<InProcessTestCluster> DeployAsync(string serviceId)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Trading"] = _databases[0].ConnectionString,
            ["ConnectionStrings:MarketData"] = _databases[1].ConnectionString,
            ["ConnectionStrings:Orleans"] = _databases[2].ConnectionString,
            ["ConnectionStrings:Redis"] = await _redis.ConnectionStringAsync(),
            ["Rtx:Account:OverdueSweepInterval"] = "00:00:01",
            // These tests control which grains are active.
            ["Rtx:OrderBook:WakesBooks"] = "false",
        }).Build();
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ServiceId = serviceId;
        builder.ConfigureSiloHost((_, host) => host.Services.AddSingleton(TimeProvider.System).AddStorage(configuration));
        builder.ConfigureSilo((_, silo) => silo.AddGrains(new ConnectionStrings(configuration)));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        foreach (var database in _databases) await database.DisposeAsync();
        await _postgres.DisposeAsync();
        await _redis.DisposeAsync();
    }

    /// <summary>
    /// A new spot instrument with tick 0.01, lot 0.001 and fees of 0.1 % maker and 0.2 % taker, base currency of its own.
    /// </summary>
    public Task<Instrument> NewSpotAsync() => NewInstrumentAsync(InstrumentKind.Spot);

    /// <summary>A new margined instrument with tick 0.01, lot 0.001, 10 % initial and 5 % maintenance margin, without fees.</summary>
    public Task<Instrument> NewMarginedAsync() => NewInstrumentAsync(InstrumentKind.Margined);

    /// <summary>A new account with the given amounts.</summary>
    public async Task<IAccountGrain> NewAccountAsync(params Money[] deposits)
    {
        var user = await Grains.GetGrain<IUsersGrain>(0).CreateUser($"user-{Guid.NewGuid():N}", "no hash", UserRole.Trader)
            ?? throw new InvalidOperationException("The name is taken.");
        var account = await Grains.GetGrain<IAccountsGrain>(0).CreateAccount(user.Id, "test")
            ?? throw new InvalidOperationException("The user is gone.");
        var grain = Grains.GetGrain<IAccountGrain>(account.Id.Value);
        foreach (var deposit in deposits)
        {
            Assert.Equal(ReplyStatus.Done, (await grain.MoveFunds(deposit, $"deposit-{deposit.Currency}")).Status);
        }
        return grain;
    }

    public IOrderBookGrain BookOf(Instrument instrument) => Grains.GetGrain<IOrderBookGrain>(instrument.Id.Value);

    /// <summary>Deactivates every idle grain, so that the next call rebuilds it from SQL.</summary>
    public async Task ForgetMemoryAsync() => await Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

    /// <summary>Runs SQL on the trading database.</summary>
    public async Task<T> QueryAsync<T>(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(TradingConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until nothing is unsettled, then expects every invariant view to be empty.</summary>
    public async Task AssertEverythingAddsUpAsync()
    {
        await Eventually.HoldsAsync(
            async () => await QueryAsync<long>("select count(*) from unsettled_accounts") == 0, "everything is settled");
        var broken = (await Grains.GetGrain<IHistoryGrain>(0).CheckInvariants()).Where(i => i.Violations != 0).ToList();
        Assert.Empty(broken);
    }

    private async Task<Instrument> NewInstrumentAsync(InstrumentKind kind)
    {
        var id = Interlocked.Increment(ref _lastInstrument);
        var created = await Grains.GetGrain<IInstrumentsGrain>(0)
            .CreateInstrument(kind == InstrumentKind.Spot ? TestOrders.Spot(id) : TestOrders.Margined(id));
        return created ?? throw new InvalidOperationException("The instrument exists.");
    }
}
