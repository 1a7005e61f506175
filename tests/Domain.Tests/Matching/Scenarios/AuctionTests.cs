using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching.Scenarios;

public class AuctionTests
{
    private readonly BookScenario _book = new BookScenario().Does("state OpeningAuction");

    [Fact]
    public void Price_with_the_most_quantity_wins() => _book
        .Does("b1 Ann buys 5 @ 105 gtc", "b1 new")
        .Does("b2 Ann buys 5 @ 103 gtc", "b2 new")
        .Does("s1 Bob sells 4 @ 101 gtc", "s1 new")
        .Does("s2 Bob sells 5 @ 103 gtc", "s2 new")
        .Indicates("9 @ 103, 1 bid")
        .Does(
            "continue",
            "b1 swapped 4 @ 103, 4 of 5",
            "s1 swapped 4 @ 103, 4 of 4",
            "b1 swapped 1 @ 103, 5 of 5",
            "s2 swapped 1 @ 103, 1 of 5",
            "b2 swapped 4 @ 103, 4 of 5",
            "s2 swapped 4 @ 103, 5 of 5")
        .Shows("103x1 |")
        .HasReference(103);

    [Fact]
    public void Of_prices_with_the_same_quantity_the_least_surplus_wins() => _book
        .Does("b1 Ann buys 5 @ 105 gtc", "b1 new")
        .Does("b2 Ann buys 2 @ 102 gtc", "b2 new")
        .Does("s1 Bob sells 5 @ 101 gtc", "s1 new")
        .Does("s2 Bob sells 1 @ 104 gtc", "s2 new")
        .Does("reference 105")
        .Indicates("5 @ 103");

    [Fact]
    public void More_bids_than_asks_take_the_highest_price() => _book
        .Does("b1 Ann buys 5 @ 105 gtc", "b1 new")
        .Does("s1 Bob sells 4 @ 101 gtc", "s1 new")
        .Does("reference 102")
        .Indicates("4 @ 105, 1 bid");

    [Fact]
    public void More_asks_than_bids_take_the_lowest_price() => _book
        .Does("b1 Ann buys 4 @ 105 gtc", "b1 new")
        .Does("s1 Bob sells 5 @ 101 gtc", "s1 new")
        .Does("reference 102")
        .Indicates("4 @ 101, 1 offered");

    [Theory]
    [InlineData("reference 103", 103)]
    [InlineData("reference 99", 101)]
    [InlineData("reference 200", 104)]
    [InlineData("reference none", 102)]
    public void Balanced_range_takes_the_tick_nearest_to_the_reference_or_else_its_middle(string reference, long price) => _book
        .Does("b1 Ann buys 4 @ 104 gtc", "b1 new")
        .Does("s1 Bob sells 4 @ 101 gtc", "s1 new")
        .Does(reference)
        .Indicates($"4 @ {price}");

    [Fact]
    public void Last_trade_is_the_reference_when_there_is_no_other() => new BookScenario()
        .Does("s0 Ann sells 1 @ 103 gtc", "s0 new")
        .Does("b0 Bob buys 1 @ 103 gtc", "b0 new", "s0 gave 1 @ 103, 1 of 1", "b0 took 1 @ 103, 1 of 1")
        .Does("state VolatilityAuction")
        .Does("b1 Ann buys 4 @ 104 gtc", "b1 new")
        .Does("s1 Bob sells 4 @ 101 gtc", "s1 new")
        .Indicates("4 @ 103");

    [Fact]
    public void Range_with_more_bids_at_one_end_and_more_asks_at_the_other_takes_the_reference() => _book
        .Does("b1 Ann buys 4 @ 104 gtc", "b1 new")
        .Does("b2 Ann buys 2 @ 101 gtc", "b2 new")
        .Does("s1 Bob sells 4 @ 101 gtc", "s1 new")
        .Does("s2 Bob sells 2 @ 102 gtc", "s2 new")
        .Does("reference 103")
        .Indicates("4 @ 103, 2 offered");

    [Fact]
    public void Middle_of_a_range_below_zero_is_rounded_down() =>
        new BookScenario(TestInstruments.Margined with { AllowsNegativePrices = true })
        .Does("state OpeningAuction")
        .Does("b1 Ann buys 4 @ -2 gtc", "b1 new")
        .Does("s1 Bob sells 4 @ -5 gtc", "s1 new")
        .Indicates("4 @ -4");

    [Fact]
    public void Book_that_is_not_crossed_indicates_nothing() => _book
        .Indicates("nothing")
        .Does("b1 Ann buys 4 @ 100 gtc", "b1 new")
        .Does("s1 Bob sells 4 @ 101 gtc", "s1 new")
        .Indicates("nothing")
        .Does("continue")
        .Shows("100x4 | 101x4");

    [Fact]
    public void Hidden_quantity_counts() => _book
        .Does("b1 Ann buys 9 @ 101 shows 1 gtc", "b1 new")
        .Does("s1 Bob sells 4 @ 101 gtc", "s1 new")
        .Indicates("4 @ 101, 5 bid");

    [Fact]
    public void Uncrossing_continues_at_another_price_after_cancelled_orders() => BookScenario.Margined
        .Does("state OpeningAuction")
        .Does("b1 Ann buys 9 @ 105 reduce-only gtc", "b1 rejected: NothingToReduce")
        .Does("Ann holds -1")
        .Does("b2 Ann buys 9 @ 105 reduce-only gtc", "b2 new")
        .Does("b3 Bob buys 2 @ 101 gtc", "b3 new")
        .Does("s1 Cid sells 2 @ 100 gtc", "s1 new")
        .Does("s2 Cid sells 7 @ 104 gtc", "s2 new")
        .Indicates("9 @ 104")
        .Does(
            "continue",
            "b2 swapped 1 @ 104, 1 of 9",
            "s1 swapped 1 @ 104, 1 of 2",
            "b2 canceled (ReduceOnly), 1 of 9",
            "b3 swapped 1 @ 101, 1 of 2",
            "s1 swapped 1 @ 101, 2 of 2")
        .HasReference(101);

    [Fact]
    public void Reference_stays_when_nothing_trades() => BookScenario.Margined
        .Does("state OpeningAuction")
        .Does("reference 90")
        .Does("Ann holds -1")
        .Does("b1 Ann buys 1 @ 105 reduce-only gtc", "b1 new")
        .Does("Ann holds 0")
        .Does("s1 Cid sells 2 @ 100 gtc", "s1 new")
        .Does("continue", "b1 canceled (ReduceOnly), 0 of 1")
        .HasReference(90);

    [Fact]
    public void Linked_orders_change_while_the_auction_trades() => _book
        .Does("oco: a Ann sells 2 @ 100 gtc; b Ann sells 3 @ 101 gtc", "a new, held", "b new, held", "a released", "b released")
        .Does("b1 Bob buys 5 @ 102 gtc", "b1 new")
        .Indicates("5 @ 101")
        .Does("continue", "b1 swapped 2 @ 101, 2 of 5", "a swapped 2 @ 101, 2 of 2", "b canceled (LinkedOrder), 0 of 3")
        .Shows("102x3 |");
}
