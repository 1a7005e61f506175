using Rtx.Model;

namespace Rtx.Storage.MarketData;

/// <summary>One series of sequence numbers: what a provider numbers upwards.</summary>
internal readonly record struct TickKey(InstrumentId InstrumentId, short ProviderId, TickKind Kind)
{
    public static TickKey Of(in Tick tick) => new(tick.InstrumentId, tick.ProviderId, tick.Kind);
}
