using Rtx.ClientApi.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>Merges updates of one book into one: the newest state of each changed level, from the first previous sequence to the last sequence.</summary>
internal sealed class DepthMerge(Instrument instrument)
{
    private readonly Dictionary<(Side Side, Price Price), DepthLevel> _levels = [];
    private long _previousSequence;
    private long _sequence;
    private bool _isEmpty = true;

    public void Add(BookUpdate update)
    {
        if (!_isEmpty && update.Sequence <= _sequence) return;

        // Levels from before a gap are useless, and merging across it would hide it from clients.
        if (!_isEmpty && update.PreviousSequence > _sequence) Clear();
        if (_isEmpty) _previousSequence = update.PreviousSequence;
        _isEmpty = false;
        _sequence = update.Sequence;
        foreach (var level in update.Levels) _levels[(level.Side, level.Price)] = level;
    }

    /// <summary>The merged update; null when there was none since the last time.</summary>
    public Client.DepthUpdate? Drain()
    {
        if (_isEmpty) return null;
        var update = new Client.DepthUpdate
        {
            Symbol = instrument.Symbol,
            PreviousSequence = _previousSequence,
            Sequence = _sequence,
            Bids = LevelsOf(Side.Buy),
            Asks = LevelsOf(Side.Sell),
        };
        Clear();
        return update;
    }

    private List<Client.DepthLevel> LevelsOf(Side side) =>
        [.. _levels.Values.Where(level => level.Side == side).Select(level => MarketDataWire.ToWire(instrument, level))];

    private void Clear()
    {
        _levels.Clear();
        _isEmpty = true;
    }
}
