using System.Collections.Concurrent;
using Rtx.Client;

namespace Rtx.Chaos.Bots;

/// <summary>What an account was told live, and when it was told last that something may be missing: whoever listens reads then what there is.</summary>
internal sealed class Listening(long account)
{
    // After a failover that lost events, others have their sequences.
    private readonly ConcurrentDictionary<(string Symbol, long Sequence, DateTimeOffset Time), bool> _told = new();
    private long _readAt = DateTimeOffset.MinValue.UtcTicks;

    public long Account => account;

    public void Take(ExecutionReport report) => _told.TryAdd((report.Symbol, report.Sequence, report.Time), true);

    /// <summary>It begins to listen, or something may be missing.</summary>
    public void ReadAgain(DateTimeOffset now) => Interlocked.Exchange(ref _readAt, now.UtcTicks);

    /// <summary>Whether it was told of an event, or had to read after it.</summary>
    public bool Knows(string symbol, long sequence, DateTimeOffset time) =>
        _told.ContainsKey((symbol, sequence, time)) || time.UtcTicks <= Interlocked.Read(ref _readAt);
}
