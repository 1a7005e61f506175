using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Statistics of an instrument for the last 24 hours.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record MarketStatistics
{
    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Start of the range, inclusive; a whole minute.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the range, exclusive.</summary>
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

    /// <summary>Number of trades.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long TradeCount { get; init; }

    /// <summary>Newest best bid, however old; null when there was none.</summary>
    public decimal? Bid { get; init; }

    /// <summary>Newest best offer, however old; null when there was none.</summary>
    public decimal? Ask { get; init; }

    /// <summary>Mean spread of the quotes, rounded to eight decimals; null without two-sided quotes.</summary>
    public decimal? AverageSpread { get; init; }

    /// <summary>Number of two-sided quotes.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long QuoteCount { get; init; }
}
