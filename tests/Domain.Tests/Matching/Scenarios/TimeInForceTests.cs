namespace Rtx.Domain.Tests.Matching.Scenarios;

public class TimeInForceTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Ioc_order_cancels_its_remainder() => _book
        .Does("s1 Ann sells 2 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 5 @ 101 ioc", "b1 new", "s1 gave 2 @ 101, 2 of 2", "b1 took 2 @ 101, 2 of 5", "b1 canceled (Remainder), 2 of 5")
        .Shows("|");

    [Fact]
    public void Ioc_order_without_liquidity_is_accepted_and_canceled() => _book
        .Does("b1 Bob buys 5 @ 101 ioc", "b1 new", "b1 canceled (Remainder), 0 of 5");

    [Fact]
    public void Fok_order_trades_fully_or_not_at_all() => _book
        .Does("s1 Ann sells 2 @ 101 gtc", "s1 new")
        .Does("s2 Ann sells 2 @ 102 gtc", "s2 new")
        .Does("s3 Ann sells 9 @ 103 gtc", "s3 new")
        .Does("b1 Bob buys 5 @ 102 fok", "b1 new", "b1 canceled (Remainder), 0 of 5")
        .Does(
            "b2 Bob buys 4 @ 102 fok",
            "b2 new",
            "s1 gave 2 @ 101, 2 of 2",
            "b2 took 2 @ 101, 2 of 4",
            "s2 gave 2 @ 102, 2 of 2",
            "b2 took 2 @ 102, 4 of 4")
        .Shows("| 103x9");

    [Fact]
    public void Fok_order_counts_hidden_quantity() => _book
        .Does("s1 Ann sells 4 @ 101 shows 1 gtc", "s1 new")
        .Does("b1 Bob buys 5 @ 101 fok", "b1 new", "b1 canceled (Remainder), 0 of 5")
        .Does(
            "b2 Bob buys 2 @ 101 fok",
            "b2 new",
            "s1 gave 1 @ 101, 1 of 4, last in queue",
            "b2 took 1 @ 101, 1 of 2",
            "s1 gave 1 @ 101, 2 of 4, last in queue",
            "b2 took 1 @ 101, 2 of 2");

    [Fact]
    public void Fok_order_counts_one_leg_of_an_oco_because_its_fill_cancels_the_others() => _book
        .Does("oco: a Ann sells 5 @ 100 gtc; b Ann sells 5 @ 101 gtc", "a new, held", "b new, held", "a released", "b released")
        .Does("f Bob buys 10 @ 101 fok", "f new", "f canceled (Remainder), 0 of 10")
        .Does("s Cid sells 5 @ 101 gtc", "s new")
        .Does(
            "g Bob buys 10 @ 101 fok",
            "g new",
            "a gave 5 @ 100, 5 of 5",
            "g took 5 @ 100, 5 of 10",
            "b canceled (LinkedOrder), 0 of 5",
            "s gave 5 @ 101, 5 of 5",
            "g took 5 @ 101, 10 of 10");

    [Fact]
    public void Fok_order_counts_no_more_of_a_bracket_than_its_stop_loss_has() => _book
        .Does(
            "bracket: t1 Ann sells 3 @ 100 take-profit gtc; t2 Ann sells 2 @ 101 take-profit gtc; "
                + "s Ann sells 5 stop-limit @ 102 when 99 stop-loss gtc",
            "t1 new, held",
            "t2 new, held",
            "s new, held",
            "t1 released",
            "t2 released",
            "s released, waits for 99")
        .Does("b0 Cid buys 1 @ 99 gtc", "b0 new")
        .Does("s0 Dan sells 1 @ 99 ioc", "s0 new", "b0 gave 1 @ 99, 1 of 1", "s0 took 1 @ 99, 1 of 1", "s triggered")
        .Does("f Bob buys 6 @ 102 fok", "f new", "f canceled (Remainder), 0 of 6")
        .Does(
            "g Bob buys 5 @ 102 fok",
            "g new",
            "t1 gave 3 @ 100, 3 of 3",
            "g took 3 @ 100, 3 of 5",
            "s restated (LinkedOrder), 2 @ 102",
            "t2 gave 2 @ 101, 2 of 2",
            "g took 2 @ 101, 5 of 5",
            "s canceled (LinkedOrder), 0 of 2");

    [Fact]
    public void Fok_leg_does_not_count_quantity_behind_another_leg_of_its_own_list() => _book
        .Does("s Cid sells 9 @ 101 gtc", "s new")
        .Does(
            "oco: a Ann sells 5 @ 100 gtc; b Ann buys 10 @ 101 fok",
            "a new, held",
            "b new, held",
            "a released",
            "b released",
            "b canceled (Remainder), 0 of 10",
            "a canceled (LinkedOrder), 0 of 5");

    [Theory]
    [InlineData("ioc")]
    [InlineData("fok")]
    public void Immediate_orders_are_not_accepted_in_an_auction(string lifetime) => _book
        .Does("state OpeningAuction")
        .Does($"b1 Bob buys 5 @ 101 {lifetime}", "b1 rejected: NotInThisState")
        .Does($"b2 Bob buys 5 market @ 101 {lifetime}", "b2 rejected: NotInThisState");

    [Fact]
    public void At_the_open_is_for_the_opening_auction_only() => _book
        .Does("b1 Bob buys 5 @ 101 at-open", "b1 rejected: NotInThisState")
        .Does("state PreOpen")
        .Does("b2 Bob buys 5 @ 101 at-open", "b2 new")
        .Does("b3 Bob buys 5 market @ 103 at-open", "b3 new")
        .Does("state OpeningAuction")
        .Does("s1 Ann sells 7 @ 101 at-open", "s1 new")
        .Does(
            "continue",
            "b3 swapped 5 @ 101, 5 of 5",
            "s1 swapped 5 @ 101, 5 of 7",
            "b2 swapped 2 @ 101, 2 of 5",
            "s1 swapped 2 @ 101, 7 of 7",
            "b2 expired (SessionEnded), 2 of 5")
        .Does("state VolatilityAuction")
        .Does("b4 Bob buys 5 @ 101 at-open", "b4 rejected: NotInThisState");

    [Fact]
    public void At_the_open_orders_stay_when_the_auction_is_halted() => _book
        .Does("state OpeningAuction")
        .Does("b1 Bob buys 5 @ 101 at-open", "b1 new")
        .Does("halt")
        .Does("state OpeningAuction")
        .Shows("101x5 |")
        .Does("halt")
        .Does("continue", "b1 expired (SessionEnded), 0 of 5");

    [Fact]
    public void At_the_close_is_held_until_the_closing_auction() => _book
        .Does("b1 Bob buys 5 @ 101 at-close", "b1 new, held")
        .Does("m1 Bob buys 1 market @ 105 at-close", "m1 new, held")
        .Does("s1 Ann sells 3 @ 100 gtc", "s1 new")
        .Shows("| 100x3")
        .Does("state ClosingAuction", "b1 released", "m1 released")
        .Shows("105x1 101x5 | 100x3")
        .Does(
            "state Closed",
            "m1 swapped 1 @ 101, 1 of 1",
            "s1 swapped 1 @ 101, 1 of 3",
            "b1 swapped 2 @ 101, 2 of 5",
            "s1 swapped 2 @ 101, 3 of 3",
            "b1 expired (SessionEnded), 2 of 5");

    [Fact]
    public void At_the_close_order_enters_immediately_during_the_closing_auction() => _book
        .Does("state ClosingAuction")
        .Does("b1 Bob buys 5 @ 101 at-close", "b1 new")
        .Does("continue", "b1 expired (SessionEnded), 0 of 5")
        .Shows("|");

    [Fact]
    public void Held_at_the_close_order_expires_with_a_session_that_has_no_closing_auction() => _book
        .Does("b1 Bob buys 5 @ 101 at-close", "b1 new, held")
        .Does("state VolatilityAuction")
        .Does("continue")
        .Does("state Closed", "b1 expired (SessionEnded), 0 of 5");

    [Fact]
    public void Amended_held_order_stays_held() => _book
        .Does("b1 Bob buys 5 @ 101 at-close", "b1 new, held")
        .Does("Bob amends b1 to 7 @ 102", "b1 replaced, 7 @ 102, last in queue, held")
        .Does("Bob amends b1 to 6", "b1 replaced, 6 @ 102, keeps place, held")
        .Does("state ClosingAuction", "b1 released")
        .Shows("102x6 |");

    [Fact]
    public void At_the_close_order_left_in_the_book_by_a_halt_expires_when_trading_continues() => _book
        .Does("state ClosingAuction")
        .Does("b1 Bob buys 5 @ 101 at-close", "b1 new")
        .Does("halt")
        .Shows("101x5 |")
        .Does("continue", "b1 expired (SessionEnded), 0 of 5")
        .Shows("|");

    [Fact]
    public void Day_orders_expire_when_the_session_is_closed() => _book
        .Does("b1 Bob buys 5 @ 101 day", "b1 new")
        .Does("b2 Bob buys 5 @ 100 gtc", "b2 new")
        .Does("b3 Bob buys 5 stop @ 110 when 105 day", "b3 new, waits for 105")
        .Does("halt")
        .Does("state Closed", "b1 expired (SessionEnded), 0 of 5", "b3 expired (SessionEnded), 0 of 5")
        .Shows("100x5 |");
}
