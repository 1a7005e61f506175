using Rtx.Cluster.Tests.Systems;

namespace Rtx.Cluster.Tests.Clustering;

/// <summary>Two silo processes and a client that find each other over a real Redis.</summary>
public sealed class RedisClusteringTests
{
    private const int Books = 8;

    [Fact]
    public async Task Two_silos_share_the_books_and_a_killed_one_loses_no_acknowledged_order()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 2);
        var instruments = await CreateInstrumentsAsync(cluster);
        var trader = await cluster.NewAccountAsync();

        var acknowledged = new List<OrderId>();
        foreach (var instrument in instruments) acknowledged.Add((await trader.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, $"before-{instrument.Id}"))).Order!.OrderId);
        var hosts = await cluster.Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        await cluster.KillNumberAsync(1);
        foreach (var instrument in instruments)
            acknowledged.Add((await SiloCluster.UntilAnsweredAsync(() => trader.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m, $"after-{instrument.Id}")))).Order!.OrderId);

        Assert.Equal(2, hosts.Count);
        Assert.Equal(2 * Books, acknowledged.Distinct().Count());
        Assert.Equal(2L * Books, await cluster.QueryAsync<long>("select count(*) from orders where leaves_lots > 0"));
        await cluster.AssertEverythingAddsUpAsync();
    }

    [Fact]
    public async Task Dead_man_timers_of_a_killed_silo_fire_though_nobody_calls()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 2);
        foreach (var instrument in await CreateInstrumentsAsync(cluster))
        {
            var trader = await cluster.NewAccountAsync();
            await trader.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m));
            await trader.CancelAllAfter(TimeSpan.FromSeconds(10));
        }

        await cluster.KillNumberAsync(1);

        await SiloCluster.WaitAsync(async () => await cluster.QueryAsync<long>("select count(*) from orders where leaves_lots > 0") == 0, "all orders are cancelled");
        Assert.Equal(Books, await cluster.QueryAsync<long>($"select count(*) from orders where reason = {(short)ExecReason.CancelAllAfter}"));
    }

    private static async Task<List<Instrument>> CreateInstrumentsAsync(SiloCluster cluster)
    {
        List<Instrument> instruments = [];
        for (var id = 1; id <= Books; id++) instruments.Add(await cluster.NewInstrumentAsync(id));
        return instruments;
    }
}
