using System.IO.Hashing;
using System.Text;

namespace Rtx.Client.Tests;

public sealed class LocalOrderBookTests
{
    private static readonly Instrument Instrument = new()
    {
        InstrumentId = 1,
        Symbol = "X",
        Kind = InstrumentKind.Spot,
        BaseCurrency = "BTC",
        QuoteCurrency = "USD",
        PriceIncrement = 1m,
        QuantityIncrement = 1m,
        ContractSize = 1m,
        MinQuantity = 1m,
        MaxQuantity = 1_000m,
        InitialMarginRate = 1m,
        MaintenanceMarginRate = 1m,
        MakerFeeRate = 0m,
        TakerFeeRate = 0m,
        AllowsNegativePrices = false,
    };

    private readonly LocalOrderBook _book = new(Instrument);

    [Fact]
    public void Updates_that_came_before_the_snapshot_are_applied_to_it()
    {
        Assert.Equal(BookChange.Kept, _book.Apply(Update(4, 6, "9:1", bids: [Level(9m, 1m)])));
        Assert.Equal(BookChange.Kept, _book.Apply(Update(6, 7, "10:2:9:5", bids: [Level(10m, 2m)])));
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
        Assert.Equal(BookChange.Applied, _book.Apply(Update(1, 2, "9:5:12:1", asks: [Level(11m, 0m)])));
        Assert.Equal(12m, _book.BestAsk!.Price);
    }

    [Fact]
    public void An_update_that_the_book_has_already_changes_nothing()
    {
        _book.Apply(Snapshot(5, bids: [Level(9m, 5m)]));
        Assert.Equal(BookChange.Old, _book.Apply(Update(3, 5, "9:1", bids: [Level(9m, 1m)])));
        Assert.Equal((5L, 5m), (_book.Sequence, _book.BestBid!.Quantity));
    }

    [Fact]
    public void An_update_that_overlaps_is_applied() =>
        Assert.Equal((BookChange.Applied, BookChange.Applied), (_book.Apply(Snapshot(5)), _book.Apply(Update(3, 6, "9:1", bids: [Level(9m, 1m)]))));

    [Fact]
    public void A_gap_empties_the_book_until_the_next_snapshot()
    {
        _book.Apply(Snapshot(5, bids: [Level(9m, 5m)]));
        Assert.Equal(BookChange.Gap, _book.Apply(Update(6, 7, "9:4:8:1", bids: [Level(8m, 1m)])));
        Assert.False(_book.IsReady);
        Assert.Null(_book.BestBid);
        Assert.Equal(BookChange.Applied, _book.Apply(Snapshot(6, bids: [Level(9m, 4m)])));
        Assert.Equal([9m, 8m], _book.Bids.Select(level => level.Price));
        Assert.Equal(7, _book.Sequence);
    }

    [Fact]
    public void A_snapshot_that_kept_updates_do_not_reach_is_a_gap()
    {
        _book.Apply(Update(8, 9, "9:1", bids: [Level(9m, 1m)]));
        _book.Apply(Update(9, 10, "9:2", bids: [Level(9m, 2m)]));
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
        for (var sequence = 1; sequence <= LocalOrderBook.MaxKeptUpdates + 1; sequence++) _book.Apply(Update(sequence - 1, sequence, ""));
        Assert.Equal(BookChange.Gap, _book.Apply(Snapshot(0)));
        Assert.Equal(BookChange.Applied, _book.Apply(Snapshot(1)));
        Assert.Equal(LocalOrderBook.MaxKeptUpdates + 1, _book.Sequence);
    }

    [Fact]
    public void A_wrong_checksum_empties_the_book_until_the_next_snapshot()
    {
        _book.Apply(Snapshot(1, bids: [Level(9m, 5m)]));
        Assert.Equal(BookChange.Mismatch, _book.Apply(Update(1, 2, "9:5:8:2", bids: [Level(8m, 1m)])));
        Assert.False(_book.IsReady);
        Assert.Empty(_book.Bids);
        Assert.Equal(BookChange.Kept, _book.Apply(Update(2, 3, "9:5:8:2:7:1", bids: [Level(7m, 1m)])));
        Assert.Equal(BookChange.Applied, _book.Apply(Snapshot(2, bids: [Level(9m, 5m), Level(8m, 2m)])));
        Assert.Equal((3L, 3), (_book.Sequence, _book.Bids.Count()));
    }

    [Fact]
    public void A_kept_update_with_a_wrong_checksum_asks_for_another_snapshot()
    {
        _book.Apply(Update(1, 2, "9:5:8:2", bids: [Level(8m, 1m)]));
        _book.Apply(Update(2, 3, "9:5:8:2:7:1", bids: [Level(7m, 1m)]));
        Assert.Equal(BookChange.Mismatch, _book.Apply(Snapshot(1, bids: [Level(9m, 5m)])));
        Assert.Equal(BookChange.Applied, _book.Apply(Snapshot(2, bids: [Level(9m, 5m), Level(8m, 2m)])));
        Assert.Equal(3, _book.Sequence);
    }

