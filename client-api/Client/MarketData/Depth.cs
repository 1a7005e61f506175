using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>The total of the orders resting at one price.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record DepthLevel
{
    /// <summary>The price.</summary>
    public required decimal Price { get; init; }

    /// <summary>Sum of working quantities; 0 in a delta means that the level is gone.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Number of orders.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required int OrderCount { get; init; }
}

/// <summary>The best levels of a book after one of its events, committed.</summary>
public sealed record Depth
{
    /// <summary>Maximum number of levels on each side.</summary>
    public const int MaxLevels = 1_000;

    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>The book's sequence.</summary>
    public required long Sequence { get; init; }

    /// <summary>Best first.</summary>
    public required IReadOnlyList<DepthLevel> Bids { get; init; }

    /// <summary>Best first.</summary>
    public required IReadOnlyList<DepthLevel> Asks { get; init; }

    /// <summary>What the book accepts.</summary>
    public TradingState State { get; init; } = TradingState.Continuous;

    /// <summary>Price at which an auction would trade now; null when the book is not crossed.</summary>
    public decimal? IndicativePx { get; init; }

    /// <summary>Quantity that an auction would trade now; null when the book is not crossed.</summary>
    public decimal? IndicativeQty { get; init; }
}

/// <summary>
/// What changed in a book. Apply it when <see cref="PreviousSequence"/> is at most your sequence and <see cref="Sequence"/> is above it;
/// drop it when <see cref="Sequence"/> is not above your sequence; a higher previous sequence is a gap and requires a new snapshot.
/// </summary>
public sealed record DepthUpdate : ISequencedUpdate
{
    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>The sequence before the change.</summary>
    public required long PreviousSequence { get; init; }

    /// <summary>The sequence after it.</summary>
    public required long Sequence { get; init; }

    /// <summary>New absolute state of each changed bid level, in no particular order.</summary>
    public required IReadOnlyList<DepthLevel> Bids { get; init; }

    /// <summary>New absolute state of each changed ask level, in no particular order.</summary>
    public required IReadOnlyList<DepthLevel> Asks { get; init; }

    /// <summary>
    /// CRC-32 (IEEE) of the book after the update: the text <c>price:quantity</c> of its ten best bids, best first, then of its ten best
    /// asks, joined by colons; prices in multiples of the price increment, quantities in multiples of the quantity increment.
    /// </summary>
    public required uint Checksum { get; init; }

    /// <summary>What the book accepts after the update. A change of state alone sends no update.</summary>
    public TradingState State { get; init; } = TradingState.Continuous;

    /// <summary>Price at which an auction would trade after the update; null when the book is not crossed.</summary>
    public decimal? IndicativePx { get; init; }

    /// <summary>Quantity that an auction would trade after the update; null when the book is not crossed.</summary>
    public decimal? IndicativeQty { get; init; }
}
