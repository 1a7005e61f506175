namespace Rtx.Domain.Tests.Matching.Scenarios;

public class ReduceOnlyTests
{
    private readonly BookScenario _book = BookScenario.Margined;

    [Fact]
    public void Position_is_the_initial_position_and_the_trades() => _book
        .Does("Ann holds 10")
        .Does("s1 Ann sells 4 @ 100 gtc", "s1 new")
        .Does("b1 Bob buys 4 @ 100 gtc", "b1 new", "s1 gave 4 @ 100, 4 of 4", "b1 took 4 @ 100, 4 of 4")
        .Holds("Ann", 6)
        .Holds("Bob", 4);

    [Fact]
    public void Reduce_only_order_without_position_on_the_other_side_is_refused() => _book
        .Does("s1 Ann sells 4 @ 100 reduce-only gtc", "s1 rejected: NothingToReduce")
        .Does("Ann holds 3")
        .Does("b1 Ann buys 4 @ 100 reduce-only gtc", "b1 rejected: NothingToReduce")
        .Does("s2 Ann sells 4 @ 100 reduce-only gtc", "s2 new");

    [Fact]
    public void Resting_reduce_only_order_trades_no_more_than_the_position() => _book
        .Does("Ann holds 3")
        .Does("s1 Ann sells 5 @ 100 reduce-only gtc", "s1 new")
        .Does("s2 Cid sells 5 @ 100 gtc", "s2 new")
        .Does(
            "b1 Bob buys 6 @ 100 gtc",
            "b1 new",
            "s1 gave 3 @ 100, 3 of 5",
            "b1 took 3 @ 100, 3 of 6",
            "s1 canceled (ReduceOnly), 3 of 5",
            "s2 gave 3 @ 100, 3 of 5",
            "b1 took 3 @ 100, 6 of 6")
        .Holds("Ann", 0);

    [Fact]
    public void Resting_reduce_only_order_without_a_position_is_canceled_when_it_is_reached() => _book
        .Does("Ann holds 3")
        .Does("s1 Ann sells 5 @ 100 reduce-only gtc", "s1 new")
        .Does("s2 Ann sells 3 @ 99 gtc", "s2 new")
        .Does("b1 Bob buys 3 @ 99 gtc", "b1 new", "s2 gave 3 @ 99, 3 of 3", "b1 took 3 @ 99, 3 of 3")
        .Does("b2 Bob buys 3 @ 100 gtc", "b2 new", "s1 canceled (ReduceOnly), 0 of 5", "b2 restated (Booked), 3 @ 100")
        .Shows("100x3 |");

    [Fact]
    public void Aggressing_reduce_only_order_stops_when_the_position_is_closed() => _book
        .Does("Ann holds -3")
        .Does("s1 Bob sells 2 @ 100 gtc", "s1 new")
        .Does("s2 Bob sells 2 @ 101 gtc", "s2 new")
        .Does(
            "b1 Ann buys 10 @ 105 reduce-only gtc",
            "b1 new",
            "s1 gave 2 @ 100, 2 of 2",
            "b1 took 2 @ 100, 2 of 10",
            "s2 gave 1 @ 101, 1 of 2",
            "b1 took 1 @ 101, 3 of 10",
            "b1 canceled (ReduceOnly), 3 of 10")
        .Holds("Ann", 0)
        .Shows("| 101x1");

    [Fact]
    public void Triggered_reduce_only_stop_without_position_is_canceled() => _book
        .Does("Ann holds 2")
        .Does("s1 Ann sells 2 stop @ 80 when 95 reduce-only gtc", "s1 new, waits for 95")
        .Does("s2 Ann sells 2 @ 100 gtc", "s2 new")
        .Does("b1 Bob buys 2 @ 100 gtc", "b1 new", "s2 gave 2 @ 100, 2 of 2", "b1 took 2 @ 100, 2 of 2")
        .Does("b2 Bob buys 5 @ 95 gtc", "b2 new")
        .Does(
            "s3 Cid sells 1 @ 95 gtc",
            "s3 new",
            "b2 gave 1 @ 95, 1 of 5",
            "s3 took 1 @ 95, 1 of 1",
            "s1 triggered",
            "s1 canceled (ReduceOnly), 0 of 2")
        .Shows("95x4 |");

    [Fact]
    public void Fok_counts_no_more_than_it_may_reduce_and_no_reduce_only_orders() => _book
        .Does("Ann holds -3")
        .Does("Bob holds 9")
        .Does("s1 Bob sells 9 @ 100 reduce-only gtc", "s1 new")
        .Does("b1 Cid buys 1 @ 100 fok", "b1 new", "b1 canceled (Remainder), 0 of 1")
        .Does("s2 Cid sells 9 @ 100 gtc", "s2 new")
        .Does("b2 Ann buys 4 @ 100 reduce-only fok", "b2 new", "b2 canceled (Remainder), 0 of 4")
        .Does("b3 Ann buys 3 @ 100 reduce-only fok", "b3 new", "s1 gave 3 @ 100, 3 of 9", "b3 took 3 @ 100, 3 of 3");

    [Fact]
    public void Auction_limits_reduce_only_orders_on_both_sides() => _book
        .Does("Ann holds 2")
        .Does("state OpeningAuction")
        .Does("s1 Ann sells 5 @ 100 reduce-only gtc", "s1 new")
        .Does("s2 Cid sells 5 @ 100 gtc", "s2 new")
        .Does("b1 Bob buys 4 @ 100 gtc", "b1 new")
        .Does(
            "continue",
            "b1 swapped 2 @ 100, 2 of 4",
            "s1 swapped 2 @ 100, 2 of 5",
            "s1 canceled (ReduceOnly), 2 of 5",
            "b1 swapped 2 @ 100, 4 of 4",
            "s2 swapped 2 @ 100, 2 of 5");

    [Fact]
    public void Spot_has_no_positions_to_reduce() => new BookScenario()
        .Does("s1 Ann sells 4 @ 100 reduce-only gtc", "s1 rejected: InvalidTerms");

    [Fact]
    public void Order_of_a_list_may_wait_for_the_position_that_its_entry_opens() => _book
        .Does("s0 Bob sells 3 @ 100 gtc", "s0 new")
        .Does(
            "oto: b1 Ann buys 3 @ 100 gtc; s1 Ann sells 3 @ 110 reduce-only gtc",
            "b1 new, held",
            "s1 new, held",
            "b1 released",
            "s0 gave 3 @ 100, 3 of 3",
            "b1 took 3 @ 100, 3 of 3",
            "s1 released")
        .Shows("| 110x3");
}
