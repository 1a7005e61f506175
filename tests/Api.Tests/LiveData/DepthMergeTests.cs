using Rtx.ClientApi.LiveData;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Api.Tests.LiveData;

public sealed class DepthMergeTests
{
    private readonly DepthMerge _merge = new(TestInstruments.Spot);

    [Fact]
    public void Updates_in_a_row_become_one_with_the_newest_levels()
    {
        _merge.Add(Update(1, 2, (Side.Buy, 10, 500), (Side.Sell, 11, 100)));
        _merge.Add(Update(2, 4, (Side.Buy, 10, 0)));
        var merged = _merge.Drain()!;
        Assert.Equal((1L, 4L), (merged.PreviousSequence, merged.Sequence));
        Assert.Equal(0m, Assert.Single(merged.Bids).Quantity);
        Assert.Equal(11m, Assert.Single(merged.Asks).Price);
        Assert.Null(_merge.Drain());
    }

    [Fact]
    public void Checksum_state_and_auction_are_those_of_the_last_update()
    {
        _merge.Add(Update(1, 2) with { Checksum = 5, State = TradingState.OpeningAuction, Indicative = new IndicativeAuction(new Price(9), new Quantity(100), Surplus: 0) });
        _merge.Add(Update(2, 3) with { Checksum = 6, State = TradingState.ClosingAuction, Indicative = new IndicativeAuction(new Price(10), new Quantity(250), Surplus: -1) });
        var merged = _merge.Drain()!;
        Assert.Equal((6u, Client.TradingState.ClosingAuction), (merged.Checksum, merged.State));
        Assert.Equal((10m, 2.5m), (merged.IndicativePx, merged.IndicativeQty));
    }

    [Fact]
    public void An_auction_that_has_ended_is_not_told_any_more()
    {
        _merge.Add(Update(1, 2) with { State = TradingState.OpeningAuction, Indicative = new IndicativeAuction(new Price(9), new Quantity(100), Surplus: 0) });
        _merge.Add(Update(2, 3));
        var merged = _merge.Drain()!;
        Assert.Equal((Client.TradingState.Continuous, null, null), (merged.State, merged.IndicativePx, merged.IndicativeQty));
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
        _merge.Add(Update(1, 3, (Side.Buy, 10, 500)));
        _merge.Add(Update(1, 2, (Side.Buy, 10, 700)));
        var merged = _merge.Drain()!;
        Assert.Equal((3L, 5m), (merged.Sequence, merged.Bids[0].Quantity));
    }

    private static BookUpdate Update(long previous, long sequence, params (Side Side, long Ticks, long Lots)[] levels) => new(
        TestInstruments.Spot.Id,
        previous,
        sequence,
        [.. levels.Select(level => new DepthLevel(level.Side, new Price(level.Ticks), new Quantity(level.Lots), 1))],
        []);
}
