using System.Collections;
using Rtx.Model;

namespace Rtx.Domain.Matching.Records;

/// <summary>Stored events in their order. The memory is used again after <see cref="Clear"/>, so whoever keeps events longer must copy them.</summary>
public sealed class OrderEventLog : IReadOnlyList<OrderEvent>
{
    private OrderEvent[] _events = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <inheritdoc />
    public OrderEvent this[int index] => Events[index];

    /// <summary>All events, until the next one is added.</summary>
    public ReadOnlySpan<OrderEvent> Events => _events.AsSpan(0, Count);

    /// <summary>Forgets all events.</summary>
    public void Clear()
    {
        // Texts and instructions must not live longer than their events.
        _events.AsSpan(0, Count).Clear();
        Count = 0;
    }

    /// <inheritdoc />
    public IEnumerator<OrderEvent> GetEnumerator() => _events.Take(Count).GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Room for the next events; all of their fields must be set.</summary>
    internal Span<OrderEvent> Add(int events)
    {
        var first = Count;
        // The first ones are often the only ones.
        if (first + events > _events.Length) Array.Resize(ref _events, Math.Max(first + events, _events.Length * 2));
        Count += events;
        return _events.AsSpan(first, events);
    }
}
