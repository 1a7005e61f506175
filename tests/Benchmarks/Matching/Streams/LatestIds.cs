namespace Rtx.Benchmarks.Matching.Streams;

/// <summary>The last so many ids that were added, oldest first.</summary>
internal sealed class LatestIds(int capacity)
{
    private readonly ulong[] _ids = new ulong[capacity];
    private long _added;

    public int Count => (int)Math.Min(_added, capacity);

    public ulong this[long index] => _ids[(_added - Count + index) % capacity];

    public void Add(ulong id) => _ids[_added++ % capacity] = id;
}
