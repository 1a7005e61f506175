using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>What a tick reports.</summary>
[JsonConverter(typeof(WireEnumConverter<TickKind>))]
public enum TickKind
{
    /// <summary>Best bid and offer.</summary>
    Quote = 1,

    /// <summary>A trade.</summary>
    Trade = 2,
}

/// <summary>
/// One observation of a market. The key is (symbol, provider, kind, sequence): a provider numbers its quotes and its trades in increasing
/// order; a tick sent again is recognised by its number and stored once.
/// </summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record Tick
{
    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>The provider: 0 is our own order book, 1 the simulator, 2 and up are external. Only 1 and up may be sent.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required short ProviderId { get; init; }

    /// <summary>The provider's sequence, increasing per instrument and kind; gaps are allowed.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long Sequence { get; init; }

    /// <summary>When the provider observed it, in whole microseconds.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>Quote or trade.</summary>
    public required TickKind Kind { get; init; }

    /// <summary>Best bid; null when there is none, and in trades.</summary>
    public decimal? Bid { get; init; }

    /// <summary>
    /// Quantity at the best bid; null when there is none, and in trades. A quote with a bid and no quantity counts as one lot.
    /// </summary>
    public decimal? BidQty { get; init; }

    /// <summary>Best offer; null when there is none, and in trades.</summary>
    public decimal? Ask { get; init; }

    /// <summary>
    /// Quantity at the best offer; null when there is none, and in trades. A quote with an offer and no quantity counts as one lot.
    /// </summary>
    public decimal? AskQty { get; init; }

    /// <summary>Price of a trade; null in quotes.</summary>
    public decimal? LastPx { get; init; }

    /// <summary>Quantity of a trade; null in quotes.</summary>
    public decimal? LastQty { get; init; }
}

/// <summary>Ticks to store, in the order in which they occurred.</summary>
public sealed record SendTicksRequest
{
    /// <summary>The largest batch.</summary>
    public const int MaxTicks = 10_000;

    /// <summary>1 to <see cref="MaxTicks"/> ticks of any instruments.</summary>
    public required IReadOnlyList<Tick> Ticks { get; init; }
}

/// <summary>The answer to a batch: accepted ticks are in the durable stream and will be stored exactly once.</summary>
public sealed record SendTicksReply
{
    /// <summary>Number of accepted ticks.</summary>
    public required int Accepted { get; init; }

    /// <summary>Quarantined ticks and the reasons; they are not stored.</summary>
    // Settable: the source-generated reader assigns every init-only member, so an absent one would get default(T).
    public IReadOnlyList<QuarantinedElement> Quarantined { get; set; } = [];
}

/// <summary>The result of a batch sent over the hub: a reply or an error.</summary>
public sealed record SendTicksResult
{
    /// <summary>The answer; null when the batch was not accepted.</summary>
    public SendTicksReply? Reply { get; init; }

    /// <summary>Why the batch was not accepted, or may not have been; null on success.</summary>
    public ErrorDetail? Error { get; init; }
}

/// <summary>The number of stored ticks of one provider.</summary>
public sealed record TickCount
{
    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>The provider's number.</summary>
    public required short ProviderId { get; init; }

    /// <summary>Number of stored ticks.</summary>
    public required long Count { get; init; }
}

/// <summary>Which ticks to read: those in [<see cref="From"/>, <see cref="To"/>), oldest first; without a range the newest ones.</summary>
public sealed record TickFilter
{
    /// <summary>Limits the result to one provider; null for all.</summary>
    public short? ProviderId { get; init; }

    /// <summary>Start of the range, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End of the range, exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Maximum number of items, 1 to 1,000.</summary>
    public int Limit { get; init; } = 500;
}
