namespace Rtx.Actors.MarketData;

/// <summary>The newest quote per instrument that one writer has seen, by time: a late quote does not replace a newer one.</summary>
internal sealed class LatestQuotes
{
    private readonly Dictionary<InstrumentId, Tick> _quotes = [];

    /// <summary>Takes a batch in and returns the new newest quote of each instrument that has one.</summary>
    public IReadOnlyCollection<Tick> Update(IReadOnlyList<Tick> ticks)
    {
        var changed = new Dictionary<InstrumentId, Tick>();
        foreach (var tick in ticks)
        {
            if (tick.Kind is not TickKind.Quote) continue;
            if (_quotes.TryGetValue(tick.InstrumentId, out var newest) && tick.Time < newest.Time) continue;
            _quotes[tick.InstrumentId] = changed[tick.InstrumentId] = tick;
        }

        return changed.Values;
    }
}
