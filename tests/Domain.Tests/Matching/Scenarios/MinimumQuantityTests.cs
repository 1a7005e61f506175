namespace Rtx.Domain.Tests.Matching.Scenarios;

public class MinimumQuantityTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Order_whose_minimum_is_available_trades_and_rests_with_the_remainder() => _book
        .Does("s1 Ann sells 2 @ 100 gtc", "s1 new")
        .Does("s2 Ann sells 2 @ 101 gtc", "s2 new")
        .Does(
            "b1 Bob buys 6 @ 101 at-least 4 gtc",
            "b1 new",
            "s1 gave 2 @ 100, 2 of 2",
            "b1 took 2 @ 100, 2 of 6",
            "s2 gave 2 @ 101, 2 of 2",
            "b1 took 2 @ 101, 4 of 6")
        .Shows("101x2 |");

    [Fact]
    public void Order_whose_minimum_is_not_available_is_canceled_without_a_trade() => _book
        .Does("s1 Ann sells 2 @ 100 gtc", "s1 new")
        .Does("s2 Ann sells 2 @ 102 gtc", "s2 new")
        .Does("b1 Bob buys 6 @ 101 at-least 3 gtc", "b1 new", "b1 canceled (MinQty), 0 of 6")
        .Shows("| 100x2 102x2");

    [Fact]
    public void Order_that_does_not_cross_is_canceled() =>
        _book.Does("b1 Bob buys 6 @ 101 at-least 1 gtc", "b1 new", "b1 canceled (MinQty), 0 of 6");

    [Fact]
    public void Hidden_quantity_counts() => _book
        .Does("s1 Ann sells 9 @ 100 shows 1 gtc", "s1 new")
        .Does(
            "b1 Bob buys 2 @ 100 at-least 2 ioc",
            "b1 new",
            "s1 gave 1 @ 100, 1 of 9, last in queue",
            "b1 took 1 @ 100, 1 of 2",
            "s1 gave 1 @ 100, 2 of 9, last in queue",
            "b1 took 1 @ 100, 2 of 2");

    [Fact]
    public void Minimum_is_checked_once() => _book
        .Does("s1 Ann sells 2 @ 100 gtc", "s1 new")
        .Does("b1 Bob buys 6 @ 100 at-least 2 gtc", "b1 new", "s1 gave 2 @ 100, 2 of 2", "b1 took 2 @ 100, 2 of 6")
        .Does("Bob amends b1 @ 99", "b1 replaced, 4 @ 99, last in queue")
        .Shows("99x4 |");

    [Fact]
    public void List_member_with_a_minimum_released_in_an_auction_waits_until_trading_continues() => _book
        .Does("s1 Ann sells 5 @ 100 gtc", "s1 new")
        .Does(
            "oto: b1 Bob buys 4 @ 99 gtc; b2 Bob buys 4 @ 98 at-least 4 gtc; b3 Bob buys 1 @ 97 gtc",
            "b1 new, held",
            "b2 new, held",
            "b3 new, held",
            "b1 released")
        .Does("state VolatilityAuction")
        .Does("s2 Cid sells 4 @ 99 gtc", "s2 new")
        .Does("state ClosingAuction", "b1 swapped 4 @ 99, 4 of 4", "s2 swapped 4 @ 99, 4 of 4", "b3 released")
        .Does("continue", "b2 released", "b2 canceled (MinQty), 0 of 4")
        .Shows("97x1 | 100x5");

    [Fact]
    public void Is_accepted_in_continuous_trading_only() => _book
        .Does("state OpeningAuction")
        .Does("b1 Bob buys 5 @ 101 at-least 2 gtc", "b1 rejected: NotInThisState");

    [Theory]
    [InlineData("x Bob buys 5 @ 101 at-least 2 fok")]
    [InlineData("x Bob buys 5 @ 101 at-least 2 at-open")]
    [InlineData("x Bob buys 5 @ 101 at-least 2 at-close")]
    [InlineData("x Bob buys 5 stop-limit @ 101 when 100 at-least 2 gtc")]
    [InlineData("x Bob buys 5 market-to-limit @ 101 at-least 2 gtc")]
    public void Belongs_to_limit_and_market_orders_that_may_trade_immediately(string command) =>
        _book.Does(command, "x rejected: InvalidTerms");

    [Theory]
    [InlineData("0")]
    [InlineData("6")]
    public void Is_from_one_lot_to_the_quantity(string minimum) =>
        _book.Does($"x Bob buys 5 @ 101 at-least {minimum} gtc", "x rejected: InvalidMinQty");
}
