using Rtx.Model;

namespace Rtx.Domain.Matching.Memory;

/// <summary>An open order as a book knows it: a snapshot consists of these.</summary>
public readonly record struct BookOrderState
{
    /// <summary>The order.</summary>
    public required OrderId OrderId { get; init; }

    /// <summary>The account that owns it.</summary>
    public required AccountId AccountId { get; init; }

    /// <summary>Buy or sell.</summary>
    public required Side Side { get; init; }

    /// <summary>The order type.</summary>
    public required OrderType OrderType { get; init; }

    /// <summary>The time in force.</summary>
    public required TimeInForce TimeInForce { get; init; }

    /// <summary>Limit or protection price.</summary>
    public required Price Price { get; init; }

    /// <summary>Traded quantity.</summary>
    public required Quantity CumQty { get; init; }

    /// <summary>Working quantity.</summary>
    public required Quantity LeavesQty { get; init; }

    /// <summary>The quantity that its queue shows.</summary>
    public required Quantity DisplayedQty { get; init; }

    /// <summary>Sequence of the event that set its priority in its queue.</summary>
    public required long PrioritySequence { get; init; }

    /// <summary>Where it is: Book, Trigger or Held.</summary>
    public required OrderPlace Place { get; init; }

    /// <summary>Its current instructions; null when it has none.</summary>
    public OrderInstructions? Instructions { get; init; }

    /// <summary>
    /// For a trailing order, the reference price that its trigger price has followed since its last event; null when that event contains
    /// the trigger price.
    /// </summary>
    public Price? Followed { get; init; }
}
