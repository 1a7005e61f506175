using Rtx.Streams;
using Rtx.Testing.Infrastructure;

namespace Rtx.Cluster.Tests.MarketData;

public sealed class RedisStreamTests(TestPostgres postgres, TestRedis redis)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Action<RedisStreamOptions>> BadOptions => new(
        options => options.ConnectionString = " ",
        options => options.QueueCount = 0,
        options => options.MaxLength = 0,
        options => options.DeadLetterMaxLength = 0,
        options => options.CacheSize = 9,
        options => options.DeliveryBatchSize = options.CacheSize,
        options => options.PollInterval = TimeSpan.Zero,
        options => options.CheckpointInterval = TimeSpan.FromMilliseconds(-1),
        options => options.DeliveryTimeout = TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void Options_that_could_not_work_are_refused(Action<RedisStreamOptions> spoil)
    {
        var options = new RedisStreamOptions { ConnectionString = "localhost" };
        Assert.True(new RedisStreamOptionsValidator().Validate("ticks", options).Succeeded);

        spoil(options);

        Assert.True(new RedisStreamOptionsValidator().Validate("ticks", options).Failed);
    }

    [Fact]
    public async Task What_was_delivered_is_removed_from_redis()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);

        await cluster.Gateway.SendAsync(TickCluster.CreateTicks(160), Cancel);
        await TickCluster.EventuallyAsync(async () => await cluster.CountTicksAsync() == 160, "the ticks stored");

        await TickCluster.EventuallyAsync(async () => await cluster.CountEntriesAsync(TickStream.Provider) == 0, "the queues trimmed");
        Assert.Equal(0L, await cluster.CountEntriesAsync(TickStream.Provider, ":dead"));
    }

    [Fact]
    public async Task An_undecodable_entry_goes_to_the_dead_letters_and_the_stream_goes_on()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        for (var queue = 0; queue < 8; queue++) await cluster.Redis.StreamAddAsync(cluster.QueueKey(TickStream.Provider, queue), "batch", "garbage");

        await cluster.Gateway.SendAsync(TickCluster.CreateTicks(160), Cancel);

        await TickCluster.EventuallyAsync(async () => await cluster.CountTicksAsync() == 160, "the ticks behind the garbage stored");
        var dead = await cluster.Redis.StreamRangeAsync(cluster.QueueKey(TickStream.Provider, 3) + ":dead");
        Assert.Equal(("garbage", "undecodable"), (Assert.Single(dead)["batch"].ToString(), dead[0]["reason"].ToString()));
        Assert.Equal(8L, await cluster.CountEntriesAsync(TickStream.Provider, ":dead"));
    }

    [Fact]
    public async Task An_undeliverable_entry_goes_to_the_dead_letters_and_the_stream_goes_on()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        var stream = cluster.Streams(TickCluster.ImpatientProvider).GetStream<string>(StreamId.Create(PickyGrain.Namespace, 1));

        await stream.OnNextAsync("good");
        await TickCluster.EventuallyAsync(async () => (await cluster.Grains.GetGrain<IPickyGrain>(1).GetAccepted()).Count == 1, "the first entry delivered");
        await stream.OnNextAsync(PickyGrain.Refused);
        // Given up first, so that the next entry is not in the same delivery.
        await TickCluster.EventuallyAsync(async () => await cluster.Grains.GetGrain<IPickyGrain>(1).CountFailures() > 0, "the bad entry given up");
        await stream.OnNextAsync("better");

        await TickCluster.EventuallyAsync(async () => await cluster.CountEntriesAsync(TickCluster.ImpatientProvider, ":dead") == 1, "the bad entry put aside");
        Assert.Equal(["good", "better"], await cluster.Grains.GetGrain<IPickyGrain>(1).GetAccepted());
        await TickCluster.EventuallyAsync(async () => await cluster.CountEntriesAsync(TickCluster.ImpatientProvider) == 0, "the queues trimmed");
    }

    [Fact]
    public async Task A_full_queue_refuses_producers_until_there_is_room()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        var stream = cluster.Streams(TickCluster.UnreadProvider).GetStream<string>(StreamId.Create("nobody", 1));
        for (var i = 0; i < TickCluster.UnreadMaxLength; i++) await stream.OnNextAsync("entry");

        await Assert.ThrowsAsync<StreamQueueFullException>(() => stream.OnNextAsync("one too many"));
        Assert.Equal(TickCluster.UnreadMaxLength, await cluster.CountEntriesAsync(TickCluster.UnreadProvider));

        for (var queue = 0; queue < 8; queue++) await cluster.Redis.StreamTrimAsync(cluster.QueueKey(TickCluster.UnreadProvider, queue), 0);
        await stream.OnNextAsync("room again");
    }
}
