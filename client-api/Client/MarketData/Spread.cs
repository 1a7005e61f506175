using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Spread statistics of the two-sided quotes in a minute or an hour; spans without such quotes have none.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record Spread
{
    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Length of the span in minutes.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required int Minutes { get; init; }

    /// <summary>Start of the span.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset OpenTime { get; init; }

    /// <summary>Mean, rounded to eight decimals; every quote has the same weight.</summary>
    public required decimal Average { get; init; }

    /// <summary>The narrowest; negative when a provider's quotes are crossed.</summary>
    public required decimal Min { get; init; }

    /// <summary>The widest.</summary>
    public required decimal Max { get; init; }

    /// <summary>Number of two-sided quotes.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long QuoteCount { get; init; }
}

/// <summary>
/// Which spreads to read: those of spans that open in [<see cref="From"/>, <see cref="To"/>), oldest first; without a range the newest
/// ones.
/// </summary>
public sealed record SpreadFilter
{
    /// <summary>Length of a span in minutes: 1 or 60.</summary>
    public int Minutes { get; init; } = 60;

    /// <summary>Start of the range, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End of the range, exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Maximum number of items, 1 to 1,000.</summary>
    public int Limit { get; init; } = 500;
}
