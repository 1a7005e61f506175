using System.Collections.Frozen;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Reads;
using Rtx.Model;

namespace Rtx.Gateway.Instruments;

/// <summary>
/// All instruments in memory. Contracts never change, so a hit is always valid; a miss reads the directory again, at most once a second and
/// shared by all callers. A recent miss fails immediately.
/// </summary>
public sealed class InstrumentCatalog(IGrainFactory grains, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan MinReadInterval = TimeSpan.FromSeconds(1);

    private readonly RecentMisses<string> _missingSymbols = new(time);
    private readonly RecentMisses<InstrumentId> _missingIds = new(time);

    private readonly SharedRead<Snapshot> _snapshot = new(
        async cancellationToken =>
            new Snapshot(await grains.GetGrain<IInstrumentsGrain>(0).ListInstruments(cancellationToken)), MinReadInterval, time);

    public async ValueTask<Outcome<Instrument>> Find(string symbol, CancellationToken cancellationToken)
    {
        // An invalid symbol is answered without a read, which would have to wait for its turn.
        if (!InstrumentTerms.IsSymbol(symbol)) return Unknown(symbol);
        if (_snapshot.Last?.BySymbol.GetValueOrDefault(symbol) is { } known) return known;
        if (_missingSymbols.Contains(symbol)) return Unknown(symbol);
        if ((await _snapshot.ReadAgain(cancellationToken)).BySymbol.GetValueOrDefault(symbol) is { } found) return found;
        _missingSymbols.Add(symbol);
        return Unknown(symbol);
    }

    public async ValueTask<Instrument?> Find(InstrumentId id, CancellationToken cancellationToken)
    {
        if (_snapshot.Last?.ById.GetValueOrDefault(id) is { } known) return known;
        if (_missingIds.Contains(id)) return null;
        if ((await _snapshot.ReadAgain(cancellationToken)).ById.GetValueOrDefault(id) is { } found) return found;
        _missingIds.Add(id);
        return null;
    }

    /// <summary>The instrument of an id that the system reported, so it exists, even if it was looked up too early before.</summary>
    public async ValueTask<Instrument> Get(InstrumentId id, CancellationToken cancellationToken) =>
        _snapshot.Last?.ById.GetValueOrDefault(id) ?? (await _snapshot.ReadAgain(cancellationToken)).ById.GetValueOrDefault(id)
        ?? throw new InvalidOperationException($"The directory does not know instrument {id}, though the system uses it.");

    /// <summary>All instruments as they are now.</summary>
    public Task<IReadOnlyList<Instrument>> List(CancellationToken cancellationToken) =>
        grains.GetGrain<IInstrumentsGrain>(0).ListInstruments(cancellationToken);

    public void Dispose() => _snapshot.Dispose();

    private static ApiError Unknown(string symbol) =>
        ApiError.NotFound(Client.RtxErrorCodes.UnknownInstrument, $"There is no instrument '{symbol}'.");

    private sealed class Snapshot(IReadOnlyList<Instrument> instruments)
    {
        public FrozenDictionary<string, Instrument> BySymbol { get; } = instruments.ToFrozenDictionary(instrument => instrument.Symbol);

        public FrozenDictionary<InstrumentId, Instrument> ById { get; } = instruments.ToFrozenDictionary(instrument => instrument.Id);
    }
}
