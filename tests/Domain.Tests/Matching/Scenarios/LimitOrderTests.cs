using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching.Scenarios;

public class LimitOrderTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Limit_order_rests_and_shows_in_the_depth() => _book
        .Does("b1 Ann buys 5 @ 100 gtc", "b1 new")
        .Does("b2 Bob buys 2 @ 100 gtc", "b2 new")
        .Does("s1 Bob sells 3 @ 102 gtc", "s1 new")
        .Does("s2 Cid sells 1 @ 101 gtc", "s2 new")
        .Shows("100x7 | 101x1 102x3");

    [Fact]
    public void Better_price_trades_first_and_then_the_older_order() => _book
        .Does("s1 Ann sells 5 @ 102 gtc", "s1 new")
        .Does("s2 Bob sells 5 @ 101 gtc", "s2 new")
        .Does("s3 Ann sells 5 @ 101 gtc", "s3 new")
        .Does(
            "b1 Cid buys 12 @ 102 gtc",
            "b1 new",
            "s2 gave 5 @ 101, 5 of 5",
            "b1 took 5 @ 101, 5 of 12",
            "s3 gave 5 @ 101, 5 of 5",
            "b1 took 5 @ 101, 10 of 12",
            "s1 gave 2 @ 102, 2 of 5",
            "b1 took 2 @ 102, 12 of 12")
        .Shows("| 102x3");

    [Fact]
    public void Trade_is_at_the_price_of_the_resting_order() => _book
        .Does("b1 Ann buys 5 @ 105 gtc", "b1 new")
        .Does("s1 Bob sells 5 @ 90 gtc", "s1 new", "b1 gave 5 @ 105, 5 of 5", "s1 took 5 @ 105, 5 of 5")
        .Shows("|");

    [Fact]
    public void Remainder_rests_without_another_event() => _book
        .Does("s1 Ann sells 2 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 5 @ 101 gtc", "b1 new", "s1 gave 2 @ 101, 2 of 2", "b1 took 2 @ 101, 2 of 5")
        .Shows("101x3 |");

    [Fact]
    public void Partly_filled_order_keeps_its_priority() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("s2 Bob sells 5 @ 101 gtc", "s2 new")
        .Does("b1 Cid buys 2 @ 101 gtc", "b1 new", "s1 gave 2 @ 101, 2 of 5", "b1 took 2 @ 101, 2 of 2")
        .Does("b2 Cid buys 2 @ 101 gtc", "b2 new", "s1 gave 2 @ 101, 4 of 5", "b2 took 2 @ 101, 2 of 2");

    [Fact]
    public void Account_may_trade_with_itself() => _book
        .Does("s1 Ann sells 2 @ 101 gtc", "s1 new")
        .Does("b1 Ann buys 2 @ 101 gtc", "b1 new", "s1 gave 2 @ 101, 2 of 2", "b1 took 2 @ 101, 2 of 2");

    [Fact]
    public void Canceled_order_leaves_the_queue_and_is_forgotten() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("s2 Ann sells 5 @ 101 gtc", "s2 new")
        .Does("s3 Ann sells 5 @ 101 gtc", "s3 new")
        .Does("Ann cancels s2", "s2 canceled, 0 of 5")
        .Shows("| 101x10")
        .Does("Ann cancels s2", "refused: UnknownOrder")
        .Does("Ann amends s2 to 1", "refused: UnknownOrder");

    [Fact]
    public void Order_of_another_account_is_unknown() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("Bob cancels s1", "refused: UnknownOrder")
        .Does("Bob amends s1 to 3", "refused: UnknownOrder")
        .Shows("| 101x5");

    [Fact]
    public void Negative_prices_trade_where_the_instrument_allows_them() =>
        new BookScenario(TestInstruments.Margined with { AllowsNegativePrices = true })
        .Does("b1 Ann buys 5 @ -40 gtc", "b1 new")
        .Does("b2 Ann buys 5 @ -30 gtc", "b2 new")
        .Does("s1 Bob sells 5 @ -35 gtc", "s1 new", "b2 gave 5 @ -30, 5 of 5", "s1 took 5 @ -30, 5 of 5")
        .Shows("-40x5 |");
}
