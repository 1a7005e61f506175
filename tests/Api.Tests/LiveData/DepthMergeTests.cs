using Rtx.ClientApi.LiveData;
using Rtx.Model;

namespace Rtx.Api.Tests.LiveData;

public sealed class DepthMergeTests
{
    private static readonly Instrument Instrument = new()
    {
        Id = new InstrumentId(3),
        Symbol = "X",
        Kind = InstrumentKind.Spot,
        BaseCurrency = new Currency("BTC"),
        QuoteCurrency = new Currency("USD"),
        PriceIncrement = 1m,
        QuantityIncrement = 1m,
        MinQuantity = new Quantity(1),
        MaxQuantity = new Quantity(1_000),
    };

    private readonly DepthMerge _merge = new(Instrument);

    [Fact]
    public void Updates_in_a_row_become_one_with_the_newest_levels()
    {
        _merge.Add(Update(1, 2, (Side.Buy, 10, 5), (Side.Sell, 11, 1)));
        _merge.Add(Update(2, 4, (Side.Buy, 10, 0)));
        var merged = _merge.Drain()!;
        Assert.Equal((1L, 4L), (merged.PreviousSequence, merged.Sequence));
        Assert.Equal(0m, Assert.Single(merged.Bids).Quantity);
        Assert.Equal(11m, Assert.Single(merged.Asks).Price);
        Assert.Null(_merge.Drain());
    }

    [Fact]
    public void A_gap_between_updates_stays_visible()
    {
        _merge.Add(Update(1, 2, (Side.Buy, 10, 5)));
        _merge.Add(Update(3, 4, (Side.Buy, 9, 5)));
        var merged = _merge.Drain()!;
        Assert.Equal((3L, 4L), (merged.PreviousSequence, merged.Sequence));
        Assert.Equal(9m, Assert.Single(merged.Bids).Price);
    }

    [Fact]
    public void An_update_that_comes_twice_counts_once()
    {
        _merge.Add(Update(1, 3, (Side.Buy, 10, 5)));
        _merge.Add(Update(1, 2, (Side.Buy, 10, 7)));
        var merged = _merge.Drain()!;
        Assert.Equal((3L, 5m), (merged.Sequence, merged.Bids[0].Quantity));
    }

    private static BookUpdate Update(long previous, long sequence, params (Side Side, long Ticks, long Lots)[] levels) =>
        new(Instrument.Id, previous, sequence, [.. levels.Select(level => new DepthLevel(level.Side, new Price(level.Ticks), new Quantity(level.Lots), 1))], []);
}
