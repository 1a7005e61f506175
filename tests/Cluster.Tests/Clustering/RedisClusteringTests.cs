using Microsoft.Extensions.DependencyInjection;
using Rtx.Cluster.Tests.Systems;
using Rtx.Testing;
using Rtx.Testing.Orders;
using StackExchange.Redis;

namespace Rtx.Cluster.Tests.Clustering;

/// <summary>Two silo processes and a client that find each other over a real Redis.</summary>
public sealed class RedisClusteringTests : IAsyncLifetime
{
    private const int Books = 8;

    private SiloCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await SiloCluster.StartAsync(silos: 2);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Two_silos_share_the_books_and_a_killed_one_loses_no_acknowledged_order()
    {
        var instruments = await CreateInstrumentsAsync();
        var trader = await _cluster.NewAccountAsync();

        var acknowledged = new List<OrderId>();
        foreach (var instrument in instruments)
        {
            acknowledged.Add((await trader.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, $"before-{instrument.Id}"))).Order!.OrderId);
        }
        var hosts = await _cluster.Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        await _cluster.KillNumberAsync(1);
        foreach (var instrument in instruments)
        {
            acknowledged.Add(await PlaceUntilDoneAsync(_cluster.Grains, trader.GetPrimaryKeyLong(), instrument));
        }

        Assert.Equal(2, hosts.Count);
        Assert.Equal(2 * Books, acknowledged.Distinct().Count());
        Assert.Equal(2L * Books, await _cluster.QueryAsync<long>("select count(*) from orders where leaves_lots > 0"));
        await Eventually.HoldsAsync(
            async () => await _cluster.QueryAsync<long>("select count(*) from unsettled_accounts") == 0, "everything is settled",
            SiloCluster.Takeover);
        var invariants = await SiloCluster.UntilReachedAsync(() => _cluster.Grains.GetGrain<IHistoryGrain>(0).CheckInvariants());
        Assert.DoesNotContain(invariants, i => i.Violations != 0);
    }

    [Fact]
    public async Task A_silo_that_is_told_to_stop_hands_its_books_over_and_ends_in_order()
    {
        var instruments = await CreateInstrumentsAsync();
        var trader = await _cluster.NewAccountAsync();
        foreach (var instrument in instruments) await trader.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));

        var exitCode = await _cluster.StopNumberAsync(1);
        var hosts = await _cluster.Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        foreach (var instrument in instruments) await PlaceUntilDoneAsync(_cluster.Grains, trader.GetPrimaryKeyLong(), instrument);

        Assert.Equal(0, exitCode);
        // The others are told immediately and need not detect it.
        Assert.Single(hosts);
        Assert.Equal(2L * Books, await _cluster.QueryAsync<long>("select count(*) from orders where leaves_lots > 0"));
    }

    [Fact]
    public async Task A_silo_that_was_voted_out_while_paused_ends_with_its_own_exit_code()
    {
        var instruments = await CreateInstrumentsAsync();
        var trader = await _cluster.NewAccountAsync();

        var pausing = _cluster.PauseNumberUntilItEndsAsync(1, TimeSpan.FromSeconds(20));
        foreach (var instrument in instruments) await PlaceUntilDoneAsync(_cluster.Grains, trader.GetPrimaryKeyLong(), instrument);

        Assert.Equal(Silo.Clustering.EndAtOnce.ExitCode, await pausing);
        Assert.Equal((long)Books, await _cluster.QueryAsync<long>("select count(*) from orders where leaves_lots > 0"));
    }

    [Fact]
    public async Task Membership_that_Redis_has_lost_is_written_again()
    {
        var instruments = await CreateInstrumentsAsync();
        var trader = await _cluster.NewAccountAsync();
        foreach (var instrument in instruments) await trader.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));
        await using var redis = await ConnectionMultiplexer.ConnectAsync(await _cluster.RedisConnectionStringAsync());
        RedisKey membership = _cluster.MembershipKey;

        var wasThere = await redis.GetDatabase().KeyDeleteAsync(membership);
        await Eventually.HoldsAsync(
            async () => await redis.GetDatabase().KeyExistsAsync(membership), "the membership is there again", SiloCluster.Takeover);
        using var newcomer = await _cluster.NewClientAsync();

        Assert.True(wasThere);
        var found = newcomer.Services.GetRequiredService<IGrainFactory>();
        Assert.Equal(2, (await found.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count);
        foreach (var instrument in instruments) await PlaceUntilDoneAsync(found, trader.GetPrimaryKeyLong(), instrument);
        Assert.Equal(2L * Books, await _cluster.QueryAsync<long>("select count(*) from orders where leaves_lots > 0"));
    }

    [Fact]
    public async Task Dead_man_timers_of_a_killed_silo_fire_though_nobody_calls()
    {
        foreach (var instrument in await CreateInstrumentsAsync())
        {
            var trader = await _cluster.NewAccountAsync();
            await trader.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));
            await trader.CancelAllAfter(TimeSpan.FromSeconds(10));
        }

        await _cluster.KillNumberAsync(1);

        await Eventually.HoldsAsync(
            async () =>
                await _cluster.QueryAsync<long>(
                    "select count(*) from orders where leaves_lots > 0") == 0, "no order is open", SiloCluster.Takeover);
        Assert.Equal(
            Books, await _cluster.QueryAsync<long>($"select count(*) from orders where reason = {(short)ExecReason.CancelAllAfter}"));
    }

    private static async Task<OrderId> PlaceUntilDoneAsync(IGrainFactory grains, long account, Instrument instrument)
    {
        var request = instrument.Limit(Side.Buy, 1m, 100m, $"after-{instrument.Id}");
        var reply = await SiloCluster.UntilAnsweredAsync(() => grains.GetGrain<IAccountGrain>(account).PlaceOrder(request));
        Assert.Equal(ReplyStatus.Done, reply.Status);
        return reply.Order!.OrderId;
    }

    private async Task<List<Instrument>> CreateInstrumentsAsync()
    {
        List<Instrument> instruments = [];
        for (var id = 1; id <= Books; id++) instruments.Add(await _cluster.NewInstrumentAsync(id));
        return instruments;
    }
}
