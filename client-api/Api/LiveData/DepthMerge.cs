using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>Merges updates of the levels of one book.</summary>
internal sealed class DepthMerge(Instrument instrument)
{
    private readonly BookMerge<(Side Side, Price Price), DepthLevel> _merge =
        new(update => update.Levels, level => (level.Side, level.Price), (update, levels) => update with { Levels = levels });

    public void Add(BookUpdate update) => _merge.Add(update);

    /// <summary>The merged update; null when nothing has changed since the last call.</summary>
    public Client.DepthUpdate? Drain() => _merge.Drain() is { } merged ? MarketDataWire.ToDepthUpdate(instrument, merged) : null;
}
