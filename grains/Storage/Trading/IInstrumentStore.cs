using Rtx.Model;

namespace Rtx.Storage.Trading;

/// <summary>What an instrument is: reference data, which others may change meanwhile.</summary>
public interface IInstrumentStore
{
    /// <summary>An instrument; null when there is none of that id.</summary>
    Task<Instrument?> FindInstrumentAsync(InstrumentId id, CancellationToken cancellationToken);

    /// <summary>The schedule of an instrument; null when it has none.</summary>
    Task<InstrumentSchedule?> FindScheduleAsync(InstrumentId id, CancellationToken cancellationToken);

    /// <summary>Replaces the schedule of an instrument, or takes it away; false when there is no such instrument. Durable when it returns.</summary>
    Task<bool> SetScheduleAsync(InstrumentId id, InstrumentSchedule? schedule, CancellationToken cancellationToken);
}
