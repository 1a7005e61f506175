namespace Rtx.Domain.Tests.Matching.Scenarios;

public class SelfTradeTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Resting_order_is_canceled_and_the_aggressor_continues() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("s2 Bob sells 5 @ 101 gtc", "s2 new")
        .Does(
            "b1 Ann buys 3 @ 101 stp-resting gtc",
            "b1 new",
            "s1 canceled (SelfTradePrevention), 0 of 5",
            "s2 gave 3 @ 101, 3 of 5",
            "b1 took 3 @ 101, 3 of 3")
        .Shows("| 101x2");

    [Fact]
    public void Aggressor_is_canceled_when_it_reaches_its_own_order() => _book
        .Does("s1 Bob sells 2 @ 100 gtc", "s1 new")
        .Does("s2 Ann sells 5 @ 101 gtc", "s2 new")
        .Does(
            "b1 Ann buys 9 @ 101 stp-aggressing gtc",
            "b1 new",
            "s1 gave 2 @ 100, 2 of 2",
            "b1 took 2 @ 100, 2 of 9",
            "b1 canceled (SelfTradePrevention), 2 of 9")
        .Shows("| 101x5");

    [Fact]
    public void Both_are_canceled_the_resting_order_first() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("b1 Ann buys 9 @ 101 stp-both gtc", "b1 new", "s1 canceled (SelfTradePrevention), 0 of 5",
            "b1 canceled (SelfTradePrevention), 0 of 9")
        .Shows("|");

    [Fact]
    public void Both_are_reduced_by_the_smaller_quantity_and_the_larger_continues() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("s2 Bob sells 5 @ 101 gtc", "s2 new")
        .Does(
            "b1 Ann buys 7 @ 101 stp-decrement gtc",
            "b1 new",
            "s1 canceled (SelfTradePrevention), 0 of 5",
            "b1 restated (SelfTradePrevention), 2 @ 101",
            "s2 gave 2 @ 101, 2 of 5",
            "b1 took 2 @ 101, 2 of 2")
        .Shows("| 101x3");

    [Fact]
    public void Larger_resting_order_keeps_its_priority_with_the_rest() => _book
        .Does("s1 Ann sells 9 @ 101 shows 4 gtc", "s1 new")
        .Does("s2 Bob sells 5 @ 101 gtc", "s2 new")
        .Does("b1 Ann buys 7 @ 101 stp-decrement gtc", "b1 new", "s1 restated (SelfTradePrevention), 2 @ 101",
            "b1 canceled (SelfTradePrevention), 0 of 7")
        .Shows("| 101x7")
        .Does("b2 Cid buys 1 @ 101 ioc", "b2 new", "s1 gave 1 @ 101, 1 of 2", "b2 took 1 @ 101, 1 of 1");

    [Fact]
    public void Aggressor_that_lost_its_counterparty_rests() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("b1 Ann buys 9 @ 101 stp-resting gtc", "b1 new", "s1 canceled (SelfTradePrevention), 0 of 5", "b1 restated (Booked), 9 @ 101")
        .Shows("101x9 |");

    [Fact]
    public void Only_the_aggressors_instruction_counts() => _book
        .Does("s1 Ann sells 5 @ 101 stp-both gtc", "s1 new")
        .Does("b1 Ann buys 5 @ 101 gtc", "b1 new", "s1 gave 5 @ 101, 5 of 5", "b1 took 5 @ 101, 5 of 5");

    [Fact]
    public void Accounts_of_one_trade_group_count_as_one() => _book
        .Does("s1 Bob sells 5 @ 101 group 7 gtc", "s1 new")
        .Does("s2 Cid sells 5 @ 101 group 8 gtc", "s2 new")
        .Does(
            "b1 Ann buys 5 @ 101 stp-resting group 7 gtc",
            "b1 new",
            "s1 canceled (SelfTradePrevention), 0 of 5",
            "s2 gave 5 @ 101, 5 of 5",
            "b1 took 5 @ 101, 5 of 5");

    [Fact]
    public void Orders_without_a_trade_group_are_not_a_group() => _book
        .Does("s1 Bob sells 5 @ 101 gtc", "s1 new")
        .Does("b1 Ann buys 5 @ 101 stp-resting gtc", "b1 new", "s1 gave 5 @ 101, 5 of 5", "b1 took 5 @ 101, 5 of 5");

    [Fact]
    public void Fok_does_not_count_own_orders_that_it_would_cancel() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("s2 Bob sells 5 @ 102 gtc", "s2 new")
        .Does("b1 Ann buys 6 @ 102 stp-resting fok", "b1 new", "b1 canceled (Remainder), 0 of 6")
        .Does(
            "b2 Ann buys 5 @ 102 stp-resting fok",
            "b2 new",
            "s1 canceled (SelfTradePrevention), 0 of 5",
            "s2 gave 5 @ 102, 5 of 5",
            "b2 took 5 @ 102, 5 of 5");

    [Theory]
    [InlineData("stp-aggressing")]
    [InlineData("stp-both")]
    [InlineData("stp-decrement")]
    public void Fok_counts_liquidity_before_the_first_own_order(string mode) => _book
        .Does("s1 Bob sells 2 @ 100 shows 1 gtc", "s1 new")
        .Does("s2 Bob sells 4 @ 101 shows 1 gtc", "s2 new")
        .Does("s3 Ann sells 5 @ 101 gtc", "s3 new")
        .Does("s4 Bob sells 5 @ 101 gtc", "s4 new")
        .Does($"b1 Ann buys 4 @ 101 {mode} fok", "b1 new", "b1 canceled (Remainder), 0 of 4")
        .Does(
            $"b2 Ann buys 3 @ 101 {mode} fok",
            "b2 new",
            "s1 gave 1 @ 100, 1 of 2, last in queue",
            "b2 took 1 @ 100, 1 of 3",
            "s1 gave 1 @ 100, 2 of 2",
            "b2 took 1 @ 100, 2 of 3",
            "s2 gave 1 @ 101, 1 of 4, last in queue",
            "b2 took 1 @ 101, 3 of 3");

    [Fact]
    public void Auction_trades_own_orders_with_each_other() => _book
        .Does("state OpeningAuction")
        .Does("s1 Ann sells 5 @ 101 stp-both gtc", "s1 new")
        .Does("b1 Ann buys 5 @ 101 stp-both gtc", "b1 new")
        .Does("continue", "b1 swapped 5 @ 101, 5 of 5", "s1 swapped 5 @ 101, 5 of 5");
}
