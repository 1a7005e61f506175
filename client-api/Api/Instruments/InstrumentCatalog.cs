using System.Collections.Frozen;
using Rtx.ClientApi.Errors;
using Rtx.Model;

namespace Rtx.ClientApi.Instruments;

/// <summary>
/// All instruments in memory. Contracts never change once made, so a hit is always right; a miss asks the directory again, at most once a second.
/// </summary>
internal sealed class InstrumentCatalog(IGrainFactory grains, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan MinRefreshInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private volatile Snapshot _snapshot = new([], ReadAt: null);

    public async ValueTask<Outcome<Instrument>> Find(string symbol, CancellationToken cancellationToken)
    {
        // Routing leaves an escaped slash as it is, because it can't tell it from a separator.
        var name = symbol.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (!_snapshot.BySymbol.TryGetValue(name, out var instrument) && !(await Refresh(cancellationToken)).BySymbol.TryGetValue(name, out instrument))
            return ApiError.NotFound(Client.RtxErrorCodes.UnknownInstrument, $"There is no instrument '{name}'.");
        return instrument;
    }

    public async ValueTask<Instrument?> Find(InstrumentId id, CancellationToken cancellationToken) =>
        _snapshot.ById.TryGetValue(id, out var instrument) ? instrument : (await Refresh(cancellationToken)).ById.GetValueOrDefault(id);

    /// <summary>The instrument of something that the system told us about.</summary>
    public async ValueTask<Instrument> Get(InstrumentId id, CancellationToken cancellationToken) =>
        await Find(id, cancellationToken) ?? throw new InvalidOperationException($"The directory does not know instrument {id}, though the system uses it.");

    public async Task<IReadOnlyList<Instrument>> List(CancellationToken cancellationToken) => (await Refresh(cancellationToken)).All;

    public void Dispose() => _refreshing.Dispose();

    private async Task<Snapshot> Refresh(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            if (_snapshot.ReadAt is { } readAt && time.GetElapsedTime(readAt) < MinRefreshInterval) return _snapshot;
            var instruments = await grains.GetGrain<IDirectoryGrain>(0).ListInstruments(cancellationToken);
            return _snapshot = new Snapshot(instruments, time.GetTimestamp());
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private sealed record Snapshot(IReadOnlyList<Instrument> All, long? ReadAt)
    {
        public FrozenDictionary<string, Instrument> BySymbol { get; } = All.ToFrozenDictionary(instrument => instrument.Symbol);

        public FrozenDictionary<InstrumentId, Instrument> ById { get; } = All.ToFrozenDictionary(instrument => instrument.Id);
    }
}
