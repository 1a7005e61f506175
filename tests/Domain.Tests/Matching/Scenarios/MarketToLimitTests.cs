namespace Rtx.Domain.Tests.Matching.Scenarios;

public class MarketToLimitTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Trades_at_the_best_price_only_and_rests_there() => _book
        .Does("s1 Ann sells 2 @ 101 gtc", "s1 new")
        .Does("s2 Ann sells 2 @ 102 gtc", "s2 new")
        .Does("b1 Bob buys 5 market-to-limit @ 110 gtc", "b1 new, now @ 101", "s1 gave 2 @ 101, 2 of 2", "b1 took 2 @ 101, 2 of 5")
        .Shows("101x3 | 102x2");

    [Fact]
    public void Is_canceled_without_liquidity() => _book
        .Does("b1 Bob buys 5 market-to-limit @ 110 gtc", "b1 new", "b1 canceled (NoLiquidity), 0 of 5");

    [Fact]
    public void Is_canceled_when_the_best_price_is_beyond_its_own() => _book
        .Does("s1 Ann sells 2 @ 111 gtc", "s1 new")
        .Does("b1 Bob buys 5 market-to-limit @ 110 gtc", "b1 new", "b1 canceled (NoLiquidity), 0 of 5");

    [Fact]
    public void Amended_order_is_a_plain_limit_order() => _book
        .Does("s1 Ann sells 2 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 5 market-to-limit @ 110 gtc", "b1 new, now @ 101", "s1 gave 2 @ 101, 2 of 2", "b1 took 2 @ 101, 2 of 5")
        .Does("s2 Ann sells 1 @ 102 gtc", "s2 new")
        .Does("Bob amends b1 @ 103", "b1 replaced, 3 @ 103, last in queue", "s2 gave 1 @ 102, 1 of 1", "b1 took 1 @ 102, 3 of 5")
        .Shows("103x2 |");

    [Fact]
    public void Is_accepted_in_continuous_trading_only() => _book
        .Does("state OpeningAuction")
        .Does("b1 Bob buys 5 market-to-limit @ 110 gtc", "b1 rejected: NotInThisState");

    [Theory]
    [InlineData("ioc")]
    [InlineData("fok")]
    [InlineData("at-close")]
    public void Must_be_able_to_rest(string lifetime) =>
        _book.Does($"b1 Bob buys 5 market-to-limit @ 110 {lifetime}", "b1 rejected: InvalidTerms");
}
