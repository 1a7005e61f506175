using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Matching.Records;

/// <summary>The price levels that changed, each as one number: bids before asks, and rising prices, are rising numbers.</summary>
internal sealed class TouchedLevels
{
    // Beyond all prices.
    private const long Asks = 1L << 60;

    private readonly HashSet<long> _keys = [];
    private long[] _taken = [];
    private long _last = long.MinValue;

    internal static Side SideOf(long key) => key > OrderChecks.MaxPriceTicks ? Side.Sell : Side.Buy;

    internal static Price PriceOf(long key) => new(SideOf(key) == Side.Sell ? key - Asks : key);

    internal void Add(Side side, Price price)
    {
        var key = side == Side.Sell ? price.Ticks + Asks : price.Ticks;
        // An order is mostly where it was.
        if (key == _last) return;
        _keys.Add(key);
        _last = key;
    }

    /// <summary>All of them, rising, until the next call; from now on none has changed.</summary>
    internal ReadOnlySpan<long> Take()
    {
        if (_taken.Length < _keys.Count) _taken = new long[_keys.Count * 2];
        var taken = _taken.AsSpan(0, _keys.Count);
        _keys.CopyTo(_taken);
        taken.Sort();
        _keys.Clear();
        _last = long.MinValue;
        return taken;
    }
}
