using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Rtx.ClientApi.Cluster;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.Hubs;
using Rtx.ClientApi.Instruments;
using Rtx.Model;
using StackExchange.Redis;

namespace Rtx.ClientApi.LiveData;

/// <summary>
/// Who listens to what. A feed (and its Redis subscription) exists only while somebody listens. Joins and leaves are one after the other, so that a feed is
/// never made twice and never outlives its last listener.
/// </summary>
internal sealed class LiveFeeds(
    IConnectionMultiplexer redis, IHubContext<TradingHub, Client.ITradingHubClient> hub, LiveConnections connections, InstrumentCatalog catalog,
    Serializer serializer, IOptions<ClusterSettings> cluster, TimeProvider time, ILogger<LiveFeeds> logger) : IAsyncDisposable
{
    /// <summary>Topics of one connection.</summary>
    public const int MaxTopicsPerConnection = 1_000;

    /// <summary>Pause between two sends of one topic: about 20 a second.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly Dictionary<LiveTopic, ILiveFeed> _feeds = [];
    private readonly Dictionary<string, HashSet<LiveTopic>> _topics = [];

    /// <summary>Makes a connection listen. When this returns, everything published from now on reaches it.</summary>
    /// <param name="connectionId">Who.</param>
    /// <param name="topic">To what.</param>
    /// <param name="instrument">The topic's instrument; null for an account's.</param>
    public async Task<ApiError?> Join(string connectionId, LiveTopic topic, Instrument? instrument)
    {
        await _changing.WaitAsync();
        try
        {
            // A connection that closed while it waited here would stay a member for ever.
            if (!connections.Contains(connectionId)) return null;
            var topics = TopicsOf(connectionId);
            if (topics.Contains(topic)) return null;
            if (topics.Count == MaxTopicsPerConnection) return ApiError.RateLimited($"A connection has at most {MaxTopicsPerConnection} subscriptions.", retryAfter: null);
            var feed = await FeedOf(topic, instrument);
            feed.Audience.Add(connectionId);
            topics.Add(topic);
            return null;
        }
        finally
        {
            _changing.Release();
        }
    }

    public async Task Leave(string connectionId, LiveTopic topic)
    {
        await _changing.WaitAsync();
        try
        {
            if (_topics.TryGetValue(connectionId, out var topics) && topics.Remove(topic)) await Leave(topic, connectionId);
        }
        finally
        {
            _changing.Release();
        }
    }

    public async Task LeaveAll(string connectionId)
    {
        await _changing.WaitAsync();
        try
        {
            if (!_topics.Remove(connectionId, out var topics)) return;
            foreach (var topic in topics) await Leave(topic, connectionId);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>The newest quote that Redis keeps; null when there is none yet.</summary>
    public async Task<Client.Quote?> GetLatestQuote(Instrument instrument)
    {
        var payload = (byte[]?)await redis.GetDatabase().StringGetAsync(LiveChannels.LatestQuoteKey(cluster.Value.ServiceId, instrument.Id));
        return payload is null ? null : Wire.MarketDataWire.ToQuote(instrument, serializer.Deserialize<Tick>(payload));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var feed in _feeds.Values) await feed.DisposeAsync();
        _changing.Dispose();
    }

    private HashSet<LiveTopic> TopicsOf(string connectionId)
    {
        if (!_topics.TryGetValue(connectionId, out var topics)) _topics[connectionId] = topics = [];
        return topics;
    }

    private async Task Leave(LiveTopic topic, string connectionId)
    {
        var feed = _feeds[topic];
        feed.Audience.Remove(connectionId);
        if (!feed.Audience.IsEmpty) return;
        _feeds.Remove(topic);
        await feed.DisposeAsync();
    }

    private async Task<ILiveFeed> FeedOf(LiveTopic topic, Instrument? instrument)
    {
        if (_feeds.TryGetValue(topic, out var known)) return known;
        var feed = Create(topic, instrument);
        await feed.Start(redis.GetSubscriber());
        return _feeds[topic] = feed;
    }

    private ILiveFeed Create(LiveTopic topic, Instrument? instrument)
    {
        var audience = new LiveAudience(hub, connections, logger);
        var service = cluster.Value.ServiceId;
        return topic.Kind switch
        {
            LiveKind.Quotes => new QuoteFeed(
                instrument!, LiveChannels.Quote(service, instrument!.Id), Pause, serializer.Deserialize<Tick>, audience, time, logger),
            LiveKind.Depth => new DepthFeed(
                instrument!, LiveChannels.Book(service, instrument!.Id), Pause, serializer.Deserialize<BookUpdate>, audience, time, logger),
            LiveKind.Orders => new OrderQueueFeed(
                instrument!, LiveChannels.Book(service, instrument!.Id), Pause, serializer.Deserialize<BookUpdate>, audience, time, logger),
            LiveKind.Trades => new TradeFeed(
                instrument!, LiveChannels.Book(service, instrument!.Id), Pause, serializer.Deserialize<BookUpdate>, audience, time, logger),
            LiveKind.Candles => new CandleFeed(
                instrument!, LiveChannels.Candle(service, instrument!.Id), Pause, serializer.Deserialize<Candle[]>, audience, time, logger),
            LiveKind.Executions => new ExecutionFeed(
                catalog, LiveChannels.Executions(service, new AccountId(topic.Id)), serializer.Deserialize<ExecutionNotice>, audience, time, logger),
        };
    }
}
