namespace Rtx.Domain.Tests.Matching.Scenarios;

public class IfTouchedTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Sell_waits_for_a_rise_and_takes_the_available_quantity() => _book
        .Does("s1 Ann sells 3 market-if-touched @ 90 when 105 by mark gtc", "s1 new, waits for 105")
        .Does("b1 Bob buys 2 @ 103 gtc", "b1 new")
        .Does("mark 104")
        .Does("mark 105", "s1 triggered", "b1 gave 2 @ 103, 2 of 2", "s1 took 2 @ 103, 2 of 3", "s1 canceled (Remainder), 2 of 3");

    [Fact]
    public void Buy_waits_for_a_fall_and_rests_at_its_limit() => _book
        .Does("b1 Ann buys 3 limit-if-touched @ 96 when 95 gtc", "b1 new, waits for 95")
        .Does("b2 Bob buys 1 @ 95 gtc", "b2 new")
        .Does("s1 Cid sells 1 @ 95 gtc", "s1 new", "b2 gave 1 @ 95, 1 of 1", "s1 took 1 @ 95, 1 of 1", "b1 triggered")
        .Shows("96x3 |");

    [Fact]
    public void Touch_by_the_quote_of_the_other_side() => _book
        .Does("b1 Ann buys 3 limit-if-touched @ 101 when 100 by quote gtc", "b1 new, waits for 100")
        .Does("s1 Bob sells 1 @ 101 gtc", "s1 new")
        .Does(
            "s2 Bob sells 1 @ 100 gtc",
            "s2 new",
            "b1 triggered",
            "s2 gave 1 @ 100, 1 of 1",
            "b1 took 1 @ 100, 1 of 3",
            "s1 gave 1 @ 101, 1 of 1",
            "b1 took 1 @ 101, 2 of 3")
        .Shows("101x1 |");

    [Fact]
    public void Nearest_touch_comes_first() => _book
        .Does("s1 Ann sells 1 limit-if-touched @ 120 when 106 by mark gtc", "s1 new, waits for 106")
        .Does("s2 Ann sells 1 limit-if-touched @ 120 when 105 by mark gtc", "s2 new, waits for 105")
        .Does("b1 Bob buys 1 limit-if-touched @ 80 when 107 by mark gtc", "b1 new, waits for 107")
        .Does("b2 Bob buys 1 limit-if-touched @ 80 when 108 by mark gtc", "b2 new, waits for 108")
        .Does("mark 106", "s2 triggered", "s1 triggered", "b2 triggered", "b1 triggered");

    [Fact]
    public void Triggered_order_becomes_a_plain_order() => _book
        .Does("mark 105")
        .Does("s1 Ann sells 3 limit-if-touched @ 106 when 105 by mark gtc", "s1 new, waits for 105", "s1 triggered")
        .Does("mark 90")
        .Does("mark 105")
        .Does("Ann amends s1 @ 107", "s1 replaced, 3 @ 107, last in queue")
        .Shows("| 107x3");
}
