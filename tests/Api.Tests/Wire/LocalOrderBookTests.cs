using Rtx.Client;

namespace Rtx.Api.Tests.Wire;

public sealed class LocalOrderBookTests
{
    private readonly LocalOrderBook _book = new("X");

    [Fact]
    public void Updates_that_came_before_the_snapshot_are_applied_to_it()
    {
        Assert.Equal(BookChange.Kept, _book.Apply(Update(4, 6, bids: [Level(9m, 1m)])));
        Assert.Equal(BookChange.Kept, _book.Apply(Update(6, 7, bids: [Level(10m, 2m)])));
        Assert.False(_book.IsReady);
        Assert.Equal(BookChange.Applied, _book.Apply(Snapshot(6, bids: [Level(9m, 5m)])));
        Assert.Equal((7L, 10m), (_book.Sequence, _book.BestBid!.Price));
        Assert.Equal([10m, 9m], _book.Bids.Select(level => level.Price));
        Assert.Equal(5m, _book.Bids.Last().Quantity);
    }

    [Fact]
    public void A_level_without_quantity_disappears()
    {
        _book.Apply(Snapshot(1, bids: [Level(9m, 5m)], asks: [Level(11m, 1m), Level(12m, 1m)]));
        Assert.Equal(BookChange.Applied, _book.Apply(Update(1, 2, asks: [Level(11m, 0m)])));
        Assert.Equal(12m, _book.BestAsk!.Price);
    }

    [Fact]
    public void An_update_that_the_book_has_already_changes_nothing()
    {
        _book.Apply(Snapshot(5, bids: [Level(9m, 5m)]));
        Assert.Equal(BookChange.Old, _book.Apply(Update(3, 5, bids: [Level(9m, 1m)])));
        Assert.Equal((5L, 5m), (_book.Sequence, _book.BestBid!.Quantity));
    }

    [Fact]
    public void An_update_that_overlaps_is_applied() =>
        Assert.Equal((BookChange.Applied, BookChange.Applied), (_book.Apply(Snapshot(5)), _book.Apply(Update(3, 6, bids: [Level(9m, 1m)]))));

    [Fact]
    public void A_gap_empties_the_book_until_the_next_snapshot()
    {
        _book.Apply(Snapshot(5, bids: [Level(9m, 5m)]));
        Assert.Equal(BookChange.Gap, _book.Apply(Update(6, 7, bids: [Level(8m, 1m)])));
        Assert.False(_book.IsReady);
        Assert.Null(_book.BestBid);
        Assert.Equal(BookChange.Applied, _book.Apply(Snapshot(6, bids: [Level(9m, 4m)])));
        Assert.Equal([9m, 8m], _book.Bids.Select(level => level.Price));
        Assert.Equal(7, _book.Sequence);
    }

    [Fact]
    public void A_snapshot_that_kept_updates_do_not_reach_is_a_gap()
    {
        _book.Apply(Update(8, 9, bids: [Level(9m, 1m)]));
        _book.Apply(Update(9, 10, bids: [Level(9m, 2m)]));
        Assert.Equal(BookChange.Gap, _book.Apply(Snapshot(5)));
        Assert.Equal(BookChange.Applied, _book.Apply(Snapshot(8)));
        Assert.Equal((10L, 2m), (_book.Sequence, _book.BestBid!.Quantity));
    }

    [Fact]
    public void An_older_snapshot_does_not_take_the_book_back()
    {
        _book.Apply(Snapshot(5, bids: [Level(9m, 5m)]));
        Assert.Equal(BookChange.Old, _book.Apply(Snapshot(4)));
        Assert.Equal(9m, _book.BestBid!.Price);
    }

    [Fact]
    public void Kept_updates_are_bounded_and_what_was_forgotten_shows_as_a_gap()
    {
        for (var sequence = 1; sequence <= LocalOrderBook.MaxKeptUpdates + 1; sequence++) _book.Apply(Update(sequence - 1, sequence));
        Assert.Equal(BookChange.Gap, _book.Apply(Snapshot(0)));
        Assert.Equal(BookChange.Applied, _book.Apply(Snapshot(1)));
        Assert.Equal(LocalOrderBook.MaxKeptUpdates + 1, _book.Sequence);
    }

    private static DepthLevel Level(decimal price, decimal quantity) => new() { Price = price, Quantity = quantity, OrderCount = quantity == 0m ? 0 : 1 };

    private static Depth Snapshot(long sequence, IReadOnlyList<DepthLevel>? bids = null, IReadOnlyList<DepthLevel>? asks = null) =>
        new() { Symbol = "X", Sequence = sequence, Bids = bids ?? [], Asks = asks ?? [] };

    private static DepthUpdate Update(long previous, long sequence, IReadOnlyList<DepthLevel>? bids = null, IReadOnlyList<DepthLevel>? asks = null) =>
        new() { Symbol = "X", PreviousSequence = previous, Sequence = sequence, Bids = bids ?? [], Asks = asks ?? [] };
}
