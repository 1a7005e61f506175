using Rtx.Model;

namespace Rtx.Domain.Matching.Memory;

/// <summary>An open order as a book knows it: what a snapshot consists of.</summary>
public readonly record struct BookOrderState
{
    /// <summary>The order.</summary>
    public required OrderId OrderId { get; init; }

    /// <summary>Whose it is.</summary>
    public required AccountId AccountId { get; init; }

    /// <summary>Buy or sell.</summary>
    public required Side Side { get; init; }

    /// <summary>What it does.</summary>
    public required OrderType OrderType { get; init; }

    /// <summary>How long it lives.</summary>
    public required TimeInForce TimeInForce { get; init; }

    /// <summary>Limit or protection price.</summary>
    public required Price Price { get; init; }

    /// <summary>Traded quantity.</summary>
    public required Quantity CumQty { get; init; }

    /// <summary>Working quantity.</summary>
    public required Quantity LeavesQty { get; init; }

    /// <summary>What a queue shows of it.</summary>
    public required Quantity DisplayedQty { get; init; }

    /// <summary>Sequence of the event that gave it its place in its queue.</summary>
    public required long PrioritySequence { get; init; }

    /// <summary>Where it is: Book, Trigger or Held.</summary>
    public required OrderPlace Place { get; init; }

    /// <summary>What it asks, as it is now; null for nothing.</summary>
    public OrderInstructions? Instructions { get; init; }

    /// <summary>Of a trailing order the reference price that its trigger price has followed since its last event; null when that event told the trigger price.</summary>
    public Price? Followed { get; init; }
}