    [Fact]
    public void The_checksum_counts_in_increments_of_the_instrument()
    {
        var book = new LocalOrderBook(Instrument with { PriceIncrement = 0.25m, QuantityIncrement = 0.50m });
        book.Apply(Snapshot(1, bids: [Level(100.250m, 3m)]));

        // CRC-32 of 401:6:402:3, as other programs compute it.
        Assert.Equal(BookChange.Applied, book.Apply(Update(1, 2, "", asks: [Level(100.5m, 1.50m)]) with { Checksum = 3_251_522_747 }));
    }

    [Fact]
    public void The_checksum_knows_negative_prices()
    {
        _book.Apply(Snapshot(1, bids: [Level(-6m, 1m)]));
        Assert.Equal(BookChange.Applied, _book.Apply(Update(1, 2, "-5:2:-6:1:0:3", bids: [Level(-5m, 2m)], asks: [Level(0m, 3m)])));
    }

    [Fact]
    public void The_checksum_covers_ten_levels_of_each_side()
    {
        _book.Apply(Snapshot(1, bids: Levels(20, 11)));
        Assert.Equal(BookChange.Applied, _book.Apply(Update(1, 2, Text(Levels(20, 11)), bids: [Level(9m, 7m)])));
        Assert.Equal(BookChange.Applied, _book.Apply(Update(2, 3, Text([Level(21m, 1m), .. Levels(20, 12)]), bids: [Level(21m, 1m)])));
    }

    [Fact]
    public void What_a_cut_off_snapshot_left_out_is_not_taken_for_a_mismatch()
    {
        // The server has bids down to 1, the snapshot down to 10.
        var book = new LocalOrderBook(Instrument, snapshotLevels: 11);
        book.Apply(Snapshot(1, bids: Levels(20, 10)));
        Assert.Equal(BookChange.Applied, book.Apply(Update(1, 2, Text(Levels(19, 10)), bids: [Level(20m, 0m)])));
        Assert.Equal(BookChange.Applied, book.Apply(Update(2, 3, Text(Levels(18, 9)), bids: [Level(19m, 0m)])));
        Assert.Equal(BookChange.Applied, book.Apply(Update(3, 4, Text(Levels(18, 9)), bids: [Level(8m, 2m)])));
    }

    [Fact]
    public void A_cut_off_snapshot_is_checked_as_far_as_it_reaches()
    {
        var book = new LocalOrderBook(Instrument, snapshotLevels: 11);
        book.Apply(Snapshot(1, bids: Levels(20, 10)));
        Assert.Equal(BookChange.Mismatch, book.Apply(Update(1, 2, Text([Level(19m, 2m), .. Levels(18, 10)]), bids: [Level(20m, 0m)])));
    }

    [Fact]
    public void State_and_auction_are_those_of_the_last_update_or_snapshot()
    {
        _book.Apply(Snapshot(1) with { State = TradingState.OpeningAuction, IndicativePx = 10m, IndicativeQty = 2m });
        Assert.Equal((TradingState.OpeningAuction, 10m, 2m), (_book.State, _book.IndicativePx, _book.IndicativeQty));
        _book.Apply(Update(1, 2, "") with { State = TradingState.VolatilityAuction, IndicativePx = 11m, IndicativeQty = 3m });
        var picture = _book.ToDepth(5);
        Assert.Equal((TradingState.VolatilityAuction, 11m, 3m), (picture.State, picture.IndicativePx, picture.IndicativeQty));
        _book.Apply(Update(2, 3, ""));
        Assert.Equal((TradingState.Continuous, null, null), (_book.State, _book.IndicativePx, _book.IndicativeQty));
    }

    private static DepthLevel Level(decimal price, decimal quantity) => new() { Price = price, Quantity = quantity, OrderCount = quantity == 0m ? 0 : 1 };

    private static List<DepthLevel> Levels(int from, int to) => [.. Enumerable.Range(to, from - to + 1).Reverse().Select(price => Level(price, 1m))];

    private static string Text(IEnumerable<DepthLevel> bids) => string.Join(':', bids.Select(level => $"{level.Price}:{level.Quantity}"));

    private static Depth Snapshot(long sequence, IReadOnlyList<DepthLevel>? bids = null, IReadOnlyList<DepthLevel>? asks = null) =>
        new() { Symbol = "X", Sequence = sequence, Bids = bids ?? [], Asks = asks ?? [] };

    /// <param name="previous">The sequence before it.</param>
    /// <param name="sequence">The sequence after it.</param>
    /// <param name="book">The text that its checksum is over.</param>
    /// <param name="bids">Changed bids.</param>
    /// <param name="asks">Changed asks.</param>
    private static DepthUpdate Update(long previous, long sequence, string book, IReadOnlyList<DepthLevel>? bids = null, IReadOnlyList<DepthLevel>? asks = null) => new()
    {
        Symbol = "X",
        PreviousSequence = previous,
        Sequence = sequence,
        Bids = bids ?? [],
        Asks = asks ?? [],
        Checksum = Crc32.HashToUInt32(Encoding.ASCII.GetBytes(book)),
    };
}
