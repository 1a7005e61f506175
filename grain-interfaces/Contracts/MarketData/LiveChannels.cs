namespace Rtx.Contracts;

/// <summary>
/// Redis publish/subscribe channels of live data. Messages are the named type in Orleans' binary format. Delivery is at most once; sequences show gaps.
/// The names carry the service id, because Redis' database numbers do not separate channels.
/// </summary>
public static class LiveChannels
{
    /// <summary>Every <see cref="BookUpdate"/> of an instrument.</summary>
    public static string Book(string serviceId, InstrumentId instrument) => $"{serviceId}:book:{instrument.Value}";

    /// <summary>The newest quote <see cref="Tick"/> of an instrument, at most every few milliseconds.</summary>
    public static string Quote(string serviceId, InstrumentId instrument) => $"{serviceId}:quote:{instrument.Value}";

    /// <summary>The newest state of the minute <see cref="Candle"/>s that a batch of ticks touched.</summary>
    public static string Candle(string serviceId, InstrumentId instrument) => $"{serviceId}:candle:{instrument.Value}";

    /// <summary>Every <see cref="ExecutionNotice"/> of an account.</summary>
    public static string Executions(string serviceId, AccountId account) => $"{serviceId}:executions:{account.Value}";

    /// <summary>
    /// <see cref="LiveGap"/>s: somebody who publishes may have been unable to. What was to be published is lost, and only sequences would show it, sooner or later.
    /// </summary>
    public static string Gaps(string serviceId) => $"{serviceId}:gaps";

    /// <summary>Field of <see cref="LatestQuoteKey"/> with the quote.</summary>
    public const string LatestQuoteField = "quote";

    /// <summary>
    /// Keeps a quote as the newest one of its instrument for an hour, unless a newer one is there: quotes come through several gateways, which may overtake each other.
    /// Key: <see cref="LatestQuoteKey"/>; arguments: the quote's time in microseconds, the quote.
    /// </summary>
    public const string KeepLatestQuoteScript = """
        local newest = redis.call('HGET', KEYS[1], 'time')
        if newest and tonumber(newest) > tonumber(ARGV[1]) then return end
        redis.call('HSET', KEYS[1], 'time', ARGV[1], 'quote', ARGV[2])
        redis.call('EXPIRE', KEYS[1], 3600)
        """;

    /// <summary>Key of the hash that holds the newest quote <see cref="Tick"/> of an instrument.</summary>
    public static string LatestQuoteKey(string serviceId, InstrumentId instrument) => $"{serviceId}:latest-quote:{instrument.Value}";
}

/// <summary>Committed events of one account in one book.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Events">The events, rising.</param>
[GenerateSerializer, Immutable, Alias("rtx.ExecutionNotice")]
public sealed record ExecutionNotice(AccountId AccountId, IReadOnlyList<OrderEvent> Events)
{
    /// <summary>The <see cref="HistoryStart"/> that they belong to; 0 from a silo of before.</summary>
    [Id(2)] public long HistoryId { get; init; }
}

/// <summary>Messages may be missing.</summary>
/// <param name="Book">Of this book and of all accounts, because its last activation ended and its last messages may not have been sent; null for those of all.</param>
[GenerateSerializer, Immutable, Alias("rtx.LiveGap")]
public sealed record LiveGap(InstrumentId? Book);
