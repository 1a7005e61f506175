namespace Rtx.Domain.Tests.Matching.Scenarios;

public class AmendTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Lower_quantity_keeps_the_priority() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("s2 Bob sells 5 @ 101 gtc", "s2 new")
        .Does("Ann amends s1 to 3", "s1 replaced, 3 @ 101, keeps place")
        .Does("b1 Cid buys 3 @ 101 ioc", "b1 new", "s1 gave 3 @ 101, 3 of 3", "b1 took 3 @ 101, 3 of 3")
        .Shows("| 101x5");

    [Fact]
    public void The_same_quantity_keeps_the_priority() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("Ann amends s1 to 5", "s1 replaced, 5 @ 101, keeps place");

    [Fact]
    public void Higher_quantity_loses_the_priority() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("s2 Bob sells 5 @ 101 gtc", "s2 new")
        .Does("Ann amends s1 to 6", "s1 replaced, 6 @ 101, last in queue")
        .Does("b1 Cid buys 5 @ 101 ioc", "b1 new", "s2 gave 5 @ 101, 5 of 5", "b1 took 5 @ 101, 5 of 5")
        .Shows("| 101x6");

    [Fact]
    public void A_given_price_loses_the_priority_even_when_it_is_unchanged() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("s2 Bob sells 5 @ 101 gtc", "s2 new")
        .Does("Ann amends s1 @ 102", "s1 replaced, 5 @ 102, last in queue")
        .Does("Ann amends s1 to 4 @ 101", "s1 replaced, 4 @ 101, last in queue")
        .Does("Bob amends s2 to 5 @ 101", "s2 replaced, 5 @ 101, last in queue")
        .Does("b1 Cid buys 1 @ 101 ioc", "b1 new", "s1 gave 1 @ 101, 1 of 4", "b1 took 1 @ 101, 1 of 1")
        .Shows("| 101x8");

    [Fact]
    public void Client_order_id_alone_or_with_a_lower_quantity_keeps_the_priority() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("Ann amends s1 named s2", "s1 replaced, 5 @ 101, keeps place")
        .Does("Ann amends s1 to 4 named s3", "s1 replaced, 4 @ 101, keeps place")
        .Does("Ann amends s1 to 5 named s4", "s1 replaced, 5 @ 101, last in queue");

    [Fact]
    public void Amended_order_that_crosses_trades_as_aggressor_and_rests_with_the_remainder() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 8 @ 99 gtc", "b1 new")
        .Does("Bob amends b1 @ 101", "b1 replaced, 8 @ 101, last in queue", "s1 gave 5 @ 101, 5 of 5", "b1 took 5 @ 101, 5 of 8")
        .Shows("101x3 |");

    [Fact]
    public void Amended_quantity_includes_what_has_traded() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 3 @ 101 ioc", "b1 new", "s1 gave 3 @ 101, 3 of 5", "b1 took 3 @ 101, 3 of 3")
        .Does("Ann amends s1 to 4", "s1 replaced, 1 @ 101, keeps place")
        .Does("Ann amends s1 to 3", "refused: QuantityBelowFilled")
        .Shows("| 101x1");

    [Fact]
    public void Order_that_is_amended_in_an_auction_crosses_without_trading() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 5 @ 99 gtc", "b1 new")
        .Does("state VolatilityAuction")
        .Does("Bob amends b1 @ 101", "b1 replaced, 5 @ 101, last in queue")
        .Shows("101x5 | 101x5")
        .Does("continue", "b1 swapped 5 @ 101, 5 of 5", "s1 swapped 5 @ 101, 5 of 5");

    [Theory]
    [InlineData("Ann amends s1", "InvalidTerms")]
    [InlineData("Bob amends s1 to 0 @ 0", "InvalidPrice")]
    [InlineData("Bob amends s1 @ 1000000000000001", "InvalidPrice")]
    [InlineData("Bob amends s1 to 0", "QuantityTooSmall")]
    [InlineData("Bob amends s1 to 1001", "QuantityTooLarge")]
    public void Illegal_amendment_is_refused_before_the_order_is_looked_up(string command, string reason) => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does(command, $"refused: {reason}")
        .Shows("| 101x5");

    [Theory]
    [InlineData("Bob amends s1 when 90 shows 0 until 1", "UnknownOrder")]
    [InlineData("Ann amends s1 when 90", "InvalidTerms")]
    [InlineData("Ann amends s1 to 1000 @ 1000000000000000", "QuantityTooLarge")]
    public void Amendment_that_does_not_fit_the_order_is_refused_after_it_was_found(string command, string reason) => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does(command, $"refused: {reason}");

    [Theory]
    [InlineData("halt", "InstrumentHalted")]
    [InlineData("state Closed", "MarketClosed")]
    [InlineData("state CancelOnly", "CancelOnly")]
    public void No_order_is_amended_while_the_market_is_not_open(string state, string reason) => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does(state)
        .Does("Ann amends s1 to 3", $"refused: {reason}")
        .Does("Bob amends s1 to 3", $"refused: {reason}");
}
