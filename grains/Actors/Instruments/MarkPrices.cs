using System.Collections.Concurrent;

namespace Rtx.Actors.Instruments;

/// <summary>
/// Mark prices on this silo, at most <see cref="MaxAge"/> old, so that a margin check costs no call per position.
/// A mark that can't be refreshed stays in use: it decides what a new order may risk, never what is booked.
/// </summary>
internal sealed class MarkPrices(IGrainFactory grains, TimeProvider clock)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<InstrumentId, Entry> _entries = new();

    /// <summary>The newest known mark; null when there is none.</summary>
    public Price? Get(InstrumentId instrument) => _entries.TryGetValue(instrument, out var entry) ? entry.Price : null;

    /// <summary>Whether the newest known mark is too old to take risk by.</summary>
    public bool IsStale(InstrumentId instrument) => _entries.TryGetValue(instrument, out var entry) && entry.IsStale;

    /// <summary>Refreshes what is too old.</summary>
    public Task RefreshAsync(IEnumerable<InstrumentId> instruments, CancellationToken cancellationToken)
    {
        var now = clock.GetTimestamp();
        var old = instruments.Where(i => !_entries.TryGetValue(i, out var e) || clock.GetElapsedTime(e.ReadAt, now) > MaxAge).ToList();
        return old.Count == 0 ? Task.CompletedTask : Task.WhenAll(old.Select(i => ReadAsync(i, cancellationToken)));
    }

    private async Task ReadAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        try
        {
            var status = await grains.GetGrain<IInstrumentGrain>(instrument.Value).GetStatus(cancellationToken);
            _entries[instrument] = new Entry(status.MarkPrice, status.IsMarkStale, clock.GetTimestamp());
        }
        catch (Exception) when (_entries.ContainsKey(instrument))
        {
            // The old mark stays; it is tried again when that is too old once more.
            _entries[instrument] = _entries[instrument] with { ReadAt = clock.GetTimestamp() };
        }
    }

    private sealed record Entry(Price? Price, bool IsStale, long ReadAt);
}
