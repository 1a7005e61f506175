using Rtx.Client;
using Rtx.Simulator.Demo;

namespace Rtx.Simulator.Tests;

public sealed class QuoteLadderTests
{
    private const long Reference = 6_000_000;

    private readonly DemoInstrument _instrument = DemoInstrument.All[0];

    [Fact]
    public void The_same_seed_walks_the_same_way_and_stays_in_sight()
    {
        var (first, second, other) = (Walk(seed: 1), Walk(seed: 1), Walk(seed: 2));

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
        Assert.All(first, ticks => Assert.InRange(ticks, Reference / 2, Reference * 2));
    }

    [Fact]
    public void An_own_quote_never_meets_another_one_while_the_price_walks()
    {
        var ladder = new QuoteLadder(_instrument);
        var walk = new RandomWalk(new Random(7), Reference, Reference, _instrument.StepTicks * 20);
        for (var step = 0; step < 20_000; step++)
        {
            walk.Step();
            var slot = ladder.Next(walk.Ticks);
            (slot.Order, slot.Ticks) = (AnyOrder(slot.Side), ladder.Target(slot, walk.Ticks));

            if (ladder.Best(Side.Buy) is { } bid && ladder.Best(Side.Sell) is { } ask) Assert.True(bid.Ticks < ask.Ticks, $"step {step}: {bid.Ticks} meets {ask.Ticks}");
        }

        Assert.All(ladder.Slots, slot => Assert.NotNull(slot.Order));
    }

    [Fact]
    public void A_missing_quote_comes_before_one_that_is_out_of_place()
    {
        var ladder = new QuoteLadder(_instrument);
        foreach (var slot in ladder.Slots) (slot.Order, slot.Ticks) = (AnyOrder(slot.Side), ladder.Target(slot, Reference));
        var missing = ladder.Slots[3];
        missing.Order = null;

        Assert.Same(missing, ladder.Next(Reference + 10));
    }

    private static List<long> Walk(int seed)
    {
        var walk = new RandomWalk(new Random(seed), Reference, Reference, stepTicks: 400);
        return [.. Enumerable.Range(0, 50_000).Select(_ =>
        {
            walk.Step();
            return walk.Ticks;
        })];
    }

    private static Order AnyOrder(Side side) => new()
    {
        OrderId = 1,
        ClientOrderId = "x",
        AccountId = 1,
        Symbol = "BTCUSD",
        Side = side,
        OrderType = OrderType.Limit,
        TimeInForce = TimeInForce.Gtc,
        OrderQty = 1m,
        CumQty = 0m,
        LeavesQty = 1m,
        Status = OrdStatus.New,
        Sequence = 1,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };
}
