using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>The best levels of a book as they were recorded, once in an interval.</summary>
public sealed record RecordedDepth
{
    /// <summary>Whose book.</summary>
    public required string Symbol { get; init; }

    /// <summary>When the interval begins.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>When the book looked like that: within the interval.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The book's sequence.</summary>
    public required long Sequence { get; init; }

    /// <summary>Best first.</summary>
    public required IReadOnlyList<DepthLevel> Bids { get; init; }

    /// <summary>Best first.</summary>
    public required IReadOnlyList<DepthLevel> Asks { get; init; }
}

/// <summary>Which recorded depth to read: of intervals that begin in [<see cref="From"/>, <see cref="To"/>), oldest first; without a range the newest.</summary>
public sealed record DepthFilter
{
    /// <summary>Start, included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End, not included.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>At most so many, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}
