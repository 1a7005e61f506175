using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Rtx.ClientApi.Cluster;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.Instruments;
using Rtx.Model;
using StackExchange.Redis;

namespace Rtx.ClientApi.LiveData;

/// <summary>
/// Who listens to what. A feed (and its Redis subscription) exists only while somebody listens. Joins and leaves are one after the other, so that a feed is
/// never made twice and never outlives its last listener.
/// </summary>
internal sealed class LiveFeeds : IAsyncDisposable
{
    /// <summary>Topics of one connection.</summary>
    public const int MaxTopicsPerConnection = 1_000;

    private readonly IConnectionMultiplexer _redis;
    private readonly LiveConnections _connections;
    private readonly InstrumentCatalog _catalog;
    private readonly LatestQuotes _latest;
    private readonly Serializer _serializer;
    private readonly string _service;
    private readonly ILogger<LiveFeeds> _logger;
    private readonly SemaphoreSlim _changing = new(1, 1);
    // Changed only by joins and leaves; read by whoever has a quote.
    private readonly ConcurrentDictionary<LiveTopic, LiveFeed> _feeds = [];
    private readonly Dictionary<string, Dictionary<LiveTopic, LiveMembership>> _topics = [];

    private ChannelMessageQueue? _gaps;

    public LiveFeeds(
        IConnectionMultiplexer redis, LiveConnections connections, InstrumentCatalog catalog, LatestQuotes latest, Serializer serializer, IOptions<ClusterSettings> cluster,
        ILogger<LiveFeeds> logger)
    {
        (_redis, _connections, _catalog, _latest, _serializer, _service, _logger) = (redis, connections, catalog, latest, serializer, cluster.Value.ServiceId, logger);
        redis.ConnectionRestored += (_, restored) =>
        {
            // Redis keeps nothing for a subscriber that is away, and quotes that other replicas would have shown are lost with the connection that publishes.
            if (restored.ConnectionType == ConnectionType.Subscription) _ = ReportGap(new LiveGap(Book: null));
            else redis.GetSubscriber().Publish(GapsChannel, serializer.SerializeToArray(new LiveGap(Book: null)), CommandFlags.FireAndForget);
        };
    }

    private RedisChannel GapsChannel => RedisChannel.Literal(LiveChannels.Gaps(_service));

    /// <summary>Shows a quote to those who listen in this process, without the way through Redis.</summary>
    public void Show(Tick quote)
    {
        if (_feeds.TryGetValue(new LiveTopic(Client.LiveKind.Quotes, quote.InstrumentId.Value), out var feed)) ((QuoteFeed)feed).Show(quote);
    }

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
            if (_connections.Find(connectionId) is not { } connection) return null;
            var topics = TopicsOf(connectionId);
            if (topics.ContainsKey(topic)) return null;
            if (topics.Count == MaxTopicsPerConnection) return ApiError.RateLimited($"A connection has at most {MaxTopicsPerConnection} subscriptions.", retryAfter: null);
            var feed = await FeedOf(topic, instrument);
            var member = new LiveMembership(feed, connection);
            topics.Add(topic, member);
            feed.Add(member);
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
            if (_topics.TryGetValue(connectionId, out var topics) && topics.Remove(topic, out var member)) await Leave(topic, member);
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
            foreach (var (topic, member) in topics) await Leave(topic, member);
        }
        finally
        {
            _changing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var feed in _feeds.Values) await feed.DisposeAsync();
        if (_gaps is not null) await _gaps.UnsubscribeAsync();
        _changing.Dispose();
    }

    private Dictionary<LiveTopic, LiveMembership> TopicsOf(string connectionId)
    {
        if (!_topics.TryGetValue(connectionId, out var topics)) _topics[connectionId] = topics = [];
        return topics;
    }

    private async Task Leave(LiveTopic topic, LiveMembership member)
    {
        member.Feed.Remove(member);
        if (!member.Feed.IsEmpty) return;
        _feeds.TryRemove(topic, out _);
        await member.Feed.DisposeAsync();
    }

    private async Task ReportGap(LiveGap gap)
    {
        await _changing.WaitAsync();
        try
        {
            foreach (var (topic, feed) in _feeds)
            {
                if (gap.Book is not { } book || topic.Kind is Client.LiveKind.Executions || IsOfBook(topic, book)) feed.ReportGap();
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    private static bool IsOfBook(LiveTopic topic, InstrumentId book) =>
        topic.Kind is Client.LiveKind.Depth or Client.LiveKind.Orders or Client.LiveKind.Trades && topic.Id == book.Value;

    private async Task<LiveFeed> FeedOf(LiveTopic topic, Instrument? instrument)
    {
        if (_feeds.TryGetValue(topic, out var known)) return known;
        if (_gaps is null)
        {
            _gaps = await _redis.GetSubscriber().SubscribeAsync(GapsChannel);
            _gaps.OnMessage(message => ReportGap(_serializer.Deserialize<LiveGap>((byte[])message.Message!)!));
        }

        var feed = Create(topic, instrument);
        await feed.Start(_redis.GetSubscriber());
        if (feed is QuoteFeed { HasQuote: false } quotes && await _latest.Find(instrument!.Id, CancellationToken.None) is { } quote) quotes.Show(quote);
        return _feeds[topic] = feed;
    }

    private LiveFeed Create(LiveTopic topic, Instrument? instrument) => topic.Kind switch
    {
        Client.LiveKind.Quotes => new QuoteFeed(instrument!, LiveChannels.Quote(_service, instrument!.Id), _serializer.Deserialize<Tick>, _logger),
        Client.LiveKind.Depth => new DepthFeed(instrument!, LiveChannels.Book(_service, instrument!.Id), _serializer.Deserialize<BookUpdate>, _logger),
        Client.LiveKind.Orders => new OrderQueueFeed(instrument!, LiveChannels.Book(_service, instrument!.Id), _serializer.Deserialize<BookUpdate>, _logger),
        Client.LiveKind.Trades => new TradeFeed(instrument!, LiveChannels.Book(_service, instrument!.Id), _serializer.Deserialize<BookUpdate>, _logger),
        Client.LiveKind.Candles => new CandleFeed(instrument!, LiveChannels.Candle(_service, instrument!.Id), _serializer.Deserialize<Candle[]>, _logger),
        Client.LiveKind.Executions => new ExecutionFeed(
            new AccountId(topic.Id), _catalog, LiveChannels.Executions(_service, new AccountId(topic.Id)), _serializer.Deserialize<ExecutionNotice>, _logger),
    };
}
