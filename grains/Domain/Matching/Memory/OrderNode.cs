using System.Runtime.InteropServices;
using Rtx.Model;

namespace Rtx.Domain.Matching.Memory;

/// <summary>What a book remembers of an open order besides its terms.</summary>
[Flags]
internal enum OrderTraits : byte
{
    /// <summary>A plain order.</summary>
    None = 0,

    /// <summary>It has an <see cref="OrderExtra"/>.</summary>
    HasExtra = 1,

    /// <summary>It may rest in the book during continuous trading.</summary>
    MayRest = 2,

    /// <summary>It may only reduce a position.</summary>
    ReduceOnly = 4,

    /// <summary>It is part of a list.</summary>
    Linked = 8,

    /// <summary>Its trigger price has not been reached.</summary>
    Untriggered = 16,

    /// <summary>Its minimum quantity has not been checked yet.</summary>
    AsksForMinimum = 32,

    /// <summary>Its time in force is fill or kill.</summary>
    FillOrKill = 64,

    /// <summary>It takes the best opposite price as its limit: market to limit.</summary>
    TakesBestPrice = 128,
}

/// <summary>An open order in memory: one cache line. References to other nodes, levels and slots are indexes; 0 is no node.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct OrderNode
{
    internal long OrderId;

    internal AccountId AccountId;

    /// <summary>Limit or protection price in ticks.</summary>
    internal long Price;

    /// <summary>Working lots.</summary>
    internal long Leaves;

    /// <summary>Traded lots.</summary>
    internal long Cum;

    /// <summary>Sequence of the event that set its priority in its queue.</summary>
    internal long Priority;

    /// <summary>Its level in the ladder of its place.</summary>
    internal int Level;

    /// <summary>Its <see cref="OrderExtra"/>.</summary>
    internal int Extra;

    /// <summary>The next one in its bucket of the index.</summary>
    internal int SameBucket;

    internal OrderTraits Traits;

    private byte _place;
    private byte _side;
    private byte _typeAndTimeInForce;

    internal OrderPlace Place
    {
        readonly get => (OrderPlace)_place;
        set => _place = unchecked((byte)value);
    }

    internal Side Side
    {
        readonly get => (Side)_side;
        set => _side = unchecked((byte)value);
    }

    internal readonly OrderType OrderType => (OrderType)(_typeAndTimeInForce >> 4);

    internal readonly TimeInForce TimeInForce => (TimeInForce)(_typeAndTimeInForce & 15);

    internal readonly bool Is(OrderTraits trait) => (Traits & trait) != OrderTraits.None;

    internal void SetTerms(OrderType type, TimeInForce timeInForce) =>
        _typeAndTimeInForce = unchecked((byte)(((int)type << 4) | (int)timeInForce));
}

/// <summary>
/// A node's neighbours in its queue. Separate from the node, because an order that joins or leaves only changes its neighbours' links:
/// eight of them fit in a cache line.
/// </summary>
internal struct OrderLink
{
    /// <summary>The next one in the queue; for an unused node, the next free one.</summary>
    internal int Next;

    /// <summary>The previous one in the queue.</summary>
    internal int Previous;
}

/// <summary>What only some open orders have.</summary>
internal struct OrderExtra
{
    /// <summary>The client's instructions, with amendments; null for an order without any that must wait outside the book.</summary>
    internal OrderInstructions? Instructions;

    /// <summary>The list that it is part of.</summary>
    internal OrderList? List;

    /// <summary>Trigger price in ticks; 0 without trigger.</summary>
    internal long StopPx;

    /// <summary>Lots that an iceberg shows after a refresh; 0 for other orders.</summary>
    internal long Display;

    /// <summary>Lots that its queue shows. An order without an extra shows all that it has.</summary>
    internal long Shown;

    /// <summary>The next free one, while unused.</summary>
    internal int NextFree;

    /// <summary>For an order that has ended, its last place until its end is reported; otherwise None.</summary>
    internal OrderPlace OverIn;
}
