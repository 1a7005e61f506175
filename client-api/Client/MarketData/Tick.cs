using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>What a tick tells.</summary>
[JsonConverter(typeof(WireEnumConverter<TickKind>))]
public enum TickKind
{
    /// <summary>Best bid and offer.</summary>
    Quote = 1,

    /// <summary>A trade.</summary>
    Trade = 2,
}

/// <summary>
/// One observation of a market. The key is (symbol, provider, kind, sequence): a provider numbers its quotes and its trades upwards, and what it sends again
/// is recognised by the number and stored once.
/// </summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record Tick
{
    /// <summary>Of what.</summary>
    public required string Symbol { get; init; }

    /// <summary>Who saw it: 0 is our own order book, 1 the simulator, 2 and up are external. Only 1 and up may be sent.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required short ProviderId { get; init; }

    /// <summary>The provider's number, rising per instrument and kind; gaps are allowed.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long Sequence { get; init; }

    /// <summary>When the provider saw it, in whole microseconds.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>Quote or trade.</summary>
    public required TickKind Kind { get; init; }

    /// <summary>Best bid; null when there is none, and in trades.</summary>
    public decimal? Bid { get; init; }

    /// <summary>Quantity at the best bid; null when there is none, and in trades. A quote with a bid and no quantity counts as one lot.</summary>
    public decimal? BidQty { get; init; }

    /// <summary>Best offer; null when there is none, and in trades.</summary>
    public decimal? Ask { get; init; }

    /// <summary>Quantity at the best offer; null when there is none, and in trades. A quote with an offer and no quantity counts as one lot.</summary>
    public decimal? AskQty { get; init; }

    /// <summary>Price of a trade; null in quotes.</summary>
    public decimal? LastPx { get; init; }

    /// <summary>Quantity of a trade; null in quotes.</summary>
    public decimal? LastQty { get; init; }
}

/// <summary>Ticks to store, in the order in which they happened.</summary>
public sealed record SendTicksRequest
{
    /// <summary>The largest batch.</summary>
    public const int MaxTicks = 10_000;

    /// <summary>1 to <see cref="MaxTicks"/> ticks of any instruments.</summary>
    public required IReadOnlyList<Tick> Ticks { get; init; }
}

/// <summary>The answer to a batch: what was accepted is in the durable stream and will be stored exactly once.</summary>
public sealed record SendTicksReply
{
    /// <summary>Ticks taken.</summary>
    public required int Accepted { get; init; }

    /// <summary>Ticks put aside, and why; they are not stored.</summary>
    // Settable, because the generated reader gives every init-only member a value, to absent ones that of nothing.
    public IReadOnlyList<QuarantinedElement> Quarantined { get; set; } = [];
}

/// <summary>What became of a batch that was sent over the hub: a reply or an error.</summary>
public sealed record SendTicksResult
{
    /// <summary>The answer; null when the batch was not taken.</summary>
    public SendTicksReply? Reply { get; init; }

    /// <summary>Why it was not taken, or not known to be; null when it was.</summary>
    public ErrorDetail? Error { get; init; }
}

/// <summary>How many ticks of one provider are stored.</summary>
public sealed record TickCount
{
    /// <summary>Of what.</summary>
    public required string Symbol { get; init; }

    /// <summary>Of whom.</summary>
    public required short ProviderId { get; init; }

    /// <summary>Rows in the table.</summary>
    public required long Count { get; init; }
}

/// <summary>Which ticks to read: those in [<see cref="From"/>, <see cref="To"/>), oldest first; without a range the newest ones.</summary>
public sealed record TickFilter
{
    /// <summary>Of one provider; of all for null.</summary>
    public short? ProviderId { get; init; }

    /// <summary>Start, included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End, not included.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>At most so many, 1 to 1,000.</summary>
    public int Limit { get; init; } = 500;
}
