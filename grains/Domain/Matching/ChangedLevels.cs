using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <summary>Remembers which levels changed since the changes were last taken; at most one note per side and price.</summary>
internal sealed class ChangedLevels
{
    private readonly HashSet<(Side Side, Price Price)> _notes = [];
    private readonly List<(Side Side, Price Price)> _sorted = [];

    internal void Note(Side side, PriceLevel level)
    {
        if (level.IsNoted) return;
        level.IsNoted = true;
        _notes.Add((side, level.Price));
    }

    /// <summary>Adds the present state of each noted level, bids before asks, rising prices, and forgets the notes.</summary>
    internal void Take(BookSide bids, BookSide asks, ICollection<DepthLevel>? changes)
    {
        _sorted.AddRange(_notes);
        _sorted.Sort();
        foreach (var (side, price) in _sorted)
        {
            var level = (side == Side.Buy ? bids : asks).Find(price);
            if (level is not null) level.IsNoted = false;
            changes?.Add(new DepthLevel(side, price, level?.Quantity ?? Quantity.Zero, level?.OrderCount ?? 0));
        }

        _sorted.Clear();
        _notes.Clear();
    }
}
