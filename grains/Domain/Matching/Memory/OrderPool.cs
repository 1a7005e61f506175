using System.Runtime.CompilerServices;

namespace Rtx.Domain.Matching.Memory;

/// <summary>
/// The memory of open orders: arrays that grow and are never freed, with the free entries chained. Index 0 is never used.
/// </summary>
internal sealed class OrderPool
{
    private const int InitialNodes = 32;
    private const int InitialExtras = 8;

    // Small pools double; a large one grows by an eighth, so that a book never holds much more memory than its orders need.
    private const int LargePool = 1 << 10;

    private int _freeNode;
    private int _usedNodes = 1;
    private int _freeExtra;
    private int _usedExtras = 1;
    private int _extrasInUse;

    internal OrderNode[] Nodes { get; private set; } = new OrderNode[InitialNodes];

    /// <summary>The queue links of the node with the same index.</summary>
    internal OrderLink[] Links { get; private set; } = new OrderLink[InitialNodes];

    internal OrderExtra[] Extras { get; private set; } = new OrderExtra[InitialExtras];

    /// <summary>Nodes below this index may be in use.</summary>
    internal int NodeLimit => _usedNodes;

    /// <summary>Whether any open order has an extra.</summary>
    internal bool HasExtras => _extrasInUse != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int RentNode()
    {
        var node = _freeNode;
        if (node != 0)
        {
            _freeNode = Links[node].Next;
            return node;
        }

        if (_usedNodes == Nodes.Length) (Nodes, Links) = (Grow(Nodes), Grow(Links));
        return _usedNodes++;
    }

    /// <summary>Returns a node and its extra.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ReturnNode(int node, ref OrderNode order)
    {
        if (order.Extra != 0)
        {
            ReturnExtra(order.Extra);
            order.Extra = 0;
        }

        Links[node].Next = _freeNode;
        _freeNode = node;
    }

    /// <summary>Lots that an order shows in its queue: all that it has, unless it hides some.</summary>
    internal long ShownOf(in OrderNode order) => order.Extra == 0 ? order.Leaves : Extras[order.Extra].Shown;

    /// <summary>Lots that an order with an extra hides from its queue.</summary>
    internal long HiddenOf(in OrderNode order) => order.Leaves - Extras[order.Extra].Shown;

    internal int RentExtra()
    {
        _extrasInUse++;
        var extra = _freeExtra;
        if (extra != 0)
        {
            _freeExtra = Extras[extra].NextFree;
            return extra;
        }

        if (_usedExtras == Extras.Length) Extras = Grow(Extras);
        return _usedExtras++;
    }

    private void ReturnExtra(int extra)
    {
        _extrasInUse--;
        Extras[extra] = new OrderExtra { NextFree = _freeExtra };
        _freeExtra = extra;
    }

    private static T[] Grow<T>(T[] full)
    {
        var larger = new T[full.Length < LargePool ? full.Length * 2 : full.Length + (full.Length / 8)];
        full.CopyTo(larger, 0);
        return larger;
    }
}
