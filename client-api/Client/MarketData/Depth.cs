using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>All that rests at one price.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record DepthLevel
{
    /// <summary>The price.</summary>
    public required decimal Price { get; init; }

    /// <summary>Sum of working quantities; 0 in a delta says that the level is gone.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Number of orders.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required int OrderCount { get; init; }
}

/// <summary>The best levels of a book after one of its events, committed.</summary>
public sealed record Depth
{
    /// <summary>Whose book.</summary>
    public required string Symbol { get; init; }

    /// <summary>The book's sequence.</summary>
    public required long Sequence { get; init; }

    /// <summary>Best first.</summary>
    public required IReadOnlyList<DepthLevel> Bids { get; init; }

    /// <summary>Best first.</summary>
    public required IReadOnlyList<DepthLevel> Asks { get; init; }
}

/// <summary>
/// What changed in a book. Apply it when <see cref="PreviousSequence"/> is at most the sequence that you have and <see cref="Sequence"/> is above it;
/// drop it when <see cref="Sequence"/> is not above; a higher previous sequence is a gap and asks for a new snapshot.
/// </summary>
public sealed record DepthUpdate
{
    /// <summary>Whose book.</summary>
    public required string Symbol { get; init; }

    /// <summary>The sequence before the change.</summary>
    public required long PreviousSequence { get; init; }

    /// <summary>The sequence after it.</summary>
    public required long Sequence { get; init; }

    /// <summary>New absolute state of each changed bid level, in no particular order.</summary>
    public required IReadOnlyList<DepthLevel> Bids { get; init; }

    /// <summary>New absolute state of each changed ask level, in no particular order.</summary>
    public required IReadOnlyList<DepthLevel> Asks { get; init; }
}
