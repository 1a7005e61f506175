using System.ComponentModel.DataAnnotations;
using Orleans.Concurrency;
using Rtx.Domain.Instruments;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Administration;

/// <summary>The instruments that there are, straight from SQL.</summary>
[StatelessWorker]
internal sealed class InstrumentsGrain(InstrumentStore store) : Grain, IInstrumentsGrain
{
    public Task<Instrument?> CreateInstrument(Instrument instrument, CancellationToken cancellationToken)
    {
        // An id of zero is chosen by the store; it must not hide a rule that a book would trip over later.
        var numbered = instrument.Id.Value == 0 ? instrument with { Id = new InstrumentId(1) } : instrument;
        return InstrumentRules.FindBrokenOfNew(numbered) is { } broken ? throw new ValidationException(broken) : store.CreateAsync(instrument, cancellationToken);
    }

    public Task<IReadOnlyList<Instrument>> ListInstruments(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);
}
