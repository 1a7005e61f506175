using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Instruments;
using Rtx.Hosting.Clustering;
using Rtx.Model;
using StackExchange.Redis;

namespace Rtx.ClientApi.LiveData;

/// <summary>
/// Tracks who listens to what. A feed (and its Redis subscription) exists only while somebody listens. Joins and leaves are serialized per
/// connection and per channel, so that a feed is never created twice and never outlives its last listener; calls for other channels do not
/// wait.
/// </summary>
internal sealed class LiveFeeds : IAsyncDisposable
{
    /// <summary>Maximum number of topics of one connection.</summary>
    public const int MaxTopicsPerConnection = 1_000;

    private readonly IConnectionMultiplexer _redis;
    private readonly LiveConnections _connections;
    private readonly InstrumentCatalog _catalog;
    private readonly LatestQuotes _latest;
    private readonly Serializer _serializer;
    private readonly string _service;
    private readonly ILogger<LiveFeeds> _logger;
    private readonly ConcurrentDictionary<LiveTopic, LiveFeed> _feeds = [];
    // Entries are kept when nobody listens: there are only as many as instruments and accounts.
    private readonly ConcurrentDictionary<LiveTopic, OneAtATime> _channels = [];
    private readonly ConcurrentDictionary<string, ConnectionTopics> _topics = [];
    private readonly SemaphoreSlim _startingGaps = new(1, 1);

    private volatile ChannelMessageQueue? _gaps;

    public LiveFeeds(
        IConnectionMultiplexer redis, LiveConnections connections, InstrumentCatalog catalog, LatestQuotes latest, Serializer serializer,
        IOptions<ClusterSettings> cluster,
        ILogger<LiveFeeds> logger)
    {
        (_redis, _connections, _catalog, _latest, _serializer, _service, _logger) = (
            redis, connections, catalog, latest, serializer, cluster.Value.ServiceId, logger);
        redis.ConnectionRestored += (_, restored) =>
        {
            // Redis keeps nothing for a subscriber that is disconnected, and quotes that other replicas would have shared are lost with the
            // connection that publishes.
            if (restored.ConnectionType == ConnectionType.Subscription) ReportGap(new LiveGap(Book: null));
            else redis.GetSubscriber()
                .Publish(GapsChannel, serializer.SerializeToArray(new LiveGap(Book: null)), CommandFlags.FireAndForget);
        };
    }

    private RedisChannel GapsChannel => RedisChannel.Literal(LiveChannels.Gaps(_service));

    /// <summary>Shows a quote to the listeners of this process, bypassing Redis.</summary>
    public void Show(Tick quote)
    {
        if (_feeds.TryGetValue(new LiveTopic(Client.LiveKind.Quotes, quote.InstrumentId.Value), out var feed))
            ((QuoteFeed)feed).Show(quote);
    }

    /// <summary>Subscribes a connection. When this returns, everything published from now on reaches it.</summary>
    /// <param name="connectionId">The connection.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="instrument">The topic's instrument; null for an account's.</param>
    public async Task<ApiError?> Join(string connectionId, LiveTopic topic, Instrument? instrument)
    {
        var topics = _topics.GetOrAdd(connectionId, _ => new ConnectionTopics());
        using var turn = await topics.Enter();
        // Otherwise a connection that closed while waiting here would remain a member forever.
        if (_connections.Find(connectionId) is not { } connection)
        {
            _topics.TryRemove(connectionId, out _);
            return null;
        }

        if (topics.Members.ContainsKey(topic)) return null;
        if (topics.Members.Count == MaxTopicsPerConnection)
            return ApiError.RateLimited($"A connection has at most {MaxTopicsPerConnection} subscriptions.", retryAfter: null);
        await ListenForGaps();
        topics.Members.Add(topic, await Join(topic, instrument, connection));
        return null;
    }

    public async Task Leave(string connectionId, LiveTopic topic)
    {
        if (!_topics.TryGetValue(connectionId, out var topics)) return;
        using var turn = await topics.Enter();
        if (topics.Members.Remove(topic, out var member)) await Leave(topic, member);
    }

