using Microsoft.Extensions.Options;
using Rtx.Client;
using Rtx.Gateway.Ticks;
using Rtx.Model;
using Tick = Rtx.Model.Tick;
using TickKind = Rtx.Model.TickKind;

namespace Rtx.Api.Tests.Ticks;

public sealed class TickScreenTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public void What_is_not_set_is_not_looked_at()
    {
        var screen = Screen(new TickScreenOptions { RefusesCrossed = false, MaxAge = null, MaxAhead = null, MaxJumpBasisPoints = null });

        Assert.Empty(Judge(screen, Quote(1, 100, 99), Quote(2, 1, 2) with { Time = default }, Quote(3, 1_000_000, 1_000_001)));
    }

    [Fact]
    public void By_default_a_feed_may_send_neither_old_nor_future_nor_far_prices()
    {
        var screen = Screen(new TickScreenOptions());

        Assert.Equal(
            [(1, QuarantineReason.Stale), (2, QuarantineReason.Future), (3, QuarantineReason.Outlier)],
            Judge(screen, Trade(1, 1_000), Trade(2, 1_000) with { Time = At(-61) }, Trade(3, 1_000) with { Time = At(11) }, Trade(4, 10), Trade(5, 1_200)));
    }

    [Fact]
    public void The_past_may_have_any_time_and_price_and_the_present_not_be_judged_by_less()
    {
        var screen = Screen(new TickScreenOptions());

        var screened = screen.Screen([Trade(1, 1_000) with { Time = default }, Trade(2, 10), Quote(3, 102, 100)], isOfThePast: true);

        Assert.Equal([(2, QuarantineReason.Crossed)], screened.Bad);
    }

    [Fact]
    public void Each_reason_has_its_tick()
    {
        var screen = Screen(new TickScreenOptions { MaxAge = TimeSpan.FromSeconds(10), MaxAhead = TimeSpan.FromSeconds(1), MaxJumpBasisPoints = 1_000 });

        var bad = Judge(
            screen, Quote(10, 100, 102), Quote(11, 103, 102), Quote(12, 100, 102) with { Time = At(-11) }, Quote(13, 100, 102) with { Time = At(2) }, Quote(9, 100, 102), Quote(14, 200, 202),
            Quote(15, 102, 102), Trade(1, 500), Quote(16, 300, 302) with { ProviderId = 2 });

        Assert.Equal(
            [(1, QuarantineReason.Crossed), (2, QuarantineReason.Stale), (3, QuarantineReason.Future), (4, QuarantineReason.OutOfOrder), (5, QuarantineReason.Outlier)], bad);
    }

    [Fact]
    public void A_jump_that_is_confirmed_is_the_new_price()
    {
        var screen = Screen(new TickScreenOptions { MaxJumpBasisPoints = 1_000, Confirmations = 3 });
        Judge(screen, Trade(1, 1_000));

        Assert.Equal([(0, QuarantineReason.Outlier), (1, QuarantineReason.Outlier)], Judge(screen, Trade(2, 2_000), Trade(3, 2_010), Trade(4, 1_990), Trade(5, 2_100)));
        Assert.Equal([(0, QuarantineReason.Outlier)], Judge(screen, Trade(6, 1_000)));
    }

    [Fact]
    public void A_price_near_the_good_one_ends_a_row_of_far_ones()
    {
        var screen = Screen(new TickScreenOptions { MaxJumpBasisPoints = 1_000, Confirmations = 2 });
        Judge(screen, Trade(1, 1_000));

        Assert.Equal([(0, QuarantineReason.Outlier), (2, QuarantineReason.Outlier)], Judge(screen, Trade(2, 2_000), Trade(3, 1_001), Trade(4, 2_000)));
    }

    [Fact]
    public void A_batch_that_was_not_sent_is_judged_the_same_again()
    {
        var screen = Screen(new TickScreenOptions { MaxJumpBasisPoints = 1_000, Confirmations = 2 });
        Judge(screen, Trade(1, 1_000));
        Tick[] batch = [Trade(2, 2_000), Trade(3, 1_000)];

        var first = screen.Screen(batch);
        var again = screen.Screen(batch);

        Assert.Equal([(0, QuarantineReason.Outlier)], first.Bad);
        Assert.Equal(first.Bad, again.Bad);
        Assert.Equal([batch[1]], again.Good);
    }

    [Fact]
    public void A_batch_that_is_sent_again_is_left_to_the_one_who_stores()
    {
        var screen = Screen(new TickScreenOptions());
        Judge(screen, Trade(1, 1_000), Trade(2, 1_000));

        Assert.Empty(Judge(screen, Trade(1, 1_000), Trade(2, 1_000)));
    }

    [Fact]
    public void Half_a_quote_has_no_price_to_jump()
    {
        var screen = Screen(new TickScreenOptions { MaxJumpBasisPoints = 1 });
        Judge(screen, Quote(1, 100, 102));

        Assert.Empty(Judge(screen, Quote(2, 5, 0) with { AskQty = default }));
    }

    private static TickScreen Screen(TickScreenOptions options) => new(Options.Create(options), new StoppedClock());

    private static IReadOnlyList<(int, QuarantineReason)> Judge(TickScreen screen, params Tick[] ticks)
    {
        var screened = screen.Screen(ticks);
        screened.Keep();
        Assert.Equal(ticks.Length, screened.Good.Count + screened.Bad.Count);
        return screened.Bad;
    }

    private static Tick Quote(long sequence, long bid, long ask) => new()
    {
        InstrumentId = new InstrumentId(1), ProviderId = 1, Sequence = sequence, Time = At(0), Kind = TickKind.Quote,
        Bid = new Price(bid), BidQty = new Quantity(1), Ask = new Price(ask), AskQty = new Quantity(1),
    };

    private static Tick Trade(long sequence, long price) => new()
    {
        InstrumentId = new InstrumentId(1), ProviderId = 1, Sequence = sequence, Time = At(0), Kind = TickKind.Trade, LastPx = new Price(price), LastQty = new Quantity(1),
    };

    private static Timestamp At(int seconds) => Timestamp.From(Now.AddSeconds(seconds));

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
