using Rtx.Model;

namespace Rtx.Storage.MarketData;

/// <summary>Identifies one series of rising sequence numbers from a provider.</summary>
internal readonly record struct TickKey(InstrumentId InstrumentId, short ProviderId, TickKind Kind)
{
    public static TickKey Of(in Tick tick) => new(tick.InstrumentId, tick.ProviderId, tick.Kind);
}
