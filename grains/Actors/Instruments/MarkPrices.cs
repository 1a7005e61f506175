using System.Collections.Concurrent;
using Rtx.Domain.Marks;

namespace Rtx.Actors.Instruments;

/// <summary>
/// Mark prices on this silo, at most <see cref="MaxAge"/> old, so that a margin check costs no call per position. One that can't be refreshed still values positions, and
/// is stale when its instrument has not answered for <see cref="MaxSilence"/>: then nobody knows where the market is, and risk may not rise by it.
/// </summary>
internal sealed class MarkPrices(IGrainFactory grains, TimeProvider clock)
{
    /// <summary>How long an instrument may be silent before its mark is stale.</summary>
    internal static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(250);

    // An instrument that hangs must not hold up orders of others, which know a mark of it.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<InstrumentId, Entry> _entries = new();

    /// <summary>The newest known mark; one without a price when there is none.</summary>
    public Mark Get(InstrumentId instrument) => _entries.TryGetValue(instrument, out var entry)
        ? entry.Mark with { IsStale = entry.Mark.IsStale || clock.GetElapsedTime(entry.AnsweredAt) > MaxSilence }
        : default;

    /// <summary>Refreshes what is too old.</summary>
    public Task RefreshAsync(IEnumerable<InstrumentId> instruments, CancellationToken cancellationToken)
    {
        var now = clock.GetTimestamp();
        var old = instruments.Where(i => !_entries.TryGetValue(i, out var e) || clock.GetElapsedTime(e.AskedAt, now) > MaxAge).ToList();
        return old.Count == 0 ? Task.CompletedTask : Task.WhenAll(old.Select(i => ReadAsync(i, cancellationToken)));
    }

    /// <summary>Asks for all of them, however new what is known is.</summary>
    public Task RenewAsync(IEnumerable<InstrumentId> instruments, CancellationToken cancellationToken) => Task.WhenAll(instruments.Select(i => ReadAsync(i, cancellationToken)));

    private async Task ReadAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        var asking = grains.GetGrain<IInstrumentGrain>(instrument.Value).GetStatus(cancellationToken);
        // Age counts from the question: the answer may be older than its arrival.
        var askedAt = clock.GetTimestamp();
        try
        {
            var status = _entries.ContainsKey(instrument) ? await asking.WaitAsync(MaxWait, clock, cancellationToken) : await asking;
            var entry = new Entry(new Mark(status.MarkPrice, status.IsMarkStale, status.IsMarkOfBook), askedAt, askedAt);
            // A late answer does not replace a newer one.
            _entries.AddOrUpdate(instrument, entry, (_, known) => known.AnsweredAt > askedAt ? known : entry);
        }
        catch (Exception) when (_entries.TryGetValue(instrument, out var known))
        {
            // It is asked again when that is too old once more; how long it has been silent goes on.
            asking.Ignore();
            _entries[instrument] = known with { AskedAt = clock.GetTimestamp() };
        }
    }

    private sealed record Entry(Mark Mark, long AskedAt, long AnsweredAt);
}
