namespace Rtx.Domain.Tests.Matching.Scenarios;

public class MarketOrderTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Market_order_takes_the_best_prices_up_to_its_protection_price() => _book
        .Does("s1 Ann sells 2 @ 101 gtc", "s1 new")
        .Does("s2 Ann sells 2 @ 120 gtc", "s2 new")
        .Does("m1 Bob buys 4 market @ 106 ioc", "m1 new", "s1 gave 2 @ 101, 2 of 2", "m1 took 2 @ 101, 2 of 4",
            "m1 canceled (Remainder), 2 of 4")
        .Shows("| 120x2");

    [Fact]
    public void Market_order_without_liquidity_is_canceled() => _book
        .Does("m1 Bob buys 4 market @ 106 ioc", "m1 new", "m1 canceled (Remainder), 0 of 4");

    [Fact]
    public void Fok_market_order_trades_fully_or_not_at_all() => _book
        .Does("s1 Ann sells 2 @ 101 gtc", "s1 new")
        .Does("m1 Bob buys 4 market @ 200 fok", "m1 new", "m1 canceled (Remainder), 0 of 4")
        .Does("m2 Bob buys 2 market @ 200 fok", "m2 new", "s1 gave 2 @ 101, 2 of 2", "m2 took 2 @ 101, 2 of 2");

    [Theory]
    [InlineData("gtc")]
    [InlineData("day")]
    [InlineData("until 40 gtd")]
    public void Market_order_may_not_rest(string lifetime) =>
        _book.Does($"m1 Bob buys 4 market @ 106 {lifetime}", "m1 rejected: InvalidTerms");
}
