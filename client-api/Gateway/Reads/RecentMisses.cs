using System.Collections.Concurrent;

namespace Rtx.Gateway.Reads;

/// <summary>
/// What was looked for a moment ago and is not there: asking for it again costs nothing. Something new is reported missing for <see cref="Lifetime"/> at most, and only if it
/// was asked for before it was made.
/// </summary>
public sealed class RecentMisses<TKey>(TimeProvider time)
    where TKey : notnull
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    /// <summary>Names remembered; more than these forget all, which costs each a question.</summary>
    internal const int MaxCount = 10_000;

    private readonly ConcurrentDictionary<TKey, long> _missedAt = new();
    private int _count;

    public bool Contains(TKey key) => _missedAt.TryGetValue(key, out var missedAt) && time.GetElapsedTime(missedAt) < Lifetime;

    public void Add(TKey key)
    {
        if (Interlocked.Increment(ref _count) > MaxCount)
        {
            _count = 0;
            _missedAt.Clear();
        }

        _missedAt[key] = time.GetTimestamp();
    }
}
