using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching.Scenarios;

public class TrailingStopTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Sell_follows_the_market_up_and_never_down() => _book
        .Does("mark 100")
        .Does("s1 Ann sells 5 trailing-stop @ 90 when 95 trails 5 by mark gtc", "s1 new, waits for 95")
        .Does("mark 103", "s1 restated (Trailed), 5 @ 93, waits for 98")
        .Does("mark 99")
        .Does("b1 Bob buys 2 @ 97 gtc", "b1 new")
        .Does("mark 98", "s1 triggered", "b1 gave 2 @ 97, 2 of 2", "s1 took 2 @ 97, 2 of 5", "s1 canceled (Remainder), 2 of 5");

    [Fact]
    public void Buy_follows_the_market_down_and_never_up() => _book
        .Does("mark 100")
        .Does("b1 Ann buys 5 trailing-stop-limit @ 107 when 105 trails 5 by mark gtc", "b1 new, waits for 105")
        .Does("mark 96", "b1 restated (Trailed), 5 @ 103, waits for 101")
        .Does("mark 100")
        .Does("mark 101", "b1 triggered")
        .Shows("103x5 |");

    [Fact]
    public void Trigger_that_is_too_far_away_is_drawn_near_at_once() => _book
        .Does("mark 100")
        .Does("s1 Ann sells 5 trailing-stop @ 70 when 75 trails 5 by mark gtc", "s1 new, waits for 75", "s1 restated (Trailed), 5 @ 90, waits for 95");

    [Fact]
    public void Distance_in_basis_points_is_rounded_up() => _book
        .Does("mark 100")
        .Does("s1 Ann sells 5 trailing-stop @ 90 when 96 trails 250bp by mark gtc", "s1 new, waits for 96", "s1 restated (Trailed), 5 @ 91, waits for 97")
        .Does("mark 120", "s1 restated (Trailed), 5 @ 111, waits for 117")
        .Does("mark 121")
        .Does("mark 122", "s1 restated (Trailed), 5 @ 112, waits for 118");

    [Fact]
    public void Trailing_order_follows_trades() => _book
        .Does("s1 Ann sells 5 trailing-stop-limit @ 95 when 97 trails 3 gtc", "s1 new, waits for 97")
        .Does("s2 Bob sells 2 @ 102 gtc", "s2 new")
        .Does("b1 Cid buys 1 @ 102 gtc", "b1 new", "s2 gave 1 @ 102, 1 of 2", "b1 took 1 @ 102, 1 of 1", "s1 restated (Trailed), 5 @ 97, waits for 99");

    [Fact]
    public void Trailing_order_follows_the_best_price_of_the_other_side() => _book
        .Does("s1 Ann sells 5 trailing-stop-limit @ 95 when 97 trails 3 by quote gtc", "s1 new, waits for 97")
        .Does("b1 Bob buys 1 @ 101 gtc", "b1 new", "s1 restated (Trailed), 5 @ 96, waits for 98")
        .Does("b2 Bob buys 1 @ 97 gtc", "b2 new")
        .Does("Bob cancels b1", "b1 canceled, 0 of 1", "s1 triggered", "b2 gave 1 @ 97, 1 of 1", "s1 took 1 @ 97, 1 of 5")
        .Shows("| 96x4");

    [Fact]
    public void Trailing_orders_move_by_id_before_any_order_triggers() => _book
        .Does("mark 100")
        .Does("s1 Ann sells 1 trailing-stop-limit @ 95 when 99 trails 1 by mark gtc", "s1 new, waits for 99")
        .Does("s2 Ann sells 1 trailing-stop-limit @ 94 when 98 trails 2 by mark gtc", "s2 new, waits for 98")
        .Does("b1 Bob buys 1 stop-limit @ 80 when 105 by mark gtc", "b1 new, waits for 105")
        .Does("mark 105", "s1 restated (Trailed), 1 @ 100, waits for 104", "s2 restated (Trailed), 1 @ 99, waits for 103", "b1 triggered");

    [Fact]
    public void Nothing_trails_outside_of_continuous_trading() => _book
        .Does("mark 100")
        .Does("s1 Ann sells 1 trailing-stop-limit @ 95 when 99 trails 1 by mark gtc", "s1 new, waits for 99")
        .Does("state OpeningAuction")
        .Does("mark 110")
        .Does("continue", "s1 restated (Trailed), 1 @ 105, waits for 109");

    [Fact]
    public void Move_that_would_make_a_price_illegal_is_not_made() => _book
        .Does("mark 20")
        .Does("b1 Ann buys 1 trailing-stop-limit @ 10 when 25 trails 5 by mark gtc", "b1 new, waits for 25")
        .Does("mark 11", "b1 restated (Trailed), 1 @ 1, waits for 16")
        .Does("mark 10");

    [Fact]
    public void Distance_is_counted_from_zero_where_prices_are_negative() => new BookScenario(TestInstruments.Margined with { AllowsNegativePrices = true })
        .Does("mark -100")
        .Does(
            "s1 Ann sells 1 trailing-stop-limit @ -200 when -130 trails 1000bp by mark gtc",
            "s1 new, waits for -130",
            "s1 restated (Trailed), 1 @ -180, waits for -110");

    [Theory]
    [InlineData("x Ann sells 5 trailing-stop @ 90 when 95 gtc")]
    [InlineData("x Ann sells 5 trailing-stop @ 90 trails 5 gtc")]
    [InlineData("x Ann sells 5 trailing-stop-limit @ 90 when 95 trails 5 ioc")]
    public void Trailing_order_needs_a_distance_and_a_trigger_price(string command) => _book.Does(command, "x rejected: InvalidTerms");

    [Theory]
    [InlineData("0")]
    [InlineData("1000000000000001")]
    [InlineData("0bp")]
    [InlineData("10000bp")]
    public void Distance_is_within_limits(string distance) => _book
        .Does($"x Ann sells 5 trailing-stop @ 90 when 95 trails {distance} gtc", "x rejected: InvalidStopPx");

    [Fact]
    public void Largest_distances_are_legal() => _book
        .Does("s1 Ann sells 5 trailing-stop @ 90 when 95 trails 1000000000000000 gtc", "s1 new, waits for 95")
        .Does("s2 Ann sells 5 trailing-stop @ 90 when 95 trails 9999bp gtc", "s2 new, waits for 95");
}
