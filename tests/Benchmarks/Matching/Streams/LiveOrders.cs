namespace Rtx.Benchmarks.Matching.Streams;

/// <summary>Ids of open orders, to choose one at random: the last one takes the place of one that goes.</summary>
internal sealed class LiveOrders
{
    private readonly List<ulong> _ids = [];
    private readonly Dictionary<ulong, int> _positions = [];

    public int Count => _ids.Count;

    public ulong this[long position] => _ids[(int)position];

    public bool Contains(ulong id) => _positions.ContainsKey(id);

    public void Add(ulong id)
    {
        _positions.Add(id, _ids.Count);
        _ids.Add(id);
    }

    public void Remove(ulong id)
    {
        if (!_positions.Remove(id, out var position)) throw new InvalidOperationException($"Order {id} is not open.");
        var last = _ids[^1];
        _ids.RemoveAt(_ids.Count - 1);
        if (last == id) return;
        _ids[position] = last;
        _positions[last] = position;
    }
}
