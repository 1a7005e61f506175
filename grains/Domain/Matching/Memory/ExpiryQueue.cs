namespace Rtx.Domain.Matching.Memory;

/// <summary>
/// Expire times of open orders, in order of time, then order id. Orders that close or get another time leave their entry behind: the caller
/// checks whether an entry is still valid, and stale ones are swept when there are many. A second queue holds the orders that have expired
/// but whose end has not been reported yet.
/// </summary>
internal sealed class ExpiryQueue
{
    private const int SweepAbove = 1_024;

    // Iterating over all entries costs as much as dequeuing one in 16: the heap of a large queue is about 16 levels deep.
    private const int EntriesPerStep = 16;

    private readonly PriorityQueue<long, (long Time, long OrderId)> _entries = new();
    private readonly Queue<long> _over = new();
    private readonly List<(long Time, long OrderId)> _due = [];

    /// <summary>
    /// When there is something to do, in microseconds: the time of the next entry; the lowest number while the end of an order must be
    /// reported; the highest without either.
    /// </summary>
    internal long NextTime { get; private set; } = long.MaxValue;

    internal void Add(long time, long orderId)
    {
        _entries.Enqueue(orderId, (time, orderId));
        NextTime = Math.Min(NextTime, time);
    }

    /// <summary>Takes all entries that are due, in order; the list is valid until the next call.</summary>
    internal List<(long Time, long OrderId)> TakeDue(long now)
    {
        _due.Clear();
        for (var steps = Math.Max(SweepAbove, _entries.Count / EntriesPerStep); NextEntry <= now; steps--)
        {
            if (steps == 0)
            {
                TakeAllDue(now);
                break;
            }

            _entries.TryDequeue(out _, out var entry);
            _due.Add(entry);
        }

        SetNext();
        return _due;
    }

    /// <summary>Queues an order for the report of its end.</summary>
    internal void Queue(long orderId)
    {
        _over.Enqueue(orderId);
        SetNext();
    }

    /// <summary>Takes the first order whose end has not been reported; it may have closed in the meantime.</summary>
    internal bool TryTakeOver(out long orderId)
    {
        var isTaken = _over.TryDequeue(out orderId);
        SetNext();
        return isTaken;
    }

    /// <summary>Whether there are so many more entries than open orders that at least half of them must be stale.</summary>
    internal bool NeedsSweep(int openOrders) => _entries.Count >= SweepAbove && _entries.Count >= openOrders * 2;

    /// <summary>Drops the stale entries.</summary>
    internal void Sweep(Func<long, long, bool> holds)
    {
        var kept = _entries.UnorderedItems.Where(entry => holds(entry.Element, entry.Priority.Time)).ToList();
        _entries.Clear();
        _entries.EnqueueRange(kept);
        SetNext();
    }

    private long NextEntry => _entries.TryPeek(out _, out var next) ? next.Time : long.MaxValue;

    private void TakeAllDue(long now)
    {
        var taken = _due.Count;
        List<(long, (long, long))> kept = [];
        foreach (var (id, entry) in _entries.UnorderedItems)
        {
            if (entry.Time <= now) _due.Add(entry);
            else kept.Add((id, entry));
        }

        _due.Sort(taken, _due.Count - taken, comparer: null);
        _entries.Clear();
        _entries.EnqueueRange(kept);
    }

    private void SetNext() => NextTime = _over.Count > 0 ? long.MinValue : NextEntry;
}
