namespace Rtx.Domain.Matching;

/// <summary>
/// Expire times of open orders, the next one first; of one time the lower order id first. Orders that close or get another time leave their entry behind: whoever takes an
/// entry looks whether it still holds, and many dead ones are swept.
/// </summary>
internal sealed class ExpiryQueue
{
    private const int SweepAbove = 1_024;

    private readonly PriorityQueue<long, (long Time, long OrderId)> _entries = new();

    /// <summary>The time of the next entry in microseconds; the highest number without one.</summary>
    internal long NextTime { get; private set; } = long.MaxValue;

    internal void Add(long time, long orderId)
    {
        _entries.Enqueue(orderId, (time, orderId));
        NextTime = Math.Min(NextTime, time);
    }

    /// <summary>Takes the next entry if its time has come.</summary>
    internal bool TryTake(long now, out long orderId, out long time)
    {
        (orderId, time) = (0, NextTime);
        if (NextTime > now) return false;
        orderId = _entries.Dequeue();
        SetNext();
        return true;
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

    private void SetNext() => NextTime = _entries.TryPeek(out _, out var next) ? next.Time : long.MaxValue;
}
