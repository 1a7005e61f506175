using CsCheck;
using Rtx.Domain.Ledger;
using Rtx.Domain.Positions;
using Rtx.Model;

namespace Rtx.Domain.Tests.Positions;

public class NettedPositionTests
{
    [Theory]
    [InlineData("adds at average cost", 10, 1_000, Side.Buy, 5, 600, 15, 1_600, 0)]
    [InlineData("reduces a long position with profit", 10, 1_000, Side.Sell, 4, 480, 6, 600, 80)]
    [InlineData("reduces a short position with loss", -10, -1_000, Side.Buy, 4, 480, -6, -600, -80)]
    [InlineData("closes", 10, 1_000, Side.Sell, 10, 900, 0, 0, -100)]
    [InlineData("flips from long to short", 10, 1_000, Side.Sell, 15, 1_650, -5, -550, 100)]
    [InlineData("flips from short to long", -10, -1_000, Side.Buy, 15, 1_350, 5, 450, 100)]
    [InlineData("opens at a negative price", 0, 0, Side.Buy, 10, -50, 10, -50, 0)]
    [InlineData("closes at a negative price", 10, 50, Side.Sell, 10, -20, 0, 0, -70)]
    public void Trade_moves_lots_cost_and_profit(
        string what, long lots, int cost, Side side, long tradedLots, int value, long lotsAfter, int costAfter, int profit)
    {
        var after = Position(lots, cost, 0m).After(side, new Quantity(tradedLots), Amount.Of(value));

        Assert.True(Position(lotsAfter, costAfter, profit) == after, $"{what}: {after}");
    }

    [Fact]
    public void Rounding_differences_stay_in_the_cost()
    {
        var first = Position(3, 100m, 0m).After(Side.Sell, new Quantity(1), Amount.Of(40m));
        var last = first.After(Side.Sell, new Quantity(2), Amount.Of(80m));

        Assert.Equal(Position(2, 66.66666667m, 6.66666667m), first);
        Assert.Equal(Position(0, 0m, 20m), last);
    }

    [Fact]
    public void Cost_less_profit_changes_by_exactly_the_value_of_each_trade()
    {
        var trade = Gen.Select(Gen.Bool, Gen.Long[1, 1_000_000], Gen.Long[-1_000_000_000_000, 1_000_000_000_000_000]);
        trade.Array[1, 100].Sample(trades =>
        {
            var position = default(NettedPosition);
            var paid = Amount.Zero;
            foreach (var (isBuy, lots, value) in trades)
            {
                var side = isBuy ? Side.Buy : Side.Sell;
                position = position.After(side, new Quantity(lots), new Amount(value));
                paid += new Amount(side.Sign() * value);
                if (position.Cost - position.RealizedPnl != paid || (position.Lots == 0 && position.Cost != Amount.Zero)) return false;
            }

            return true;
        });
    }

    private static NettedPosition Position(long lots, decimal cost, decimal realizedPnl) =>
        new(lots, Amount.Of(cost), Amount.Of(realizedPnl));
}
