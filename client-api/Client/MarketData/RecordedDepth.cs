using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>A recorded snapshot of the best levels of a book, one per interval.</summary>
public sealed record RecordedDepth
{
    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>When the interval begins.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>When the snapshot was taken: within the interval.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The book's sequence.</summary>
    public required long Sequence { get; init; }

    /// <summary>Best first.</summary>
    public required IReadOnlyList<DepthLevel> Bids { get; init; }

    /// <summary>Best first.</summary>
    public required IReadOnlyList<DepthLevel> Asks { get; init; }
}

/// <summary>
/// Which recorded depth to read: intervals that begin in [<see cref="From"/>, <see cref="To"/>), oldest first; without a range the newest
/// ones.
/// </summary>
public sealed record DepthFilter
{
    /// <summary>Start of the range, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End of the range, exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Maximum number of items, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}
