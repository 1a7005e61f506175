using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <summary>The events of one command; the memory is used again by the next command.</summary>
internal sealed class EventBuffer
{
    private const int InitialEvents = 64;

    private OrderEvent[] _events = new OrderEvent[InitialEvents];
    private int _count;

    internal ReadOnlySpan<OrderEvent> Events => _events.AsSpan(0, _count);

    internal void Clear() => _count = 0;

    internal void Add(in OrderEvent e)
    {
        if (_count == _events.Length) Array.Resize(ref _events, _count * 2);
        _events[_count++] = e;
    }
}
