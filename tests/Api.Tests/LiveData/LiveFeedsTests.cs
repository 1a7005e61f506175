using System.Security.Claims;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Rtx.Api.Tests.Cluster;
using Rtx.Client;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.LiveData;
using Rtx.Contracts;
using Rtx.Gateway.Instruments;
using Rtx.Hosting.Clustering;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;
using StackExchange.Redis;
using Instrument = Rtx.Model.Instrument;

namespace Rtx.Api.Tests.LiveData;

/// <summary>Nobody who joins a feed waits for what Redis does about another one.</summary>
public sealed class LiveFeedsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly (Instrument Slow, Instrument Other) Instruments = (TestInstruments.Spot, TestInstruments.Margined);

    private readonly TestRedis _server = new();
    private readonly ServiceProvider _serialization = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly ClusterSettings _settings = new() { ServiceId = TestRedis.UniqueServiceId() };
    private readonly InstrumentCatalog _catalog = new(StubGrains.That(_ => null), TimeProvider.System);
    private readonly LiveConnections _connections = new(TimeProvider.System, NullLogger<LiveConnections>.Instance);
    private ConnectionMultiplexer? _redis;
    private LiveFeeds? _feeds;
    private HeldRedis.Gate? _gate;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private LiveFeeds Feeds => _feeds!;

    private HeldRedis.Gate Gate => _gate!;

    public async ValueTask InitializeAsync()
    {
        _redis = await ConnectionMultiplexer.ConnectAsync(await _server.ConnectionStringAsync());
        var held = HeldRedis.Hold(_redis, LiveChannels.Book(_settings.ServiceId, Instruments.Slow.Id), out _gate);
        _feeds = new LiveFeeds(
            held, _connections, _catalog, latest: null!, _serialization.GetRequiredService<Serializer>(), Options.Create(_settings), NullLogger<LiveFeeds>.Instance);
        foreach (var connection in new[] { "first", "second", "third" }) _connections.Add(NewConnection(connection));
    }

    public async ValueTask DisposeAsync()
    {
        Gate.Open();
        await Feeds.DisposeAsync();
        _connections.Dispose();
        _catalog.Dispose();
        await _redis!.DisposeAsync();
        await _serialization.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Who_joins_another_symbol_does_not_wait_for_a_slow_one()
    {
        var slow = JoinAsync("first", Instruments.Slow);
        await Gate.Reached.WaitAsync(Patience, Token);

        await JoinAsync("second", Instruments.Other).WaitAsync(Patience, Token);
        await Feeds.Leave("second", Topic(Instruments.Other)).WaitAsync(Patience, Token);
        await JoinAsync("second", Instruments.Other).WaitAsync(Patience, Token);
        await Feeds.LeaveAll("second").WaitAsync(Patience, Token);
        Assert.False(slow.IsCompleted);

        Gate.Open();
        await slow.WaitAsync(Patience, Token);
    }

    [Fact]
    public async Task Who_joins_the_slow_symbol_shares_its_subscription()
    {
        var joining = new[] { JoinAsync("first", Instruments.Slow), JoinAsync("second", Instruments.Slow) };
        await Gate.Reached.WaitAsync(Patience, Token);
        Assert.All(joining, join => Assert.False(join.IsCompleted));

        Gate.Open();
        await Task.WhenAll(joining).WaitAsync(Patience, Token);
        Assert.Equal(1L, (await _redis!.GetServers()[0].SubscriptionSubscriberCountAsync(RedisChannel.Literal(LiveChannels.Book(_settings.ServiceId, Instruments.Slow.Id)))));
        await Feeds.LeaveAll("first");
        await Feeds.LeaveAll("second");
        Assert.Equal(0L, (await _redis!.GetServers()[0].SubscriptionSubscriberCountAsync(RedisChannel.Literal(LiveChannels.Book(_settings.ServiceId, Instruments.Slow.Id)))));
    }

    private static LiveTopic Topic(Instrument instrument) => new(LiveKind.Trades, instrument.Id.Value);

    private async Task JoinAsync(string connection, Instrument instrument) => Assert.Null(await Feeds.Join(connection, Topic(instrument), instrument));

    private static HubConnectionContext NewConnection(string id)
    {
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(AccessTokens.UserIdClaim, "1")], "test"));
        return new HubConnectionContext(new DefaultConnectionContext(id) { User = user }, new HubConnectionContextOptions(), NullLoggerFactory.Instance);
    }
}
