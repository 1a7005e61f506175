namespace Rtx.Model;

/// <summary>What a tick tells.</summary>
public enum TickKind
{
    /// <summary>Best bid and offer.</summary>
    Quote = 1,

    /// <summary>A trade.</summary>
    Trade = 2,
}

/// <summary>
/// One observation of a market. The key is (instrument, provider, kind, sequence): a provider numbers its quotes and its trades upwards, and what it sends
/// again is recognised by the number. Two providers in the same microsecond are two ticks.
/// </summary>
[GenerateSerializer, Immutable, Alias("rtx.Tick")]
public readonly record struct Tick
{
    /// <summary>The instrument.</summary>
    [Id(0)] public required InstrumentId InstrumentId { get; init; }

    /// <summary>When the provider saw it.</summary>
    [Id(1)] public required Timestamp Time { get; init; }

    /// <summary>Who saw it; 0 is our own order book.</summary>
    [Id(2)] public required short ProviderId { get; init; }

    /// <summary>The provider's number, rising per instrument and kind; gaps are allowed.</summary>
    [Id(3)] public required long Sequence { get; init; }

    /// <summary>Quote or trade.</summary>
    [Id(4)] public required TickKind Kind { get; init; }

    /// <summary>Best bid; meaningless when <see cref="BidQty"/> is zero, and in trades.</summary>
    [Id(5)] public Price Bid { get; init; }

    /// <summary>Lots at the best bid; zero says there is none. Providers that tell no size send one lot.</summary>
    [Id(6)] public Quantity BidQty { get; init; }

    /// <summary>Best offer; meaningless when <see cref="AskQty"/> is zero, and in trades.</summary>
    [Id(7)] public Price Ask { get; init; }

    /// <summary>Lots at the best offer; zero says there is none.</summary>
    [Id(8)] public Quantity AskQty { get; init; }

    /// <summary>Price of a trade; meaningless in quotes.</summary>
    [Id(9)] public Price LastPx { get; init; }

    /// <summary>Quantity of a trade; zero in quotes.</summary>
    [Id(10)] public Quantity LastQty { get; init; }
}

/// <summary>Which price a candle is made of.</summary>
public enum CandlePrice
{
    /// <summary>Best bids of quote ticks.</summary>
    Bid = 1,

    /// <summary>Best offers of quote ticks.</summary>
    Ask = 2,

    /// <summary>Trades.</summary>
    Trade = 3,

    /// <summary>Middle between bid and offer of quote ticks that have both, in half ticks: bid + ask.</summary>
    Mid = 4,
}

/// <summary>Open, high, low and close of one span of time. Spans up to four hours start at whole multiples in UTC, days and longer with the trading day of the instrument; empty spans have no candle. Prices of mid are in half ticks.</summary>
/// <param name="InstrumentId">The instrument.</param>
/// <param name="PriceKind">Which price.</param>
/// <param name="OpenTime">Start of the span.</param>
/// <param name="Open">First price by (time, provider, sequence).</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price by (time, provider, sequence).</param>
/// <param name="Volume">Traded lots; zero for bid, ask and mid.</param>
/// <param name="TickCount">Ticks in the span.</param>
[GenerateSerializer, Immutable, Alias("rtx.Candle")]
public readonly record struct Candle(
    InstrumentId InstrumentId, CandlePrice PriceKind, Timestamp OpenTime, Price Open, Price High, Price Low, Price Close, Quantity Volume, long TickCount);
