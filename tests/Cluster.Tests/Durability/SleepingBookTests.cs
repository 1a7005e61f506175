using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Rtx.Cluster.Tests.Systems;
using StackExchange.Redis;

namespace Rtx.Cluster.Tests.Durability;

/// <summary>Books whose silo was killed and that nobody uses afterwards.</summary>
public sealed class SleepingBookTests
{
    [Fact]
    public async Task Orders_expire_and_listeners_are_told_though_nobody_uses_the_books_of_a_killed_silo()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 2);
        var (expiring, quiet) = await FindInstrumentsOnOneSiloAsync(cluster);
        var trader = await cluster.NewAccountAsync();
        await trader.PlaceOrder(quiet.Limit(Side.Buy, 1m, 100m, "done", TimeInForce.Ioc));
        var request = expiring.Limit(Side.Buy, 1m, 100m, "due", TimeInForce.Gtd) with { Instructions = new OrderInstructions { ExpireTime = Timestamp.From(DateTimeOffset.UtcNow.AddSeconds(4)) } };
        Assert.Equal(OrdStatus.New, (await trader.PlaceOrder(request)).Order!.Status);
        await cluster.AssertEverythingAddsUpAsync();
        var victim = await cluster.SiloOfAsync(cluster.Grains.GetGrain<IOrderBookGrain>(expiring.Id.Value));
        using var client = await cluster.NewClientAsync();
        var serializer = client.Services.GetRequiredService<Serializer>();
        await using var redis = await ConnectionMultiplexer.ConnectAsync(await cluster.RedisConnectionStringAsync());
        var (told, gaps) = (new ConcurrentBag<OrderEvent>(), new ConcurrentBag<InstrumentId?>());
        (await redis.GetSubscriber().SubscribeAsync(RedisChannel.Pattern($"*:executions:{trader.GetPrimaryKeyLong()}"))).OnMessage(
            message => serializer.Deserialize<ExecutionNotice>((byte[])message.Message!)!.Events.ToList().ForEach(told.Add));
        (await redis.GetSubscriber().SubscribeAsync(RedisChannel.Pattern("*:gaps"))).OnMessage(message => gaps.Add(serializer.Deserialize<LiveGap>((byte[])message.Message!)!.Book));

        await cluster.KillAsync(victim);

        await SiloCluster.WaitAsync(async () => await cluster.QueryAsync<long>("select count(*) from order_events where exec_type = 12") == 1, "the order expires");
        await SiloCluster.WaitAsync(() => Task.FromResult(told.Any(e => e.ExecType == ExecType.Expired)), "its owner is told");
        await SiloCluster.WaitAsync(() => Task.FromResult(gaps.Contains(expiring.Id) && gaps.Contains(quiet.Id)), "whoever listens is told that messages may be missing, also of a book where nothing is open");
        await cluster.AssertEverythingAddsUpAsync();
        Assert.Equal(0m, (await trader.GetSummary()).Held(TradingCluster.Usd));
    }

    private static async Task<(Instrument First, Instrument Second)> FindInstrumentsOnOneSiloAsync(SiloCluster cluster)
    {
        var bySilo = new Dictionary<int, Instrument>();
        for (var id = 1; ; id++)
        {
            var instrument = await cluster.NewInstrumentAsync(id);
            var book = cluster.Grains.GetGrain<IOrderBookGrain>(id);
            await book.GetDepth(1);
            var silo = await cluster.SiloOfAsync(book);
            if (bySilo.TryGetValue(silo, out var other)) return (other, instrument);
            bySilo.Add(silo, instrument);
        }
    }
}
