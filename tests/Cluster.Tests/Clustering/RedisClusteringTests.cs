using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Rtx.Cluster.Tests.Systems;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;
using StackExchange.Redis;

namespace Rtx.Cluster.Tests.Clustering;

/// <summary>Two silo processes and a client that find each other over a real Redis.</summary>
public sealed class RedisClusteringTests : IAsyncLifetime
{
    private const int Books = 8;
    private const string ClusterId = "two-silos";

    private readonly TestPostgres _postgres = new();
    private readonly TestRedis _redis = new();
    private readonly string _serviceId = TestRedis.UniqueServiceId();
    private readonly List<TestDatabase> _databases = [];

    public async ValueTask InitializeAsync()
    {
        foreach (var kind in new[] { DatabaseKind.Trading, DatabaseKind.MarketData, DatabaseKind.Orleans }) _databases.Add(await _postgres.CreateDatabaseAsync(kind));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases) await database.DisposeAsync();
        await _postgres.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Two_silos_share_the_books_and_a_killed_one_loses_no_acknowledged_order()
    {
        await using var first = await StartSiloAsync();
        await using var second = await StartSiloAsync();
        await first.WaitUntilReadyAsync();
        await second.WaitUntilReadyAsync();
        using var client = await ConnectAsync();
        var grains = client.Services.GetRequiredService<IGrainFactory>();
        var instruments = await CreateInstrumentsAsync(grains);
        var trader = await CreateTraderAsync(grains);

        var acknowledged = new List<OrderId>();
        foreach (var instrument in instruments) acknowledged.Add((await trader.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, $"before-{instrument.Id}"))).Order!.OrderId);
        var hosts = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        await first.KillAsync();
        foreach (var instrument in instruments) acknowledged.Add(await PlaceUntilDoneAsync(grains, trader.GetPrimaryKeyLong(), instrument));

        Assert.Equal(2, hosts.Count);
        Assert.Equal(2 * Books, acknowledged.Distinct().Count());
        Assert.Equal(2L * Books, await QueryAsync<long>("select count(*) from orders where leaves_lots > 0"));
        await TradingCluster.EventuallyAsync(async () => await QueryAsync<long>("select count(*) from unsettled_accounts") == 0, "everything is settled");
        var broken = (await grains.GetGrain<IHistoryGrain>(0).CheckInvariants()).Where(i => i.Violations != 0);
        Assert.Empty(broken);
    }

    [Fact]
    public async Task A_silo_that_is_told_to_stop_hands_its_books_over_and_ends_in_order()
    {
        await using var first = await StartSiloAsync();
        await using var second = await StartSiloAsync();
        await first.WaitUntilReadyAsync();
        await second.WaitUntilReadyAsync();
        using var client = await ConnectAsync();
        var grains = client.Services.GetRequiredService<IGrainFactory>();
        var instruments = await CreateInstrumentsAsync(grains);
        var trader = await CreateTraderAsync(grains);
        foreach (var instrument in instruments) await trader.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));

        var exitCode = await first.StopAsync();
        var hosts = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        foreach (var instrument in instruments) await PlaceUntilDoneAsync(grains, trader.GetPrimaryKeyLong(), instrument);

        Assert.Equal(0, exitCode);
        // The others know it at once, and need not find out.
        Assert.Single(hosts);
        Assert.Equal(2L * Books, await QueryAsync<long>("select count(*) from orders where leaves_lots > 0"));
    }

    [Fact]
    public async Task Membership_that_Redis_has_lost_is_written_again()
    {
        await using var first = await StartSiloAsync();
        await using var second = await StartSiloAsync();
        await first.WaitUntilReadyAsync();
        await second.WaitUntilReadyAsync();
        using var client = await ConnectAsync();
        var grains = client.Services.GetRequiredService<IGrainFactory>();
        var instruments = await CreateInstrumentsAsync(grains);
        var trader = await CreateTraderAsync(grains);
        foreach (var instrument in instruments) await trader.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));
        await using var redis = await ConnectionMultiplexer.ConnectAsync(await _redis.ConnectionStringAsync());
        RedisKey membership = $"{_serviceId}/members/{ClusterId}";

        var wasThere = await redis.GetDatabase().KeyDeleteAsync(membership);
        await TradingCluster.EventuallyAsync(async () => await redis.GetDatabase().KeyExistsAsync(membership), "the membership is there again");
        using var newcomer = await ConnectAsync();

        Assert.True(wasThere);
        var found = newcomer.Services.GetRequiredService<IGrainFactory>();
        Assert.Equal(2, (await found.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count);
        foreach (var instrument in instruments) await PlaceUntilDoneAsync(found, trader.GetPrimaryKeyLong(), instrument);
        Assert.Equal(2L * Books, await QueryAsync<long>("select count(*) from orders where leaves_lots > 0"));
    }

    [Fact]
    public async Task Dead_man_timers_of_a_killed_silo_fire_though_nobody_calls()
    {
        await using var first = await StartSiloAsync();
        await using var second = await StartSiloAsync();
        await first.WaitUntilReadyAsync();
        await second.WaitUntilReadyAsync();
        using var client = await ConnectAsync();
        var grains = client.Services.GetRequiredService<IGrainFactory>();
        foreach (var instrument in await CreateInstrumentsAsync(grains))
        {
            var trader = await CreateTraderAsync(grains, $"trader-{instrument.Id}");
            await trader.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));
            await trader.CancelAllAfter(TimeSpan.FromSeconds(10));
        }

        await first.KillAsync();

        var deadline = DateTime.UtcNow.AddMinutes(2);
        while (await QueryAsync<long>("select count(*) from orders where leaves_lots > 0") > 0)
        {
            Assert.True(DateTime.UtcNow < deadline, "Orders are still open.");
            await Task.Delay(200);
        }

        Assert.Equal(Books, await QueryAsync<long>($"select count(*) from orders where reason = {(short)ExecReason.CancelAllAfter}"));
    }

    // While the cluster has not noticed the death yet, calls time out or are refused; the client order id makes asking again safe.
    private static async Task<OrderId> PlaceUntilDoneAsync(IGrainFactory grains, long account, Instrument instrument)
    {
        var deadline = DateTime.UtcNow.AddMinutes(2);
        while (true)
        {
            try
            {
                var reply = await grains.GetGrain<IAccountGrain>(account).PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, $"after-{instrument.Id}"));
                if (reply.Status == ReplyStatus.Done) return reply.Order!.OrderId;
            }
            catch (Exception e) when (e is TimeoutException or OrleansException)
            {
                // The silo is dead and not yet declared so.
            }

            Assert.True(DateTime.UtcNow < deadline, "The surviving silo did not take over.");
            await Task.Delay(200);
        }
    }

    private async Task<SiloProcess> StartSiloAsync() => SiloProcess.Start(ServerProcess.FreePort(), new Dictionary<string, string>
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["ConnectionStrings__Trading"] = _databases[0].ConnectionString,
        ["ConnectionStrings__MarketData"] = _databases[1].ConnectionString,
        ["ConnectionStrings__Orleans"] = _databases[2].ConnectionString,
        ["ConnectionStrings__Redis"] = await _redis.ConnectionStringAsync(),
        ["Rtx__Cluster__Clustering"] = "Redis",
        ["Rtx__Cluster__ClusterId"] = ClusterId,
        ["Rtx__Cluster__ServiceId"] = _serviceId,
        ["Rtx__Cluster__SiloPort"] = ServerProcess.FreePort().ToString(),
        ["Rtx__Cluster__GatewayPort"] = ServerProcess.FreePort().ToString(),
        ["Rtx__Cluster__AdvertisedAddress"] = "127.0.0.1",
    });

    private async Task<IHost> ConnectAsync()
    {
        var redis = await _redis.ConnectionStringAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleansClient(client => client.UseRedisClustering(redis).Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (ClusterId, _serviceId)));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task<List<Instrument>> CreateInstrumentsAsync(IGrainFactory grains)
    {
        List<Instrument> instruments = [];
        for (var id = 1; id <= Books; id++) instruments.Add((await grains.GetGrain<IDirectoryGrain>(0).CreateInstrument(TestOrders.Spot(id)))!);
        return instruments;
    }

    private static async Task<IAccountGrain> CreateTraderAsync(IGrainFactory grains, string name = "trader")
    {
        var directory = grains.GetGrain<IDirectoryGrain>(0);
        var user = await directory.CreateUser(name, "no hash", UserRole.Trader);
        var account = await directory.CreateAccount(user!.Id, "test");
        var grain = grains.GetGrain<IAccountGrain>(account!.Id.Value);
        await grain.MoveFunds(new Money(1_000_000m, TradingCluster.Usd), "deposit");
        return grain;
    }

    private async Task<T> QueryAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(_databases[0].ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
