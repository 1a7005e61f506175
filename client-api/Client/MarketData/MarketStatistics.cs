using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>What happened to an instrument in the last 24 hours.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record MarketStatistics
{
    /// <summary>Of what.</summary>
    public required string Symbol { get; init; }

    /// <summary>Start, included; a whole minute.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset From { get; init; }

    /// <summary>End, not included.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset To { get; init; }

    /// <summary>First trade; null without one.</summary>
    public decimal? Open { get; init; }

    /// <summary>Highest trade; null without one.</summary>
    public decimal? High { get; init; }

    /// <summary>Lowest trade; null without one.</summary>
    public decimal? Low { get; init; }

    /// <summary>Last trade; null without one.</summary>
    public decimal? Last { get; init; }

    /// <summary>Traded quantity.</summary>
    public required decimal Volume { get; init; }

    /// <summary>Trades.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long TradeCount { get; init; }

    /// <summary>Newest best bid, however old; null when there was none.</summary>
    public decimal? Bid { get; init; }

    /// <summary>Newest best offer, however old; null when there was none.</summary>
    public decimal? Ask { get; init; }

    /// <summary>Mean of the quotes' spreads, rounded to eight decimals; null without quotes of two sides.</summary>
    public decimal? AverageSpread { get; init; }

    /// <summary>Quotes of two sides.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long QuoteCount { get; init; }
}
