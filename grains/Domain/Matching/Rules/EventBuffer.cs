namespace Rtx.Domain.Matching.Rules;

/// <summary>The events of one command; the next command reuses the memory. A struct, to be part of the book's own memory.</summary>
internal struct EventBuffer()
{
    private const int InitialEvents = 64;

    private BookEvent[] _events = new BookEvent[InitialEvents];
    private int _count;

    internal readonly int Count => _count;

    internal readonly ReadOnlySpan<BookEvent> Events => _events.AsSpan(0, _count);

    internal void Clear() => _count = 0;

    /// <summary>Room for the next event; all of its fields must be set.</summary>
    internal ref BookEvent Add()
    {
        if (_count == _events.Length) Array.Resize(ref _events, _count * 2);
        return ref _events[_count++];
    }
}