    public async Task LeaveAll(string connectionId)
    {
        if (!_topics.TryRemove(connectionId, out var topics)) return;
        using var turn = await topics.Enter();
        foreach (var (topic, member) in topics.Members) await Leave(topic, member);
        topics.Members.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var feed in _feeds.Values) await feed.DisposeAsync();
        if (_gaps is { } gaps) await gaps.UnsubscribeAsync();
        _startingGaps.Dispose();
    }

    private async Task<LiveMembership> Join(LiveTopic topic, Instrument? instrument, LiveConnection connection)
    {
        using var turn = await EnterChannel(topic);
        if (!_feeds.TryGetValue(topic, out var feed)) _feeds[topic] = feed = await Start(topic, instrument);
        var member = new LiveMembership(feed, connection);
        feed.Add(member);
        return member;
    }

    private async Task Leave(LiveTopic topic, LiveMembership member)
    {
        using var turn = await EnterChannel(topic);
        member.Feed.Remove(member);
        if (!member.Feed.IsEmpty || !_feeds.TryRemove(topic, out _)) return;
        await member.Feed.DisposeAsync();
    }

    // Three kinds share the channel of a book. Subscribing and unsubscribing are serialized, otherwise a new listener might lose the
    // channel to one that leaves.
    private async Task<IDisposable> EnterChannel(LiveTopic topic)
    {
        var key = topic.Kind is Client.LiveKind.Orders or Client.LiveKind.Trades ? topic with { Kind = Client.LiveKind.Depth } : topic;
        return await _channels.GetOrAdd(key, _ => new OneAtATime()).Enter();
    }

    private async Task<LiveFeed> Start(LiveTopic topic, Instrument? instrument)
    {
        var feed = Create(topic, instrument);
        await feed.Start(_redis.GetSubscriber());
        if (feed is QuoteFeed { HasQuote: false } quotes && await _latest.Find(instrument!.Id, CancellationToken.None) is { } quote)
            quotes.Show(quote);
        return feed;
    }

    // Runs once per process.
    private async ValueTask ListenForGaps()
    {
        if (_gaps is not null) return;
        await _startingGaps.WaitAsync();
        try
        {
            if (_gaps is not null) return;
            var gaps = await _redis.GetSubscriber().SubscribeAsync(GapsChannel);
            gaps.OnMessage(message => ReportGap(_serializer.Deserialize<LiveGap>((byte[])message.Message!)!));
            _gaps = gaps;
        }
        finally
        {
            _startingGaps.Release();
        }
    }

    private void ReportGap(LiveGap gap)
    {
        foreach (var (topic, feed) in _feeds)
        {
            if (gap.Book is not { } book || topic.Kind is Client.LiveKind.Executions || IsOfBook(topic, book)) feed.ReportGap();
        }
    }

    private static bool IsOfBook(LiveTopic topic, InstrumentId book) =>
        topic.Kind is Client.LiveKind.Depth or Client.LiveKind.Orders or Client.LiveKind.Trades && topic.Id == book.Value;

    private LiveFeed Create(LiveTopic topic, Instrument? instrument) => topic.Kind switch
    {
        Client.LiveKind.Quotes =>
            new QuoteFeed(instrument!, LiveChannels.Quote(_service, instrument!.Id), _serializer.Deserialize<Tick>, _logger),
        Client.LiveKind.Depth =>
            new DepthFeed(instrument!, LiveChannels.Book(_service, instrument!.Id), _serializer.Deserialize<BookUpdate>, _logger),
        Client.LiveKind.Orders =>
            new OrderQueueFeed(instrument!, LiveChannels.Book(_service, instrument!.Id), _serializer.Deserialize<BookUpdate>, _logger),
        Client.LiveKind.Trades =>
            new TradeFeed(instrument!, LiveChannels.Book(_service, instrument!.Id), _serializer.Deserialize<BookUpdate>, _logger),
        Client.LiveKind.Candles =>
            new CandleFeed(instrument!, LiveChannels.Candle(_service, instrument!.Id), _serializer.Deserialize<Candle[]>, _logger),
        Client.LiveKind.Executions => new ExecutionFeed(
            new AccountId(topic.Id), _catalog, LiveChannels.Executions(_service, new AccountId(topic.Id)),
            _serializer.Deserialize<ExecutionNotice>, _logger),
    };

    /// <summary>The topics of a connection.</summary>
    private sealed class ConnectionTopics : OneAtATime
    {
        public Dictionary<LiveTopic, LiveMembership> Members { get; } = [];
    }
}
