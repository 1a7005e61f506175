using Rtx.Domain.Matching.Rules;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching.Scenarios;

/// <summary>More orders are due than one command reports: two events at a time here.</summary>
public class ExpirySliceTests
{
    private readonly BookScenario _book = new(TestInstruments.Spot, new BookLimits { EventsPerSlice = 2, MaxOrders = 6 });

    [Fact]
    public void The_end_of_many_orders_is_reported_in_slices() => WithFourDue()
        .Does("at 40", "b1 expired (ExpireTime), 0 of 5", "b2 expired (ExpireTime), 0 of 5")
        .Does("at 40", "b3 expired (ExpireTime), 0 of 5", "b4 expired (ExpireTime), 0 of 5")
        .Does("at 41");

    [Fact]
    public void All_due_orders_leave_the_book_immediately() => WithFourDue()
        .Does("b9 Bob buys 1 @ 90 gtc", "b9 new")
        .Does("at 40", "b1 expired (ExpireTime), 0 of 5", "b2 expired (ExpireTime), 0 of 5")
        .Shows("90x1 |");

    [Fact]
    public void An_order_that_is_over_does_not_trade() => WithFourDue()
        .Does("b9 Bob buys 1 @ 90 gtc", "b9 new")
        .Does("at 39")
        .Does("s1 Ann sells 3 @ 90 ioc", "s1 new", "b9 gave 1 @ 90, 1 of 1", "s1 took 1 @ 90, 1 of 3", "s1 canceled (Remainder), 1 of 3");

    [Fact]
    public void Other_commands_leave_many_to_the_next_expiry_and_report_the_last_ones() => WithFourDue()
        .Does("at 39")
        .Does("s1 Ann sells 1 @ 110 gtc", "s1 new")
        .Does("at 50", "b1 expired (ExpireTime), 0 of 5", "b2 expired (ExpireTime), 0 of 5")
        .Does("s2 Ann sells 1 @ 110 gtc", "b3 expired (ExpireTime), 0 of 5", "b4 expired (ExpireTime), 0 of 5", "s2 new");

    [Fact]
    public void An_order_that_is_over_ends_when_a_command_names_it() => WithFourDue()
        .Does("at 39")
        .Does("Bob cancels b3", "b3 expired (ExpireTime), 0 of 5", "refused: UnknownOrder")
        .Does("Bob amends b4 to 2", "b4 expired (ExpireTime), 0 of 5", "refused: UnknownOrder");

    [Fact]
    public void After_a_mass_cancel_nothing_is_open() => WithFourDue()
        .Does("b9 Bob buys 1 @ 90 gtc", "b9 new")
        .Does("at 39")
        .Does(
            "Bob cancels all",
            "b1 expired (ExpireTime), 0 of 5",
            "b2 expired (ExpireTime), 0 of 5",
            "b3 expired (ExpireTime), 0 of 5",
            "b4 expired (ExpireTime), 0 of 5",
            "b9 canceled (MassCancel), 0 of 1");

    [Fact]
    public void A_close_leaves_orders_that_are_over_to_the_expiry() => WithFourDue()
        .Does("b9 Bob buys 1 @ 90 day", "b9 new")
        .Does("at 39")
        .Does("state Closed", "b9 expired (SessionEnded), 0 of 1")
        .Does("at 50", "b1 expired (ExpireTime), 0 of 5", "b2 expired (ExpireTime), 0 of 5");

    [Fact]
    public void The_other_legs_of_an_order_that_is_over_do_not_trade() => WithFourDue()
        .Does("oco: a Ann sells 5 @ 105 until 40 gtd; b Ann sells 5 @ 106 gtc", "a new, held", "b new, held", "a released", "b released")
        .Does("at 39")
        .Does("c1 Cid buys 5 @ 106 ioc", "c1 new", "c1 canceled (Remainder), 0 of 5")
        .Does("Ann cancels b", "a expired (ExpireTime), 0 of 5", "b canceled (LinkedOrder), 0 of 5", "refused: UnknownOrder");

    [Fact]
    public void A_list_closes_members_that_are_over_first() => WithFourDue()
        .Does(
            "bracket: l Ann sells 5 stop @ 80 when 90 stop-loss until 40 gtd; p Ann sells 5 @ 110 take-profit gtc",
            "l new, held",
            "p new, held",
            "l released, waits for 90",
            "p released")
        .Does("at 39")
        .Does("c1 Cid buys 2 @ 110 ioc", "c1 new", "p gave 2 @ 110, 2 of 5", "c1 took 2 @ 110, 2 of 2", "l expired (ExpireTime), 0 of 5");

    [Fact]
    public void A_trailing_order_that_is_over_ends_when_its_price_is_reached() => WithFourDue()
        .Does("t1 Ann sells 5 trailing-stop @ 80 when 95 trails 5 until 40 gtd", "t1 new, waits for 95")
        .Does("at 39")
        .Does("c1 Cid buys 1 @ 90 gtc", "c1 new")
        .Does("c2 Ann sells 1 @ 90 ioc", "c2 new", "c1 gave 1 @ 90, 1 of 1", "c2 took 1 @ 90, 1 of 1", "t1 expired (ExpireTime), 0 of 5");

    [Fact]
    public void Orders_that_are_over_do_not_count_as_open() => WithFourDue()
        .Does("c1 Cid buys 1 @ 90 gtc", "c1 new")
        .Does("c2 Cid buys 1 @ 90 gtc", "c2 new")
        .Does("c3 Cid buys 1 @ 90 gtc", "c3 rejected: BookFull")
        .Does("c4 Ann sells 1 @ 90 fok", "c4 new", "b1 gave 1 @ 104, 1 of 5", "c4 took 1 @ 104, 1 of 1")
        .Does("at 39")
        .Does("c5 Cid buys 1 @ 90 gtc", "c5 new");

    private BookScenario WithFourDue() => _book
        .Does("b1 Bob buys 5 @ 104 until 40 gtd", "b1 new")
        .Does("b2 Bob buys 5 @ 103 until 40 gtd", "b2 new")
        .Does("b3 Bob buys 5 @ 102 until 40 gtd", "b3 new")
        .Does("b4 Bob buys 5 @ 101 until 40 gtd", "b4 new");
}
