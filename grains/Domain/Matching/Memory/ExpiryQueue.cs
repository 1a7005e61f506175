namespace Rtx.Domain.Matching.Memory;

/// <summary>
/// Expire times of open orders, the next one first; of one time the lower order id first. Orders that close or get another time leave their entry behind: whoever takes an
/// entry looks whether it still holds, and many dead ones are swept. Behind it wait the orders whose time has come and whose end has not been told yet.
/// </summary>
internal sealed class ExpiryQueue
{
    private const int SweepAbove = 1_024;

    // One walk over all entries costs as much as so many steps: a step is 16 levels deep in a large queue.
    private const int EntriesPerStep = 16;

    private readonly PriorityQueue<long, (long Time, long OrderId)> _entries = new();
    private readonly Queue<long> _over = new();
    private readonly List<(long Time, long OrderId)> _due = [];

    /// <summary>
    /// When there is something to be done, in microseconds: the time of the next entry; the lowest number while orders wait for their end to be told; the highest without either.
    /// </summary>
    internal long NextTime { get; private set; } = long.MaxValue;

    internal void Add(long time, long orderId)
    {
        _entries.Enqueue(orderId, (time, orderId));
        NextTime = Math.Min(NextTime, time);
    }

    /// <summary>Takes all entries whose time has come, in order; valid until the next call.</summary>
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

    /// <summary>Lets an order wait for its end to be told.</summary>
    internal void Queue(long orderId)
    {
        _over.Enqueue(orderId);
        SetNext();
    }

    /// <summary>Takes the first order whose end has not been told; it may have closed meanwhile.</summary>
    internal bool TryTakeOver(out long orderId)
    {
        var isTaken = _over.TryDequeue(out orderId);
        SetNext();
        return isTaken;
    }

    /// <summary>Whether so many entries can't all be of open orders that most must be dead.</summary>
    internal bool NeedsSweep(int openOrders) => _entries.Count >= SweepAbove && _entries.Count >= openOrders * 2;

    /// <summary>Drops the entries that do not hold any more.</summary>
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
