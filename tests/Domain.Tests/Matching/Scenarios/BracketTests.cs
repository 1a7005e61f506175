namespace Rtx.Domain.Tests.Matching.Scenarios;

public class BracketTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Exits_work_once_the_entry_is_filled() => Filled(_book).Shows("| 110x5");

    [Fact]
    public void Take_profit_lowers_the_stop_loss() => Filled(_book)
        .Does("b1 Bob buys 2 @ 110 gtc", "b1 new", "p gave 2 @ 110, 2 of 5", "b1 took 2 @ 110, 2 of 2",
            "l restated (LinkedOrder), 3 @ 80, waits for 90")
        .Does("b2 Bob buys 3 @ 110 gtc", "b2 new", "p gave 3 @ 110, 5 of 5", "b2 took 3 @ 110, 3 of 3", "l canceled (LinkedOrder), 0 of 3");

    [Fact]
    public void Stop_loss_lowers_the_take_profit() => Filled(_book)
        .Does("b1 Bob buys 3 @ 89 gtc", "b1 new")
        .Does("b2 Bob buys 1 @ 88 gtc", "b2 new")
        .Does(
            "s1 Cid sells 1 @ 89 gtc",
            "s1 new",
            "b1 gave 1 @ 89, 1 of 3",
            "s1 took 1 @ 89, 1 of 1",
            "l triggered",
            "b1 gave 2 @ 89, 3 of 3",
            "l took 2 @ 89, 2 of 5",
            "p restated (LinkedOrder), 3 @ 110",
            "b2 gave 1 @ 88, 1 of 1",
            "l took 1 @ 88, 3 of 5",
            "p restated (LinkedOrder), 2 @ 110",
            "l canceled (Remainder), 3 of 5")
        .Shows("| 110x2");

    [Fact]
    public void Filled_stop_loss_cancels_the_take_profit() => Filled(_book)
        .Does("b1 Bob buys 6 @ 89 gtc", "b1 new")
        .Does(
            "s1 Cid sells 1 @ 89 gtc",
            "s1 new",
            "b1 gave 1 @ 89, 1 of 6",
            "s1 took 1 @ 89, 1 of 1",
            "l triggered",
            "b1 gave 5 @ 89, 6 of 6",
            "l took 5 @ 89, 5 of 5",
            "p canceled (LinkedOrder), 0 of 5");

    [Fact]
    public void Canceled_exit_leaves_the_other_one_unchanged() => Filled(_book)
        .Does("Ann cancels p", "p canceled, 0 of 5")
        .Does("Ann cancels l", "l canceled, 0 of 5");

    [Fact]
    public void Take_profits_are_reduced_from_the_last_one() => Ladder(_book)
        .Does("b1 Bob buys 4 @ 89 gtc", "b1 new")
        .Does(
            "s1 Cid sells 1 @ 89 gtc",
            "s1 new",
            "b1 gave 1 @ 89, 1 of 4",
            "s1 took 1 @ 89, 1 of 1",
            "l triggered",
            "b1 gave 3 @ 89, 4 of 4",
            "l took 3 @ 89, 3 of 6",
            "p3 canceled (LinkedOrder), 0 of 2",
            "p2 restated (LinkedOrder), 1 @ 111",
            "l canceled (Remainder), 3 of 6")
        .Shows("| 110x2 111x1");

    [Fact]
    public void Each_take_profit_lowers_the_stop_loss() => Ladder(_book)
        .Does("b1 Bob buys 2 @ 110 gtc", "b1 new", "p1 gave 2 @ 110, 2 of 2", "b1 took 2 @ 110, 2 of 2",
            "l restated (LinkedOrder), 4 @ 80, waits for 90")
        .Does(
            "b2 Bob buys 4 @ 112 gtc",
            "b2 new",
            "p2 gave 2 @ 111, 2 of 2",
            "b2 took 2 @ 111, 2 of 4",
            "l restated (LinkedOrder), 2 @ 80, waits for 90",
            "p3 gave 2 @ 112, 2 of 2",
            "b2 took 2 @ 112, 4 of 4",
            "l canceled (LinkedOrder), 0 of 2");

    [Fact]
    public void Exits_of_a_partly_filled_entry_are_reduced_in_list_order() => _book
        .Does(
            "bracket: e Ann buys 6 @ 100 entry gtc; p1 Ann sells 2 @ 110 take-profit gtc; l Ann sells 6 stop @ 80 when 90 stop-loss gtc; "
            + "p2 Ann sells 2 @ 111 take-profit gtc; p3 Ann sells 2 @ 112 take-profit gtc",
            "e new, held",
            "p1 new, held",
            "l new, held",
            "p2 new, held",
            "p3 new, held",
            "e released")
        .Does("s1 Bob sells 3 @ 100 gtc", "s1 new", "e gave 3 @ 100, 3 of 6", "s1 took 3 @ 100, 3 of 3")
        .Does(
            "Ann cancels e",
            "e canceled, 3 of 6",
            "l restated (LinkedOrder), 3 @ 80, held",
            "p2 restated (LinkedOrder), 1 @ 111, held",
            "p3 canceled (LinkedOrder), 0 of 2",
            "p1 released",
            "l released, waits for 90",
            "p2 released");

    [Fact]
    public void Exits_of_an_existing_position_work_immediately() => _book
        .Does(
            "bracket: l Ann sells 5 stop @ 80 when 90 stop-loss gtc; p Ann sells 5 @ 110 take-profit gtc",
            "l new, held",
            "p new, held",
            "l released, waits for 90",
            "p released")
        .Shows("| 110x5");

    [Fact]
    public void Take_profit_that_trades_when_it_is_released_lowers_a_stop_loss_that_still_waits() => _book
        .Does("b1 Bob buys 2 @ 110 gtc", "b1 new")
        .Does(
            "bracket: p Ann sells 5 @ 110 take-profit gtc; l Ann sells 5 stop @ 80 when 90 stop-loss gtc",
            "p new, held",
            "l new, held",
            "p released",
            "b1 gave 2 @ 110, 2 of 2",
            "p took 2 @ 110, 2 of 5",
            "l restated (LinkedOrder), 3 @ 80, held",
            "l released, waits for 90");

    [Fact]
    public void Hidden_take_profit_shows_no_more_than_it_has_left() => _book
        .Does(
            "bracket: l Ann sells 5 @ 120 stop-loss gtc; p Ann sells 5 @ 130 shows 4 take-profit gtc",
            "l new, held",
            "p new, held",
            "l released",
            "p released")
        .Does("b1 Bob buys 3 @ 120 gtc", "b1 new", "l gave 3 @ 120, 3 of 5", "b1 took 3 @ 120, 3 of 3", "p restated (LinkedOrder), 2 @ 130")
        .Shows("| 120x2 130x2");

    [Theory]
    [InlineData("e Ann buys 5 @ 100 entry gtc; l Ann sells 5 stop @ 80 when 90 stop-loss gtc; p Ann buys 5 @ 110 take-profit gtc")]
    [InlineData("e Ann sells 5 @ 100 entry gtc; l Ann sells 5 stop @ 80 when 90 stop-loss gtc; p Ann sells 5 @ 110 take-profit gtc")]
    [InlineData("e Ann buys 5 @ 100 entry gtc; l Ann sells 6 stop @ 80 when 90 stop-loss gtc; p Ann sells 5 @ 110 take-profit gtc")]
    [InlineData("e Ann buys 5 @ 100 entry gtc; l Ann sells 5 stop @ 80 when 90 stop-loss gtc; p Ann sells 6 @ 110 take-profit gtc")]
    [InlineData("e Ann buys 5 @ 100 entry gtc; l Ann sells 5 stop @ 80 when 90 stop-loss gtc; p Bob sells 5 @ 110 take-profit gtc")]
    [InlineData("l Ann sells 5 stop @ 80 when 90 stop-loss gtc; e Ann buys 5 @ 100 entry gtc; p Ann sells 5 @ 110 take-profit gtc")]
    [InlineData(
        "e Ann buys 5 @ 100 entry gtc; l Ann sells 2 stop @ 80 when 90 stop-loss gtc; p Ann sells 2 stop @ 80 when 90 stop-loss gtc")]
    [InlineData("e Ann buys 5 @ 100 entry gtc; l Ann sells 2 @ 110 take-profit gtc; p Ann sells 2 @ 111 take-profit gtc")]
    [InlineData("e Ann sells 5 @ 110 take-profit gtc; l Ann sells 6 stop @ 80 when 90 stop-loss gtc; p Ann buys 1 @ 110 take-profit gtc")]
    public void Orders_must_make_a_bracket(string orders) => _book
        .Does($"bracket: {orders}", [.. orders.Split("; ").Select(order => $"{order.Split(' ')[0]} rejected: InvalidList")]);

    [Fact]
    public void Order_without_a_role_has_invalid_terms() => _book
        .Does("bracket: l Ann sells 5 stop @ 80 when 90 stop-loss gtc; p Ann sells 5 @ 110 gtc", "l rejected: InvalidList",
            "p rejected: InvalidTerms");

    private static BookScenario Filled(BookScenario book) => book
        .Does(
            "bracket: e Ann buys 5 @ 100 entry gtc; l Ann sells 5 stop @ 80 when 90 stop-loss gtc; p Ann sells 5 @ 110 take-profit gtc",
            "e new, held",
            "l new, held",
            "p new, held",
            "e released")
        .Does("s0 Bob sells 5 @ 100 gtc", "s0 new", "e gave 5 @ 100, 5 of 5", "s0 took 5 @ 100, 5 of 5", "l released, waits for 90",
            "p released");

    private static BookScenario Ladder(BookScenario book) => book
        .Does("s0 Bob sells 6 @ 100 gtc", "s0 new")
        .Does(
            "bracket: e Ann buys 6 market @ 100 entry ioc; l Ann sells 6 stop @ 80 when 90 stop-loss gtc; p1 Ann sells 2 @ 110 take-profit "
            + "gtc; p2 Ann sells 2 @ 111 take-profit gtc; p3 Ann sells 2 @ 112 take-profit gtc",
            "e new, held",
            "l new, held",
            "p1 new, held",
            "p2 new, held",
            "p3 new, held",
            "e released",
            "s0 gave 6 @ 100, 6 of 6",
            "e took 6 @ 100, 6 of 6",
            "l released, waits for 90",
            "p1 released",
            "p2 released",
            "p3 released");
}
