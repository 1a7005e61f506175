namespace Rtx.Domain.Tests.Matching.Scenarios;

public class OtoTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Children_work_once_the_entry_is_filled() => _book
        .Does(
            "oto: e Ann buys 5 @ 100 gtc; c1 Ann sells 5 @ 110 gtc; c2 Ann sells 3 stop @ 80 when 90 gtc",
            "e new, held",
            "c1 new, held",
            "c2 new, held",
            "e released")
        .Shows("100x5 |")
        .Does("s1 Bob sells 2 @ 100 gtc", "s1 new", "e gave 2 @ 100, 2 of 5", "s1 took 2 @ 100, 2 of 2")
        .Does(
            "s2 Bob sells 3 @ 100 gtc",
            "s2 new",
            "e gave 3 @ 100, 5 of 5",
            "s2 took 3 @ 100, 3 of 3",
            "c1 released",
            "c2 released, waits for 90")
        .Shows("| 110x5");

    [Fact]
    public void Children_that_no_auction_accepts_wait_until_it_is_over() => _book
        .Does(
            "oto: e Ann buys 5 @ 100 gtc; c1 Ann sells 2 @ 105 ioc; c2 Ann sells 3 market-to-limit @ 102 gtc",
            "e new, held",
            "c1 new, held",
            "c2 new, held",
            "e released")
        .Does("state OpeningAuction")
        .Does("s1 Bob sells 5 @ 100 gtc", "s1 new")
        .Does("s2 Dan sells 4 @ 110 gtc", "s2 new")
        .Does("state ClosingAuction", "e swapped 5 @ 100, 5 of 5", "s1 swapped 5 @ 100, 5 of 5")
        .Does("b2 Cid buys 2 @ 104 gtc", "b2 new")
        .Does(
            "continue",
            "c1 released",
            "c1 canceled (Remainder), 0 of 2",
            "c2 released, now @ 104",
            "b2 gave 2 @ 104, 2 of 2",
            "c2 took 2 @ 104, 2 of 3")
        .Shows("| 104x1 110x4");

    [Fact]
    public void Children_are_canceled_with_an_entry_that_never_traded() => _book
        .Does(
            "oto: e Ann buys 5 @ 100 until 40 gtd; c1 Ann sells 5 @ 110 gtc; c2 Ann sells 3 @ 111 gtc",
            "e new, held",
            "c1 new, held",
            "c2 new, held",
            "e released")
        .Does("at 40", "e expired (ExpireTime), 0 of 5", "c1 canceled (LinkedOrder), 0 of 5", "c2 canceled (LinkedOrder), 0 of 3");

    [Fact]
    public void Children_of_a_partly_filled_entry_are_reduced_to_what_it_traded() => _book
        .Does(
            "oto: e Ann buys 5 @ 100 gtc; c1 Ann sells 5 @ 110 shows 4 gtc; c2 Ann sells 1 @ 111 gtc",
            "e new, held",
            "c1 new, held",
            "c2 new, held",
            "e released")
        .Does("s1 Bob sells 2 @ 100 gtc", "s1 new", "e gave 2 @ 100, 2 of 5", "s1 took 2 @ 100, 2 of 2")
        .Does("Ann cancels e", "e canceled, 2 of 5", "c1 restated (LinkedOrder), 2 @ 110, held", "c1 released", "c2 released")
        .Shows("| 110x2 111x1");

    [Fact]
    public void Entry_that_takes_releases_its_children_after_it_has_traded() => _book
        .Does("s1 Bob sells 5 @ 100 gtc", "s1 new")
        .Does("b1 Bob buys 1 @ 99 gtc", "b1 new")
        .Does(
            "oto: e Ann buys 2 market @ 105 ioc; c Ann sells 2 @ 99 gtc",
            "e new, held",
            "c new, held",
            "e released",
            "s1 gave 2 @ 100, 2 of 5",
            "e took 2 @ 100, 2 of 2",
            "c released",
            "b1 gave 1 @ 99, 1 of 1",
            "c took 1 @ 99, 1 of 2")
        .Shows("| 99x1 100x3");

    [Fact]
    public void Ioc_entry_without_liquidity_cancels_its_children() => _book
        .Does(
            "oto: e Ann buys 2 @ 100 ioc; c Ann sells 2 @ 105 gtc",
            "e new, held",
            "c new, held",
            "e released",
            "e canceled (Remainder), 0 of 2",
            "c canceled (LinkedOrder), 0 of 2");

    [Fact]
    public void Waiting_child_can_be_amended_and_canceled() => _book
        .Does(
            "oto: e Ann buys 5 @ 100 gtc; c1 Ann sells 5 @ 110 gtc; c2 Ann sells 3 stop @ 80 when 90 gtc",
            "e new, held",
            "c1 new, held",
            "c2 new, held",
            "e released")
        .Does("Ann amends c1 @ 112", "c1 replaced, 5 @ 112, last in queue, held")
        .Does("Ann amends c2 when 91", "c2 replaced, 3 @ 80, last in queue, held")
        .Does("Ann cancels c1", "c1 canceled, 0 of 5")
        .Does("s1 Bob sells 5 @ 100 gtc", "s1 new", "e gave 5 @ 100, 5 of 5", "s1 took 5 @ 100, 5 of 5", "c2 released, waits for 91");

    [Fact]
    public void Released_children_wait_until_the_market_accepts_orders_again() => _book
        .Does("oto: e1 Ann buys 5 @ 100 gtc; c1 Ann sells 5 @ 110 gtc; c2 Ann sells 5 @ 111 gtc", "e1 new, held", "c1 new, held",
            "c2 new, held", "e1 released")
        .Does("oto: e2 Ann buys 5 @ 99 gtc; c3 Ann sells 5 @ 112 gtc", "e2 new, held", "c3 new, held", "e2 released")
        .Does("s1 Bob sells 1 @ 100 gtc", "s1 new", "e1 gave 1 @ 100, 1 of 5", "s1 took 1 @ 100, 1 of 1")
        .Does("Ann amends e1 @ 98", "e1 replaced, 4 @ 98, last in queue")
        .Does("s2 Bob sells 1 @ 99 gtc", "s2 new", "e2 gave 1 @ 99, 1 of 5", "s2 took 1 @ 99, 1 of 1")
        .Does("halt")
        .Does("Ann cancels e2", "e2 canceled, 1 of 5", "c3 restated (LinkedOrder), 1 @ 112, held")
        .Does("Ann cancels e1", "e1 canceled, 1 of 5", "c1 restated (LinkedOrder), 1 @ 110, held",
            "c2 restated (LinkedOrder), 1 @ 111, held")
        .Shows("|")
        .Does("Ann cancels c1", "c1 canceled, 0 of 1")
        .Does("state OpeningAuction", "c2 released", "c3 released")
        .Shows("| 111x1 112x1");

    [Theory]
    [InlineData("oto: x Ann buys 5 @ 100 gtc")]
    [InlineData("bracket: x Ann buys 5 @ 100 entry gtc")]
    public void Entry_needs_a_child_or_an_exit(string command) => _book.Does(command, "x rejected: InvalidList");
}
