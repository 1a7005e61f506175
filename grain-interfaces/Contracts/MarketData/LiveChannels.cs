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

    /// <summary>Key that holds the newest quote <see cref="Tick"/> of an instrument.</summary>
    public static string LatestQuoteKey(string serviceId, InstrumentId instrument) => $"{serviceId}:latest-quote:{instrument.Value}";
}

/// <summary>Committed events of one account in one book.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Events">The events, rising.</param>
[GenerateSerializer, Immutable, Alias("rtx.ExecutionNotice")]
public sealed record ExecutionNotice(AccountId AccountId, IReadOnlyList<OrderEvent> Events);
