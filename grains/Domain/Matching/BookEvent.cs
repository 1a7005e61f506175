using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <summary>
/// One thing that happened to one order, as the book tells it: the order's state after the event. What never changes (account, side, type) is told by the command that
/// brought the order. A trade is two events: the resting order's first, in an auction the buy's.
/// </summary>
public struct BookEvent : IEquatable<BookEvent>
{
    /// <summary>Position in the book's total order, from 1.</summary>
    public long Sequence { readonly get; set; }

    /// <summary>The order.</summary>
    public OrderId OrderId { readonly get; set; }

    /// <summary>Limit or protection price.</summary>
    public Price Price { readonly get; set; }

    /// <summary>Trigger price; 0 without trigger.</summary>
    public Price StopPx { readonly get; set; }

    /// <summary>Traded quantity.</summary>
    public Quantity CumQty { readonly get; set; }

    /// <summary>Working quantity; 0 when closed.</summary>
    public Quantity LeavesQty { readonly get; set; }

    /// <summary>What a queue shows of it, wherever it is; 0 when closed.</summary>
    public Quantity DisplayedQty { readonly get; set; }

    /// <summary>Sequence of the event that gave it its place in its queue.</summary>
    public long PrioritySequence { readonly get; set; }

    /// <summary>The order on the other side of a trade; zero otherwise.</summary>
    public OrderId ContraOrderId { readonly get; set; }

    /// <summary>Price of a trade.</summary>
    public Price LastPx { readonly get; set; }

    /// <summary>Quantity of a trade; 0 when it is none.</summary>
    public Quantity LastQty { readonly get; set; }

    /// <summary>What happened.</summary>
    public ExecType ExecType { readonly get; set; }

    /// <summary>Why it happened.</summary>
    public ExecReason Reason { readonly get; set; }

    /// <summary>Why it was refused.</summary>
    public RejectReason RejectReason { readonly get; set; }

    /// <summary>Where the order is.</summary>
    public OrderPlace Place { readonly get; set; }

    /// <summary>Its part in a trade.</summary>
    public Liquidity Liquidity { readonly get; set; }

    /// <inheritdoc />
    public readonly bool Equals(BookEvent other) =>
        Sequence == other.Sequence && OrderId == other.OrderId && Price == other.Price && StopPx == other.StopPx && CumQty == other.CumQty
        && LeavesQty == other.LeavesQty && DisplayedQty == other.DisplayedQty && PrioritySequence == other.PrioritySequence && ContraOrderId == other.ContraOrderId
        && LastPx == other.LastPx && LastQty == other.LastQty && ExecType == other.ExecType && Reason == other.Reason && RejectReason == other.RejectReason
        && Place == other.Place && Liquidity == other.Liquidity;

    /// <inheritdoc />
    public override readonly bool Equals(object? obj) => obj is BookEvent other && Equals(other);

    /// <inheritdoc />
    public override readonly int GetHashCode() => HashCode.Combine(Sequence, OrderId, ExecType);

    /// <summary>Equal in every field.</summary>
    public static bool operator ==(BookEvent left, BookEvent right) => left.Equals(right);

    /// <summary>Different in a field.</summary>
    public static bool operator !=(BookEvent left, BookEvent right) => !left.Equals(right);

    /// <inheritdoc />
    public override readonly string ToString()
    {
        var text = $"#{Sequence} {ExecType} {OrderId.Value & ((1L << OrderId.SequenceBits) - 1)} {Place} price {Price.Ticks} stop {StopPx.Ticks} cum {CumQty.Lots} leaves {LeavesQty.Lots} shown {DisplayedQty.Lots} priority {PrioritySequence}";
        if (LastQty != Quantity.Zero) text += $" {Liquidity} {LastQty.Lots} @ {LastPx.Ticks} with {ContraOrderId.Value & ((1L << OrderId.SequenceBits) - 1)}";
        if (Reason != ExecReason.None) text += $" {Reason}";
        return RejectReason == RejectReason.None ? text : $"{text} {RejectReason}";
    }
}

/// <summary>An order's part in a trade (FIX 851).</summary>
public enum Liquidity
{
    /// <summary>It did not trade.</summary>
    None = 0,

    /// <summary>It rested.</summary>
    Maker = 1,

    /// <summary>It aggressed.</summary>
    Taker = 2,

    /// <summary>Both were in an auction.</summary>
    Auction = 3,
}
