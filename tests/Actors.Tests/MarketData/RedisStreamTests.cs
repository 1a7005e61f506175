using Rtx.Streams;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;

namespace Rtx.Actors.Tests.MarketData;

public sealed class RedisStreamTests(TestPostgres postgres, TestRedis redis)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Action<RedisStreamOptions>> BadOptions => new(
        options => options.ConnectionString = " ",
        options => options.QueueCount = 0,
        options => options.MaxLength = 0,
        options => options.MaxBytes = 0,
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
        await Eventually.HoldsAsync(async () => await cluster.CountTicksAsync() == 160, "the ticks stored");

        await Eventually.HoldsAsync(async () => await cluster.CountEntriesAsync(TickStream.Provider) == 0, "the queues trimmed");
        Assert.Equal(0L, await cluster.CountEntriesAsync(TickStream.Provider, ":dead"));
    }

    [Fact]
    public async Task An_undecodable_entry_goes_to_the_dead_letters_and_the_stream_goes_on()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        for (var queue = 0; queue < 8; queue++)
        {
            await cluster.Redis.StreamAddAsync(cluster.QueueKey(TickStream.Provider, queue), "batch", "garbage");
        }

        await cluster.Gateway.SendAsync(TickCluster.CreateTicks(160), Cancel);

        await Eventually.HoldsAsync(async () => await cluster.CountTicksAsync() == 160, "the ticks behind the garbage stored");
        var dead = await cluster.Redis.StreamRangeAsync(cluster.QueueKey(TickStream.Provider, 3) + ":dead");
        Assert.Equal(("garbage", "undecodable"), (Assert.Single(dead)["batch"].ToString(), dead[0]["reason"].ToString()));
        Assert.Equal(8L, await cluster.CountEntriesAsync(TickStream.Provider, ":dead"));
    }

    [Fact]
    public async Task A_dead_letter_is_stored_though_later_ticks_were()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        // A dead letter: a published batch that a writer could not accept.
        await new TickGateway(cluster.Streams(TickCluster.UnreadProvider)).SendAsync(TickCluster.CreateTicks(1), Cancel);
        var entries = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(queue => cluster.Redis.StreamRangeAsync(cluster.QueueKey(TickCluster.UnreadProvider, queue))));
        var batch = Assert.Single(entries.SelectMany(of => of))["batch"];
        var dead = cluster.QueueKey(TickStream.Provider, 3) + ":dead";
        await cluster.Redis.StreamAddAsync(dead, [new("batch", batch), new("id", "1790000000000-0"), new("reason", "undeliverable")]);
        await cluster.Gateway.SendAsync(TickCluster.CreateTicks(1, firstSequence: 100), Cancel);
        await Eventually.HoldsAsync(async () => await cluster.CountTicksAsync() == 1, "a later tick stored");
        var letters = cluster.DeadLetters;
        var letter = Assert.Single(await letters.ListAsync(TickStream.Provider, 10));
        var ticks = Assert.Single((await letters.ReadAsync<TickBatch>(TickStream.Provider, letter.Id))!);
        var writer = cluster.Grains.GetGrain<ITickWriterGrain>(TickStream.ShardOf(new InstrumentId(1)));

        Assert.Equal(
            ("undeliverable", DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000), batch.Length()),
            (letter.Reason, letter.AddedAt, letter.Bytes));
        Assert.Equal(new RestoredTicks(Stored: 1, Duplicates: 0), await writer.Restore(ticks));
        Assert.Equal(new RestoredTicks(Stored: 0, Duplicates: 1), await writer.Restore(ticks));
        Assert.Equal(2, await cluster.CountTicksAsync());
        Assert.True(await letters.RemoveAsync(TickStream.Provider, letter.Id));
        Assert.False(await letters.RemoveAsync(TickStream.Provider, letter.Id));
        Assert.Null(await letters.ReadAsync<TickBatch>(TickStream.Provider, letter.Id));
        Assert.Null(await letters.ReadAsync<TickBatch>(TickStream.Provider, "9:1-1"));
        Assert.Null(await letters.ReadAsync<TickBatch>(TickStream.Provider, "x"));
        Assert.Empty(await letters.ListAsync(TickStream.Provider, 10));
    }

    [Fact]
    public async Task A_dead_letter_that_nobody_can_read_says_so_and_stays()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        await cluster.Redis.StreamAddAsync(
            cluster.QueueKey(TickStream.Provider, 3) + ":dead", [new("batch", "garbage"), new("id", "1-0"), new("reason", "undecodable")]);
        var letter = Assert.Single(await cluster.DeadLetters.ListAsync(TickStream.Provider, 10));

        await Assert.ThrowsAsync<FormatException>(() => cluster.DeadLetters.ReadAsync<TickBatch>(TickStream.Provider, letter.Id));

        Assert.Equal([letter], await cluster.DeadLetters.ListAsync(TickStream.Provider, 10));
    }

    [Fact]
    public async Task An_undeliverable_entry_goes_to_the_dead_letters_and_the_stream_goes_on()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        var stream = cluster.Streams(TickCluster.ImpatientProvider).GetStream<string>(StreamId.Create(PickyGrain.Namespace, 1));

        await stream.OnNextAsync("good");
        await Eventually.HoldsAsync(
            async () => (await cluster.Grains.GetGrain<IPickyGrain>(1).GetAccepted()).Count == 1, "the first entry delivered");
        await stream.OnNextAsync(PickyGrain.Refused);
        // Given up first, so that the next entry is not in the same delivery.
        await Eventually.HoldsAsync(
            async () => await cluster.Grains.GetGrain<IPickyGrain>(1).CountFailures() > 0, "the bad entry given up");
        await stream.OnNextAsync("better");

        await Eventually.HoldsAsync(
            async () => await cluster.CountEntriesAsync(TickCluster.ImpatientProvider, ":dead") == 1, "the bad entry put aside");
        Assert.Equal(["good", "better"], await cluster.Grains.GetGrain<IPickyGrain>(1).GetAccepted());
        await Eventually.HoldsAsync(async () => await cluster.CountEntriesAsync(TickCluster.ImpatientProvider) == 0, "the queues trimmed");
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

    [Fact]
    public async Task A_queue_is_full_by_bytes_before_it_is_by_entries()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        var stream = cluster.Streams(TickCluster.SmallProvider).GetStream<byte[]>(StreamId.Create("nobody", 1));
        await stream.OnNextAsync(new byte[TickCluster.SmallMaxBytes]);

        await Assert.ThrowsAsync<StreamQueueFullException>(() => stream.OnNextAsync([1]));

        Assert.Equal(1L, await cluster.CountEntriesAsync(TickCluster.SmallProvider));
    }

    [Fact]
    public async Task Producers_are_held_back_while_the_database_stands_still_and_nothing_is_lost()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        await cluster.Gateway.SendAsync(TickCluster.CreateTicks(16), Cancel);
        await Eventually.HoldsAsync(async () => await cluster.CountTicksAsync() == 16, "the first ticks stored");
        var shard = TickCluster.CreateTicks(16)[4].InstrumentId;
        var (sequence, accepted) = (100L, 0L);

        await using (var blocker = await cluster.Database.OpenAsync(Cancel))
        {
            await using var transaction = await blocker.BeginTransactionAsync(Cancel);
            await using (var lockTable = blocker.CreateCommand()) await RunAsync(lockTable, "lock table tick_watermarks in exclusive mode");
            await Assert.ThrowsAsync<StreamQueueFullException>(async () =>
            {
                while (accepted < 100_000)
                {
                    await cluster.Gateway.SendAsync([TickCluster.CreateTicks(1, ++sequence)[0] with { InstrumentId = shard }], Cancel);
                    accepted++;
                }
            });
            // Entries in the silo's memory are read but not yet removed, so all of them count here.
            Assert.InRange(await cluster.CountEntriesAsync(TickStream.Provider), 1, new RedisStreamOptions().MaxLength);
        }

        await Eventually.HoldsAsync(async () => await cluster.CountTicksAsync() == 16 + accepted, "what was accepted stored");
    }

    [Fact]
    public async Task A_redis_that_lost_its_memory_and_whose_clock_is_behind_delivers_again()
    {
        await using var cluster = await TickCluster.StartAsync(postgres, redis);
        await cluster.Gateway.SendAsync(TickCluster.CreateTicks(160), Cancel);
        await Eventually.HoldsAsync(async () => await cluster.CountTicksAsync() == 160, "the first ticks stored");
        await Eventually.HoldsAsync(async () => await cluster.CountEntriesAsync(TickStream.Provider) == 0, "the queues trimmed");

        for (var queue = 0; queue < 8; queue++) await cluster.Redis.KeyDeleteAsync(cluster.QueueKey(TickStream.Provider, queue));
        await cluster.Gateway.SendAsync(TickCluster.CreateTicks(160, firstSequence: 161), Cancel);
        await Eventually.HoldsAsync(async () => await cluster.CountTicksAsync() == 320, "ticks after the loss stored");
        for (var queue = 0; queue < 8; queue++)
        {
            var key = cluster.QueueKey(TickStream.Provider, queue);
            await cluster.Redis.KeyDeleteAsync(key);
            // As with a clock that is behind.
            await cluster.Redis.StreamAddAsync(key, "batch", "garbage", messageId: "1000-0");
        }

        await Eventually.HoldsAsync(
            async () => await cluster.CountEntriesAsync(TickStream.Provider, ":dead") == 8, "entries of the past read");
        await cluster.Gateway.SendAsync(TickCluster.CreateTicks(160, firstSequence: 321), Cancel);
        await Eventually.HoldsAsync(async () => await cluster.CountTicksAsync() == 480, "ticks behind them stored");
    }

    private static Task<int> RunAsync(Npgsql.NpgsqlCommand command, string sql)
    {
        command.CommandText = sql;
        return command.ExecuteNonQueryAsync(Cancel);
    }
}
