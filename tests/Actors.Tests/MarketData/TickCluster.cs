using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;
using Orleans.TestingHost;
using Rtx.Actors.Instruments;
using Rtx.Actors.MarketData;
using Rtx.Storage.MarketData;
using Rtx.Storage.Migrations;
using Rtx.Streams;
using Rtx.Testing.Infrastructure;
using StackExchange.Redis;

namespace Rtx.Actors.Tests.MarketData;

/// <summary>A silo with nothing but the tick stream and its writers, on a real database and a real Redis, for one test.</summary>
internal sealed class TickCluster : IAsyncDisposable
{
    /// <summary>A provider only on the client: nothing reads what it sends.</summary>
    public const string UnreadProvider = "unread";

    /// <summary>A provider that gives up on deliveries quickly.</summary>
    public const string ImpatientProvider = "impatient";

    public const int UnreadMaxLength = 3;

    /// <summary>A provider only on the client, whose queues hold few bytes.</summary>
    public const string SmallProvider = "small";

    public const int SmallMaxBytes = 1_000;

    private readonly TestDatabase _test;
    private readonly InProcessTestCluster _cluster;
    private readonly ConnectionMultiplexer _redis;
    private readonly string _serviceId;

    private TickCluster(
        TestDatabase test, InProcessTestCluster cluster, ConnectionMultiplexer redis, string serviceId, RecordingPublisher live)
    {
        (_test, _cluster, _redis, _serviceId, Live) = (test, cluster, redis, serviceId, live);
        Database = new MarketDataDatabase(test.ConnectionString);
        Store = new TickStore(Database);
        Gateway = new TickGateway(Streams(TickStream.Provider));
    }

    public RecordingPublisher Live { get; }

    public MarketDataDatabase Database { get; }

    public TickStore Store { get; }

    public TickGateway Gateway { get; }

    public IDatabase Redis => _redis.GetDatabase();

    public IGrainFactory Grains => _cluster.Client;

    public RedisDeadLetters DeadLetters => _cluster.Client.ServiceProvider.GetRequiredService<RedisDeadLetters>();

    public static async Task<TickCluster> StartAsync(TestPostgres postgres, TestRedis redis)
    {
        var test = await postgres.CreateDatabaseAsync(DatabaseKind.MarketData, TestContext.Current.CancellationToken);
        var redisConnection = await redis.ConnectionStringAsync();
        var live = new RecordingPublisher();
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ServiceId = TestRedis.UniqueServiceId();
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddMarketDataStorage(test.ConnectionString).AddSingleton<ILivePublisher>(live).AddSingleton<TickThrottle>()
                .AddSingleton<MarkFeed>();
            silo.AddRedisStreams(TickStream.Provider, options => options.ConnectionString = redisConnection);
            silo.AddRedisStreams(
                ImpatientProvider,
                options => (options.ConnectionString, options.DeliveryTimeout) = (redisConnection, TimeSpan.FromMilliseconds(200)));
        });
        builder.ConfigureClient(client =>
        {
            client.AddRedisStreams(TickStream.Provider, options => options.ConnectionString = redisConnection);
            client.AddRedisStreams(ImpatientProvider, options => options.ConnectionString = redisConnection);
            client.AddRedisStreams(
                SmallProvider, options => (options.ConnectionString, options.MaxBytes) = (redisConnection, SmallMaxBytes));
            client.AddRedisStreams(
                UnreadProvider, options => (options.ConnectionString, options.MaxLength) = (redisConnection, UnreadMaxLength));
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TickCluster(test, cluster, await ConnectionMultiplexer.ConnectAsync(redisConnection), builder.Options.ServiceId, live);
    }

    public IStreamProvider Streams(string provider) => _cluster.Client.GetStreamProvider(provider);

    /// <summary>
    /// Ticks numbered by their providers from <paramref name="firstSequence"/> on, spread over the first sixteen instruments, so that every
    /// shard has some.
    /// </summary>
    public static IReadOnlyList<Tick> CreateTicks(int count, long firstSequence = 1) =>
        [.. Enumerable.Range(0, count).Select(i => new Tick
        {
            InstrumentId = new InstrumentId(1 + (i % 16)),
            ProviderId = 2,
            Kind = TickKind.Quote,
            Sequence = firstSequence + i,
            Time = Timestamp.From(new DateTime(2024, 8, 8, 12, 0, 0, DateTimeKind.Utc).AddMilliseconds(10 * (firstSequence + i))),
            Bid = new Price(1_000 + (i % 97)),
            BidQty = new Quantity(1),
            Ask = new Price(1_002 + (i % 97)),
            AskQty = new Quantity(1),
        })];

    public Task<long> CountTicksAsync() => ScalarAsync<long>("select count(*) from ticks");

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Key of a queue of a provider.</summary>
    public string QueueKey(string provider, int queue) =>
        string.Create(CultureInfo.InvariantCulture, $"{_serviceId}:stream:{{{provider}:{queue}}}");

    /// <summary>Entries waiting, or put aside, in all queues of a provider.</summary>
    public async Task<long> CountEntriesAsync(string provider, string suffix = "")
    {
        var lengths = await Task.WhenAll(Enumerable.Range(0, new RedisStreamOptions().QueueCount).Select(
            queue => Redis.StreamLengthAsync(QueueKey(provider, queue) + suffix)));
        return lengths.Sum();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _redis.DisposeAsync();
        await Database.DisposeAsync();
        await _test.DisposeAsync();
    }
}
