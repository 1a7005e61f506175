using System.Collections.Concurrent;

namespace Rtx.Gateway.Reads;

/// <summary>
/// Keys that were looked up recently and did not exist: looking them up again costs nothing. A new entry is reported missing for at most
/// <see cref="Lifetime"/>, and only if it was looked up before it was created.
/// </summary>
public sealed class RecentMisses<TKey>(TimeProvider time)
    where TKey : notnull
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    /// <summary>Maximum number of keys remembered; beyond it all are forgotten, which costs one lookup each.</summary>
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
