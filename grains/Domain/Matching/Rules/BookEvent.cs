using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <summary>
/// One event of one order: the order's state after the event. What never changes (account, side, type) is in the command that submitted the
/// order. A trade is two events: the resting order's first, in an auction the buy's first.
/// <para>One kind of event concerns the book rather than an order: Restated (Trailed) with <see cref="OrderId.OfBook"/> says that all
/// trailing orders of a side and trigger source that await the reference price in <see cref="Price"/> follow it.</para>
/// </summary>
public struct BookEvent : IEquatable<BookEvent>
{
    private const int ExecTypeShift = 0;
    private const int ReasonShift = 8;
    private const int RejectReasonShift = 16;
    private const int PlaceShift = 24;
    private const int LiquidityShift = 32;
    private const int TrailingSideShift = 40;
    private const int TriggerSourceShift = 48;

    // All enums, one byte each, so that the book writes them in one store.
    private ulong _kind;

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

    /// <summary>The quantity that a queue would show of it, wherever it is; 0 when closed.</summary>
    public Quantity DisplayedQty { readonly get; set; }

    /// <summary>Sequence of the event that set its priority in its queue.</summary>
    public long PrioritySequence { readonly get; set; }

    /// <summary>The order on the other side of a trade; zero otherwise.</summary>
    public OrderId ContraOrderId { readonly get; set; }

    /// <summary>Price of a trade.</summary>
    public Price LastPx { readonly get; set; }

    /// <summary>Quantity of a trade; 0 when it is none.</summary>
    public Quantity LastQty { readonly get; set; }

    /// <summary>What happened.</summary>
    public ExecType ExecType
    {
        readonly get => (ExecType)Kind(ExecTypeShift);
        set => SetKind(ExecTypeShift, (byte)value);
    }

    /// <summary>Why it happened.</summary>
    public ExecReason Reason
    {
        readonly get => (ExecReason)Kind(ReasonShift);
        set => SetKind(ReasonShift, (byte)value);
    }

    /// <summary>Why it was refused.</summary>
    public RejectReason RejectReason
    {
        readonly get => (RejectReason)Kind(RejectReasonShift);
        set => SetKind(RejectReasonShift, (byte)value);
    }

    /// <summary>Where the order is.</summary>
    public OrderPlace Place
    {
        readonly get => (OrderPlace)Kind(PlaceShift);
        set => SetKind(PlaceShift, (byte)value);
    }

    /// <summary>Its role in a trade.</summary>
    public Liquidity Liquidity
    {
        readonly get => (Liquidity)Kind(LiquidityShift);
        set => SetKind(LiquidityShift, (byte)value);
    }

    /// <summary>In an event of the book, the side of the trailing orders that follow; zero otherwise.</summary>
    public Side TrailingSide
    {
        readonly get => (Side)Kind(TrailingSideShift);
        set => SetKind(TrailingSideShift, (byte)value);
    }

    /// <summary>In an event of the book, the trigger source that they follow.</summary>
    public TriggerSource TriggerSource
    {
        readonly get => (TriggerSource)Kind(TriggerSourceShift);
        set => SetKind(TriggerSourceShift, (byte)value);
    }

    /// <inheritdoc />
    public readonly bool Equals(BookEvent other) =>
        Sequence == other.Sequence && OrderId == other.OrderId && Price == other.Price && StopPx == other.StopPx && CumQty == other.CumQty
        && LeavesQty == other.LeavesQty && DisplayedQty == other.DisplayedQty && PrioritySequence == other.PrioritySequence
        && ContraOrderId == other.ContraOrderId
        && LastPx == other.LastPx && LastQty == other.LastQty && _kind == other._kind;

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
        if (OrderId.IsOfBook) return $"#{Sequence} {TrailingSide} trailing orders follow {TriggerSource} to {Price.Ticks}";
        var text = $"#{Sequence} {ExecType} {OrderId.Value & ((1L << OrderId.SequenceBits) - 1)} {Place} price {Price.Ticks}"
            + $" stop {StopPx.Ticks} cum {CumQty.Lots} leaves {LeavesQty.Lots} shown {DisplayedQty.Lots} priority {PrioritySequence}";
        if (LastQty != Quantity.Zero)
            text += $" {Liquidity} {LastQty.Lots} @ {LastPx.Ticks} with {ContraOrderId.Value & ((1L << OrderId.SequenceBits) - 1)}";
        if (Reason != ExecReason.None) text += $" {Reason}";
        return RejectReason == RejectReason.None ? text : $"{text} {RejectReason}";
    }

    /// <summary>Sets all enums, with no reject reason.</summary>
    internal void SetKind(ExecType execType, ExecReason reason, OrderPlace place, Liquidity liquidity) =>
        _kind = unchecked(
            (ulong)execType << ExecTypeShift | (ulong)reason << ReasonShift
            | (ulong)place << PlaceShift | (ulong)liquidity << LiquidityShift);

    private readonly byte Kind(int shift) => unchecked((byte)(_kind >> shift));

    private void SetKind(int shift, byte value) => _kind = (_kind & ~(0xFFUL << shift)) | (ulong)value << shift;
}

/// <summary>An order's role in a trade (FIX 851).</summary>
public enum Liquidity
{
    /// <summary>It did not trade.</summary>
    None = 0,

    /// <summary>It rested.</summary>
    Maker = 1,

    /// <summary>It was the aggressor.</summary>
    Taker = 2,

    /// <summary>It traded in an auction.</summary>
    Auction = 3,
}
