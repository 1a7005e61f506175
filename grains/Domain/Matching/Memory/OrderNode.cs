using System.Runtime.InteropServices;
using Rtx.Model;

namespace Rtx.Domain.Matching.Memory;

/// <summary>What a book remembers of an open order besides its terms.</summary>
[Flags]
internal enum OrderTraits : byte
{
    /// <summary>An order like most.</summary>
    None = 0,

    /// <summary>It has an <see cref="OrderExtra"/>.</summary>
    HasExtra = 1,

    /// <summary>It may wait in the book while that trades continuously.</summary>
    MayRest = 2,

    /// <summary>It may only lower a position.</summary>
    ReduceOnly = 4,

    /// <summary>It is part of a list.</summary>
    Linked = 8,

    /// <summary>Its trigger price has not been reached.</summary>
    Untriggered = 16,

    /// <summary>Its minimum quantity has not been looked at.</summary>
    AsksForMinimum = 32,

    /// <summary>Its time in force is fill or kill.</summary>
    FillOrKill = 64,

    /// <summary>It takes the best opposite price as its limit: market to limit.</summary>
    TakesBestPrice = 128,
}

/// <summary>An open order in memory: one cache line. Numbers of other nodes, levels and slots are indexes; 0 is no node.</summary>
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

    /// <summary>Sequence of the event that gave it its place in its queue.</summary>
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

    internal void SetTerms(OrderType type, TimeInForce timeInForce) => _typeAndTimeInForce = unchecked((byte)(((int)type << 4) | (int)timeInForce));
}

/// <summary>
/// A node's place in its queue. Apart from the node, because an order that joins or leaves changes its neighbours' links and nothing else of them: eight to a cache line.
/// </summary>
internal struct OrderLink
{
    /// <summary>Behind it in the queue; of a node that is not in use the next free one.</summary>
    internal int Next;

    /// <summary>Before it in the queue.</summary>
    internal int Previous;
}

/// <summary>What only some open orders have.</summary>
internal struct OrderExtra
{
    /// <summary>As the client asked, amended; null for an order that asks for nothing but must wait outside of the book.</summary>
    internal OrderInstructions? Instructions;

    /// <summary>The list that it is part of.</summary>
    internal OrderList? List;

    /// <summary>Trigger price in ticks; 0 without trigger.</summary>
    internal long StopPx;

    /// <summary>Lots that an iceberg shows after a refresh; 0 when it is none.</summary>
    internal long Display;

    /// <summary>Lots that a queue shows of it; of an order without extra all that it has.</summary>
    internal long Shown;

    /// <summary>The next free one while not in use.</summary>
    internal int NextFree;

    /// <summary>Of an order that is over where it was, until its end is told; else None.</summary>
    internal OrderPlace OverIn;
}
