using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Spreads of the quotes of a minute or an hour that have both sides; spans without such quotes have none.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record Spread
{
    /// <summary>Of what.</summary>
    public required string Symbol { get; init; }

    /// <summary>Length of the span in minutes.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required int Minutes { get; init; }

    /// <summary>Start of the span.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset OpenTime { get; init; }

    /// <summary>Mean, rounded to eight decimals; every quote counts the same.</summary>
    public required decimal Average { get; init; }

    /// <summary>The narrowest; negative when a provider's quotes are crossed.</summary>
    public required decimal Min { get; init; }

    /// <summary>The widest.</summary>
    public required decimal Max { get; init; }

    /// <summary>Quotes of two sides.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long QuoteCount { get; init; }
}

/// <summary>Which spreads to read: those of spans that open in [<see cref="From"/>, <see cref="To"/>), oldest first; without a range the newest ones.</summary>
public sealed record SpreadFilter
{
    /// <summary>Length of a span in minutes: 1 or 60.</summary>
    public int Minutes { get; init; } = 60;

    /// <summary>Start, included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End, not included.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>At most so many, 1 to 1,000.</summary>
    public int Limit { get; init; } = 500;
}
