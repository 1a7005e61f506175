using Rtx.Cluster.Tests.Systems;
using Rtx.Testing.Infrastructure;
using Rtx.Testing.Orders;

namespace Rtx.Cluster.Tests.Clustering.Tls;

/// <summary>Two silo processes and a client with mutual TLS.</summary>
public sealed class SilosWithCertificatesTests : IAsyncLifetime
{
    private readonly TestAuthority _authority = new();
    private SiloCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await SiloCluster.StartAsync(silos: 2, _authority);

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task Silos_find_each_other_and_trade_also_after_one_was_killed_and_another_joined()
    {
        var trader = await _cluster.NewAccountAsync();
        var instruments = new List<Instrument>();
        for (var i = 1; i <= 4; i++) instruments.Add(await _cluster.NewInstrumentAsync(i));
        foreach (var instrument in instruments)
        {
            Assert.Equal(ReplyStatus.Done, (await trader.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m))).Status);
        }
        // Each silo asks the others.
        Assert.NotEmpty(await _cluster.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics());
        Assert.Equal(2, (await _cluster.Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count);

        await _cluster.KillNumberAsync(1);
        await _cluster.StartAnotherAsync();

        foreach (var instrument in instruments)
            Assert.Equal(
                ReplyStatus.Done,
                (await SiloCluster.UntilAnsweredAsync(() => trader.PlaceOrder(instrument.Limit(Side.Buy, 1m, 100m)))).Status);
        await _cluster.AssertEverythingAddsUpAsync();
    }
}
