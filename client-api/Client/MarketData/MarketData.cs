using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Best bid and offer of an instrument. Live quotes are conflated: the newest wins.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record Quote
{
    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Best bid; null when there are no bids.</summary>
    public decimal? Bid { get; init; }

    /// <summary>Quantity at the best bid; null when there are no bids.</summary>
    public decimal? BidQty { get; init; }

    /// <summary>Best offer; null when there are no offers.</summary>
    public decimal? Ask { get; init; }

    /// <summary>Quantity at the best offer; null when there are no offers.</summary>
    public decimal? AskQty { get; init; }

    /// <summary>The provider; 0 is our own order book.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required short ProviderId { get; init; }

    /// <summary>The provider's sequence, increasing per instrument; gaps are quotes that newer ones replaced.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public long Sequence { get; init; }

    /// <summary>When the provider observed it.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset Time { get; init; }
}

/// <summary>A trade as published to everybody.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record TradePrint
{
    /// <summary>The trade.</summary>
    public required long TradeId { get; init; }

    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Price (FIX 31).</summary>
    public required decimal LastPx { get; init; }

    /// <summary>Quantity (FIX 32).</summary>
    public required decimal LastQty { get; init; }

    /// <summary>Side of the order that took liquidity; null for an auction trade.</summary>
    public Side? AggressorSide { get; init; }

    /// <summary>When it happened.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset Time { get; init; }
}

/// <summary>The price that a candle is made of.</summary>
[JsonConverter(typeof(WireEnumConverter<CandlePrice>))]
public enum CandlePrice
{
    /// <summary>Best bids of quote ticks.</summary>
    Bid = 1,

    /// <summary>Best offers of quote ticks.</summary>
    Ask = 2,

    /// <summary>Trades.</summary>
    Trade = 3,

    /// <summary>Mid price of quote ticks that have both sides.</summary>
    Mid = 4,
}

/// <summary>
/// Open, high, low and close of one time span. Spans up to four hours start at whole multiples in UTC, days and longer with the trading day
/// of the instrument; empty spans have no candle.
/// </summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record Candle
{
    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>The price that it is made of.</summary>
    public required CandlePrice PriceKind { get; init; }

    /// <summary>Length in minutes; nominal for 1440 and more.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required int Minutes { get; init; }

    /// <summary>Start of the span.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset OpenTime { get; init; }

    /// <summary>First price.</summary>
    public required decimal Open { get; init; }

    /// <summary>Highest price.</summary>
    public required decimal High { get; init; }

    /// <summary>Lowest price.</summary>
    public required decimal Low { get; init; }

    /// <summary>Last price.</summary>
    public required decimal Close { get; init; }

    /// <summary>Traded quantity; 0 for bid, ask and mid.</summary>
    public required decimal Volume { get; init; }

    /// <summary>Ticks in the span.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long TickCount { get; init; }
}

/// <summary>
/// Which candles to read: those that open in [<see cref="From"/>, <see cref="To"/>), oldest first; without a range the newest ones.
/// </summary>
public sealed record CandleFilter
{
    /// <summary>The price that the candles are made of.</summary>
    public CandlePrice PriceKind { get; init; } = CandlePrice.Trade;

    /// <summary>Length in minutes: 1, 5, 15, 30, 60, 240, 1440 (a trading day), 10080 (a week of them) or 43200 (a month).</summary>
    public int Minutes { get; init; } = 1;

    /// <summary>Start of the range, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End of the range, exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Maximum number of items, 1 to 1,000.</summary>
    public int Limit { get; init; } = 500;
}
