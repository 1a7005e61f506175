using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>An order in the queue at its price, as published to everybody.</summary>
[JsonNumberHandling(WireNumbers.AsText)]
public sealed record QueuedOrder
{
    /// <summary>The order.</summary>
    public required long OrderId { get; init; }

    /// <summary>Bids are <see cref="Side.Buy"/>.</summary>
    public required Side Side { get; init; }

    /// <summary>Its price.</summary>
    public required decimal Price { get; init; }

    /// <summary>Its displayed quantity; 0 in an update means that it has left the book.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Within a price, the lower one comes first.</summary>
    [JsonNumberHandling(WireNumbers.AsNumber)]
    public required long PrioritySequence { get; init; }
}

/// <summary>The first orders in the queues of a book after one of its events, committed.</summary>
public sealed record OrderQueue
{
    /// <summary>Maximum number of orders on each side.</summary>
    public const int MaxOrders = 5_000;

    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>The book's sequence.</summary>
    public required long Sequence { get; init; }

    /// <summary>Bids best first, then asks best first, by priority within a price.</summary>
    public required IReadOnlyList<QueuedOrder> Orders { get; init; }
}

/// <summary>What changed in the queues of a book; apply it like a <see cref="DepthUpdate"/>.</summary>
public sealed record OrderQueueUpdate : ISequencedUpdate
{
    /// <summary>The instrument's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>The sequence before the change.</summary>
    public required long PreviousSequence { get; init; }

    /// <summary>The sequence after it.</summary>
    public required long Sequence { get; init; }

    /// <summary>New absolute state of each changed order, in no particular order.</summary>
    public required IReadOnlyList<QueuedOrder> Orders { get; init; }
}
