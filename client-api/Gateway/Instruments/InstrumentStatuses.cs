using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.Gateway.Instruments;

/// <summary>Combines the current state of an instrument and its book.</summary>
public static class InstrumentStatuses
{
    public static async Task<Client.InstrumentStatus> ReadAsync(
        IGrainFactory grains, Instrument instrument, CancellationToken cancellationToken)
    {
        var status = await grains.GetGrain<IInstrumentGrain>(instrument.Id.Value).GetStatus(cancellationToken);
        // Otherwise the book is not crossed and need not be asked.
        var isCollecting = status.State == TradingState.PreOpen || status.State.IsAuction();
        var indicative = isCollecting ? await grains.GetGrain<IOrderBookGrain>(instrument.Id.Value).GetIndicative(cancellationToken) : null;
        return InstrumentWire.ToWire(instrument, status, indicative);
    }
}
