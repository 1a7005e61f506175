using Rtx.Domain.Valuation;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching.Scenarios;

public class StopTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Stop_is_hidden_and_becomes_a_market_order_when_its_price_trades() => _book
        .Does("s1 Ann sells 5 stop @ 90 when 98 gtc", "s1 new, waits for 98")
        .Does("b1 Bob buys 4 @ 98 gtc", "b1 new")
        .Does("b2 Bob buys 4 @ 95 gtc", "b2 new")
        .Shows("98x4 95x4 |")
        .Does(
            "s2 Cid sells 1 @ 98 gtc",
            "s2 new",
            "b1 gave 1 @ 98, 1 of 4",
            "s2 took 1 @ 98, 1 of 1",
            "s1 triggered",
            "b1 gave 3 @ 98, 4 of 4",
            "s1 took 3 @ 98, 3 of 5",
            "b2 gave 2 @ 95, 2 of 4",
            "s1 took 2 @ 95, 5 of 5");

    [Fact]
    public void Stop_is_canceled_at_its_protection_price() => _book
        .Does("s1 Ann sells 5 stop @ 97 when 98 gtc", "s1 new, waits for 98")
        .Does("b1 Bob buys 4 @ 98 gtc", "b1 new")
        .Does("b2 Bob buys 4 @ 96 gtc", "b2 new")
        .Does(
            "s2 Cid sells 1 @ 98 gtc",
            "s2 new",
            "b1 gave 1 @ 98, 1 of 4",
            "s2 took 1 @ 98, 1 of 1",
            "s1 triggered",
            "b1 gave 3 @ 98, 4 of 4",
            "s1 took 3 @ 98, 3 of 5",
            "s1 canceled (Remainder), 3 of 5");

    [Fact]
    public void Buy_stop_waits_for_a_rise() => _book
        .Does("b1 Ann buys 1 stop @ 110 when 105 gtc", "b1 new, waits for 105")
        .Does("s1 Bob sells 9 @ 104 gtc", "s1 new")
        .Does("b2 Cid buys 1 @ 104 gtc", "b2 new", "s1 gave 1 @ 104, 1 of 9", "b2 took 1 @ 104, 1 of 1")
        .Does("Bob amends s1 @ 106", "s1 replaced, 8 @ 106, last in queue")
        .Does(
            "b3 Cid buys 1 @ 106 gtc",
            "b3 new",
            "s1 gave 1 @ 106, 2 of 9",
            "b3 took 1 @ 106, 1 of 1",
            "b1 triggered",
            "s1 gave 1 @ 106, 3 of 9",
            "b1 took 1 @ 106, 1 of 1");

    [Fact]
    public void Stop_limit_becomes_a_limit_order_and_may_rest() => _book
        .Does("s1 Ann sells 5 stop-limit @ 97 when 98 gtc", "s1 new, waits for 98")
        .Does("b1 Bob buys 3 @ 98 gtc", "b1 new")
        .Does(
            "s2 Cid sells 1 @ 98 gtc",
            "s2 new",
            "b1 gave 1 @ 98, 1 of 3",
            "s2 took 1 @ 98, 1 of 1",
            "s1 triggered",
            "b1 gave 2 @ 98, 3 of 3",
            "s1 took 2 @ 98, 2 of 5")
        .Shows("| 97x3");

    [Fact]
    public void Stop_that_is_already_reached_triggers_immediately() => _book
        .Does("s1 Ann sells 1 @ 100 gtc", "s1 new")
        .Does("b1 Bob buys 1 @ 100 gtc", "b1 new", "s1 gave 1 @ 100, 1 of 1", "b1 took 1 @ 100, 1 of 1")
        .Does("s2 Ann sells 5 stop-limit @ 101 when 103 gtc", "s2 new, waits for 103", "s2 triggered")
        .Shows("| 101x5");

    [Fact]
    public void Stop_may_watch_the_mark() => _book
        .Does("s1 Ann sells 5 stop-limit @ 90 when 98 by mark gtc", "s1 new, waits for 98")
        .Does("mark 99")
        .Does("mark 98", "s1 triggered")
        .Shows("| 90x5");

    [Fact]
    public void Stop_may_watch_the_side_that_it_would_trade_with() => _book
        .Does("b1 Ann buys 5 stop-limit @ 104 when 103 by quote gtc", "b1 new, waits for 103")
        .Does("s1 Bob sells 1 @ 102 gtc", "s1 new")
        .Does("s2 Bob sells 1 @ 103 gtc", "s2 new")
        .Does("Bob cancels s1", "s1 canceled, 0 of 1", "b1 triggered", "s2 gave 1 @ 103, 1 of 1", "b1 took 1 @ 103, 1 of 5")
        .Shows("104x4 |");

    [Fact]
    public void Stops_reached_by_one_move_trigger_one_by_one_nearest_first() => _book
        .Does("b0 Bob buys 1 @ 100 gtc", "b0 new")
        .Does("s1 Ann sells 1 stop-limit @ 120 when 95 by mark gtc", "s1 new, waits for 95")
        .Does("s2 Ann sells 1 stop-limit @ 121 when 97 by mark gtc", "s2 new, waits for 97")
        .Does("s3 Ann sells 1 stop-limit @ 122 when 97 by mark gtc", "s3 new, waits for 97")
        .Does("b1 Bob buys 1 stop-limit @ 80 when 93 by mark gtc", "b1 new, waits for 93")
        .Does("b2 Bob buys 1 stop-limit @ 81 when 94 by mark gtc", "b2 new, waits for 94")
        .Does("mark 94", "b1 triggered", "b2 triggered", "s2 triggered", "s3 triggered", "s1 triggered");

    [Fact]
    public void Last_trade_comes_before_mark_and_mark_before_quote() => _book
        .Does("b0 Bob buys 1 @ 95 gtc", "b0 new")
        .Does("state VolatilityAuction")
        .Does("s1 Ann sells 1 stop-limit @ 120 when 96 by quote gtc", "s1 new, waits for 96")
        .Does("s2 Ann sells 1 stop-limit @ 121 when 96 by mark gtc", "s2 new, waits for 96")
        .Does("s3 Ann sells 1 stop-limit @ 122 when 96 gtc", "s3 new, waits for 96")
        .Does("b1 Ann buys 1 stop-limit @ 90 when 105 by quote gtc", "b1 new, waits for 105")
        .Does("b2 Bob buys 1 @ 96 gtc", "b2 new")
        .Does("s4 Ann sells 1 @ 96 gtc", "s4 new")
        .Does("s5 Ann sells 1 @ 105 gtc", "s5 new")
        .Does("mark 96")
        .Does(
            "continue",
            "b2 swapped 1 @ 96, 1 of 1",
            "s4 swapped 1 @ 96, 1 of 1",
            "s3 triggered",
            "s2 triggered",
            "s1 triggered",
            "b1 triggered");

    [Fact]
    public void Each_triggered_order_trades_before_the_next_one_triggers() => _book
        .Does("s1 Ann sells 2 stop @ 80 when 99 gtc", "s1 new, waits for 99")
        .Does("s2 Ann sells 2 stop @ 80 when 97 gtc", "s2 new, waits for 97")
        .Does("b1 Bob buys 2 @ 99 gtc", "b1 new")
        .Does("b2 Bob buys 1 @ 97 gtc", "b2 new")
        .Does("b3 Bob buys 2 @ 94 gtc", "b3 new")
        .Does(
            "s3 Cid sells 1 @ 99 gtc",
            "s3 new",
            "b1 gave 1 @ 99, 1 of 2",
            "s3 took 1 @ 99, 1 of 1",
            "s1 triggered",
            "b1 gave 1 @ 99, 2 of 2",
            "s1 took 1 @ 99, 1 of 2",
            "b2 gave 1 @ 97, 1 of 1",
            "s1 took 1 @ 97, 2 of 2",
            "s2 triggered",
            "b3 gave 2 @ 94, 2 of 2",
            "s2 took 2 @ 94, 2 of 2");

    [Fact]
    public void Nothing_triggers_outside_of_continuous_trading() => _book
        .Does("s1 Ann sells 5 stop-limit @ 101 when 98 by mark gtc", "s1 new, waits for 98")
        .Does("state ClosingAuction")
        .Does("mark 98")
        .Does("s2 Ann sells 5 stop-limit @ 102 when 98 by mark gtc", "s2 new, waits for 98")
        .Does("continue", "s1 triggered", "s2 triggered");

    [Fact]
    public void Amended_trigger_price_is_checked_immediately() => _book
        .Does("mark 100")
        .Does("s1 Ann sells 5 stop-limit @ 90 when 98 by mark gtc", "s1 new, waits for 98")
        .Does("Ann amends s1 when 97", "s1 replaced, 5 @ 90, last in queue, waits for 97")
        .Does("Ann amends s1 to 4", "s1 replaced, 4 @ 90, keeps place, waits for 97")
        .Does("Ann amends s1 @ 99 when 100", "s1 replaced, 4 @ 99, last in queue, waits for 100", "s1 triggered")
        .Does("Ann amends s1 when 99", "refused: InvalidTerms")
        .Shows("| 99x4");

    [Theory]
    [InlineData("x Ann sells 5 stop @ 90 gtc")]
    [InlineData("x Ann sells 5 @ 90 when 95 gtc")]
    [InlineData("x Ann sells 5 stop @ 90 when 95 trails 3 gtc")]
    [InlineData("x Ann sells 5 stop @ 90 when 95 ioc")]
    [InlineData("x Ann sells 5 stop-limit @ 90 when 95 fok")]
    [InlineData("x Ann sells 5 stop-limit @ 90 when 95 at-close")]
    public void Only_types_with_a_trigger_have_a_trigger_price_and_they_must_be_able_to_rest(string command) =>
        _book.Does(command, "x rejected: InvalidTerms");

    [Theory]
    [InlineData("x Ann sells 5 stop @ 90 when 0 gtc")]
    [InlineData("x Ann sells 5 stop @ 90 when 1000000000000001 gtc")]
    public void Trigger_price_is_a_legal_price(string command) => _book.Does(command, "x rejected: InvalidStopPx");

    [Fact]
    public void Amended_trigger_price_is_a_legal_price() => _book
        .Does("s1 Ann sells 5 stop @ 90 when 95 gtc", "s1 new, waits for 95")
        .Does("Ann amends s1 when 0", "refused: InvalidStopPx");

    [Fact]
    public void Stop_is_not_triggered_by_a_trade_far_from_the_mark_but_by_the_mark_that_follows() => BookScenario.Margined
        .Does("mark 20000")
        .Does("s1 Ann sells 5 stop @ 17100 when 18000 gtc", "s1 new, waits for 18000")
        .Does("b1 Bob buys 6 @ 17500 gtc", "b1 new")
        .Does("s2 Cid sells 1 @ 17500 gtc", "s2 new", "b1 gave 1 @ 17500, 1 of 6", "s2 took 1 @ 17500, 1 of 1")
        .Does("mark 18949")
        .Does("mark 18400", "s1 triggered, now @ 17480", "b1 gave 5 @ 17500, 6 of 6", "s1 took 5 @ 17500, 5 of 5");

    [Fact]
    public void Stop_trades_no_farther_from_the_mark_than_its_margin_reaches() => BookScenario.Margined
        .Does("mark 20000")
        .Does("s1 Ann sells 5 stop-limit @ 15000 when 19500 gtc", "s1 new, waits for 19500")
        .Does("b1 Ann buys 5 stop-limit @ 25000 when 20500 gtc", "b1 new, waits for 20500")
        .Does("b2 Bob buys 6 @ 18999 gtc", "b2 new")
        .Does("s2 Cid sells 6 @ 21001 gtc", "s2 new")
        .Does("b3 Bob buys 1 @ 19500 gtc", "b3 new")
        .Does("s3 Cid sells 1 @ 19500 gtc", "s3 new", "b3 gave 1 @ 19500, 1 of 1", "s3 took 1 @ 19500, 1 of 1", "s1 triggered, now @ 19000")
        .Shows("18999x6 | 19000x5 21001x6");

    [Fact]
    public void Fee_narrows_the_covered_range() =>
        Assert.Equal(
            new CoveredPrices(new Price(19_084), new Price(20_916)),
            CoveredPrices.Around(TestInstruments.Margined with { MakerFeeRate = 0.002m, TakerFeeRate = 0.004m }, new Price(20_000)));

    [Fact]
    public void Stop_is_elected_by_the_trade_that_reached_it_wherever_the_market_goes_afterwards() => _book
        .Does("t1 Cid sells 5 stop @ 90 when 100 gtc", "t1 new, waits for 100")
        .Does("t2 Cid sells 1 stop @ 90 when 99 gtc", "t2 new, waits for 99")
        .Does("u1 Dan buys 1 stop @ 110 when 100 gtc", "u1 new, waits for 100")
        .Does("s1 Bob sells 9 @ 104 gtc", "s1 new")
        .Does("b1 Ann buys 1 @ 100 gtc", "b1 new")
        .Does("b2 Ann buys 9 @ 99 gtc", "b2 new")
        .Does(
            "x Bob sells 1 @ 100 ioc",
            "x new",
            "b1 gave 1 @ 100, 1 of 1",
            "x took 1 @ 100, 1 of 1",
            "u1 triggered",
            "s1 gave 1 @ 104, 1 of 9",
            "u1 took 1 @ 104, 1 of 1",
            "t1 triggered",
            "b2 gave 5 @ 99, 5 of 9",
            "t1 took 5 @ 99, 5 of 5",
            "t2 triggered",
            "b2 gave 1 @ 99, 6 of 9",
            "t2 took 1 @ 99, 1 of 1");

    [Fact]
    public void Stop_is_not_elected_by_a_trade_from_before_it_waited() => _book
        .Does("b1 Ann buys 1 @ 100 gtc", "b1 new")
        .Does("s1 Bob sells 9 @ 104 gtc", "s1 new")
        .Does("u1 Dan buys 1 stop @ 110 when 100 gtc", "u1 new, waits for 100")
        .Does(
            "oto: e Cid sells 1 @ 100 gtc; c Cid sells 1 stop @ 90 when 101 gtc",
            "e new, held",
            "c new, held",
            "e released",
            "b1 gave 1 @ 100, 1 of 1",
            "e took 1 @ 100, 1 of 1",
            "c released, waits for 101",
            "u1 triggered",
            "s1 gave 1 @ 104, 1 of 9",
            "u1 took 1 @ 104, 1 of 1")
        .Has("c", "1 @ 90, waits for 101");
}
