using Rtx.Domain.Matching.Rules;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching.Scenarios;

/// <summary>
/// Orders that the mark has left behind: with a margin of 5 % and a mark of 15,000, prices from 14,250 to 15,750 are covered.
/// </summary>
public class LeftBehindTests
{
    private static readonly BookLimits TwoEvents = new() { EventsPerSlice = 2 };

    private readonly BookScenario _book = BookScenario.Margined.Does("mark 20000");

    [Fact]
    public void Orders_that_would_lose_more_than_their_margin_are_cancelled_when_the_mark_moves() => _book
        .Does("b1 Ann buys 90 @ 19900 gtc", "b1 new")
        .Does("b2 Ann buys 1 @ 15751 gtc", "b2 new")
        .Does("b3 Ann buys 1 @ 15750 gtc", "b3 new")
        .Does("s1 Cid sells 1 @ 30000 gtc", "s1 new")
        .Does("mark 15000", "b1 canceled (PriceBand), 0 of 90", "b2 canceled (PriceBand), 0 of 1")
        .Shows("15750x1 | 30000x1")
        .Does("b4 Ann buys 1 @ 28000 gtc", "b4 new", "b4 canceled (PriceBand), 0 of 1")
        .Does("mark 40000", "s1 canceled (PriceBand), 0 of 1");

    [Fact]
    public void An_aggressor_trades_beyond_covered_prices_but_its_remainder_does_not_rest_there() => _book
        .Does("s1 Bob sells 2 @ 30000 gtc", "s1 new")
        .Does("b1 Ann buys 3 @ 30000 gtc", "b1 new", "s1 gave 2 @ 30000, 2 of 2", "b1 took 2 @ 30000, 2 of 3",
            "b1 canceled (PriceBand), 2 of 3");

    [Fact]
    public void Many_are_cancelled_in_slices() => new BookScenario(TestInstruments.Margined, TwoEvents)
        .Does("b1 Ann buys 1 @ 19900 gtc", "b1 new")
        .Does("b2 Ann buys 1 @ 19800 gtc", "b2 new")
        .Does("b3 Ann buys 1 @ 19700 gtc", "b3 new")
        .Does("b4 Bob buys 1 @ 15000 gtc", "b4 new")
        .Does("mark 15000", "b1 canceled (PriceBand), 0 of 1", "b2 canceled (PriceBand), 0 of 1")
        .Does("at 40", "b3 canceled (PriceBand), 0 of 1")
        .Shows("15000x1 |");

    [Fact]
    public void An_order_that_is_not_cancelled_yet_does_not_trade() => new BookScenario(TestInstruments.Margined, TwoEvents)
        .Does("b1 Ann buys 1 @ 19900 gtc", "b1 new")
        .Does("b2 Ann buys 1 @ 19800 gtc", "b2 new")
        .Does("b3 Ann buys 1 @ 19700 gtc", "b3 new")
        .Does("b4 Bob buys 1 @ 15000 gtc", "b4 new")
        .Does("mark 15000", "b1 canceled (PriceBand), 0 of 1", "b2 canceled (PriceBand), 0 of 1")
        .Does("s1 Cid sells 2 @ 15000 fok", "s1 new", "s1 canceled (Remainder), 0 of 2")
        .Shows("19700x1 15000x1 |")
        .Does("s2 Cid sells 1 @ 15000 fok", "s2 new", "b3 canceled (PriceBand), 0 of 1", "b4 gave 1 @ 15000, 1 of 1",
            "s2 took 1 @ 15000, 1 of 1");

    [Fact]
    public void The_first_mark_of_a_new_book_cancels_them() => BookScenario.Margined
        .Does("b1 Ann buys 1 @ 19900 gtc", "b1 new")
        .Does("mark 15000", "b1 canceled (PriceBand), 0 of 1");

    [Fact]
    public void An_auction_has_no_price_at_which_a_side_loses_more() => _book
        .Does("state OpeningAuction")
        .Does("b1 Ann buys 5 @ 19900 gtc", "b1 new")
        .Does("s1 Bob sells 5 @ 14000 gtc", "s1 new")
        .Does("reference 19000")
        .Does("mark 15000")
        .Indicates("5 @ 15750")
        .Does("continue", "b1 swapped 5 @ 15750, 5 of 5", "s1 swapped 5 @ 15750, 5 of 5");

    [Fact]
    public void Orders_that_cross_beyond_covered_prices_are_cancelled_at_the_end_of_the_auction() => _book
        .Does("state OpeningAuction")
        .Does("b1 Ann buys 90 @ 19900 gtc", "b1 new")
        .Does("s1 Bob sells 90 @ 19900 gtc", "s1 new")
        .Does("mark 15000")
        .Indicates("nothing")
        .Does("continue", "b1 canceled (PriceBand), 0 of 90")
        .Shows("| 19900x90");

    [Fact]
    public void Orders_left_behind_outside_of_trading_are_cancelled_when_trading_starts() => _book
        .Does("b1 Ann buys 1 @ 19900 gtc", "b1 new")
        .Does("halt")
        .Does("mark 15000")
        .Shows("19900x1 |")
        .Does("continue", "b1 canceled (PriceBand), 0 of 1");

    [Theory]
    [InlineData(20_000, true)]
    [InlineData(15_750, true)]
    [InlineData(15_751, false)]
    [InlineData(14_249, false)]
    [InlineData(null, false)]
    public void An_account_must_have_used_a_mark_that_is_near(int? mark, bool isCovered)
    {
        if (mark != 20_000) _book.Does("mark 15000");
        Assert.Equal(isCovered, _book.Book.IsCovered(mark is { } ticks ? new Price(ticks) : null));
    }

    [Fact]
    public void The_mark_does_not_matter_in_a_spot_instrument() =>
        Assert.True(new BookScenario().Does("mark 15000").Book.IsCovered(mark: null));
}
