using System.Collections.Concurrent;
using Rtx.Domain.Marks;

namespace Rtx.Actors.Instruments;

/// <summary>
/// Tells instruments what the providers of their mark price quote: the middle, of each at most every <see cref="Interval"/>. Which providers those are is asked for
/// once in a while; what comes before the first answer is not told, and the next quote is.
/// </summary>
internal sealed class MarkFeed(IGrainFactory grains, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxAgeOfRules = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<InstrumentId, Entry> _entries = new();

    /// <summary>Takes the quotes of a batch. Never waits, never fails.</summary>
    public void Offer(IReadOnlyList<Tick> ticks)
    {
        var now = clock.GetTimestamp();
        Entry? entry = null;
        InstrumentId of = default;
        for (var i = ticks.Count - 1; i >= 0; i--)
        {
            var tick = ticks[i];
            if (tick.Kind != TickKind.Quote || tick.ProviderId == MarkRules.OwnBook) continue;
            if (entry is null || of != tick.InstrumentId) (entry, of) = (EntryOf(tick.InstrumentId, now), tick.InstrumentId);
            if (!entry.IsDue(tick.ProviderId, now, clock) || tick.BidQty == Quantity.Zero || tick.AskQty == Quantity.Zero || tick.Bid > tick.Ask) continue;
            entry.Told(tick.ProviderId, now);
            grains.GetGrain<IInstrumentGrain>(of.Value).ReportMark(tick.ProviderId, BookMark.Middle(tick.Bid, tick.Ask), tick.Time).Ignore();
        }
    }

    private Entry EntryOf(InstrumentId instrument, long now)
    {
        var entry = _entries.GetOrAdd(instrument, static _ => new Entry());
        if (entry.TryBeginReading(now, clock, MaxAgeOfRules)) ReadAsync(instrument, entry).Ignore();
        return entry;
    }

    private async Task ReadAsync(InstrumentId instrument, Entry entry) =>
        entry.Providers = [.. (await grains.GetGrain<IInstrumentGrain>(instrument.Value).GetMarkRules()).ProviderIds];

    private sealed class Entry
    {
        private readonly ConcurrentDictionary<short, long> _toldAt = new();
        private long _readAt;

        public short[] Providers { get; set; } = [];

        public bool TryBeginReading(long now, TimeProvider clock, TimeSpan maxAge)
        {
            var readAt = Volatile.Read(ref _readAt);
            return (readAt == 0 || clock.GetElapsedTime(readAt, now) > maxAge) && Interlocked.CompareExchange(ref _readAt, now, readAt) == readAt;
        }

        public bool IsDue(short providerId, long now, TimeProvider clock) =>
            Array.IndexOf(Providers, providerId) >= 0 && (!_toldAt.TryGetValue(providerId, out var toldAt) || clock.GetElapsedTime(toldAt, now) >= Interval);

        public void Told(short providerId, long now) => _toldAt[providerId] = now;
    }
}
