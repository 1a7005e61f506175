using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching.Scenarios;

public class TrailingStopTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Sell_follows_the_market_up_and_never_down() => _book
        .Does("mark 100")
        .Does("s1 Ann sells 5 trailing-stop @ 90 when 95 trails 5 by mark gtc", "s1 new, waits for 95")
        .Does("mark 103", "trailing sells follow MarkPrice 103")
        .Has("s1", "5 @ 93, waits for 98")
        .Does("mark 99")
        .Does("b1 Bob buys 2 @ 97 gtc", "b1 new")
        .Does("mark 98", "s1 triggered, now @ 93", "b1 gave 2 @ 97, 2 of 2", "s1 took 2 @ 97, 2 of 5", "s1 canceled (Remainder), 2 of 5");

    [Fact]
    public void Buy_follows_the_market_down_and_never_up() => _book
        .Does("mark 100")
        .Does("b1 Ann buys 5 trailing-stop-limit @ 107 when 105 trails 5 by mark gtc", "b1 new, waits for 105")
        .Does("mark 96", "trailing buys follow MarkPrice 96")
        .Has("b1", "5 @ 103, waits for 101")
        .Does("mark 100")
        .Does("mark 101", "b1 triggered, now @ 103")
        .Shows("103x5 |");

    [Fact]
    public void Trigger_that_is_too_far_away_is_moved_closer_immediately() => _book
        .Does("mark 100")
        .Does("s1 Ann sells 5 trailing-stop @ 70 when 75 trails 5 by mark gtc", "s1 new, waits for 75",
            "trailing sells follow MarkPrice 100")
        .Has("s1", "5 @ 90, waits for 95");

    [Fact]
    public void Distance_in_basis_points_is_rounded_up() => _book
        .Does("mark 100")
        .Does("s1 Ann sells 5 trailing-stop @ 90 when 96 trails 250bp by mark gtc", "s1 new, waits for 96",
            "trailing sells follow MarkPrice 100")
        .Has("s1", "5 @ 91, waits for 97")
        .Does("mark 120", "trailing sells follow MarkPrice 120")
        .Has("s1", "5 @ 111, waits for 117")
        .Does("mark 121", "trailing sells follow MarkPrice 121")
        .Has("s1", "5 @ 111, waits for 117")
        .Does("mark 122", "trailing sells follow MarkPrice 122")
        .Has("s1", "5 @ 112, waits for 118");

    [Fact]
    public void Trailing_order_follows_trades() => _book
        .Does("s1 Ann sells 5 trailing-stop-limit @ 95 when 97 trails 3 gtc", "s1 new, waits for 97")
        .Does("s2 Bob sells 2 @ 102 gtc", "s2 new")
        .Does("b1 Cid buys 1 @ 102 gtc", "b1 new", "s2 gave 1 @ 102, 1 of 2", "b1 took 1 @ 102, 1 of 1",
            "trailing sells follow LastTrade 102")
        .Has("s1", "5 @ 97, waits for 99");

    [Fact]
    public void Trailing_order_follows_the_best_price_of_the_other_side() => _book
        .Does("s1 Ann sells 5 trailing-stop-limit @ 95 when 97 trails 3 by quote gtc", "s1 new, waits for 97")
        .Does("b1 Bob buys 1 @ 101 gtc", "b1 new", "trailing sells follow OppositeBest 101")
        .Does("b2 Bob buys 1 @ 97 gtc", "b2 new")
        .Does("Bob cancels b1", "b1 canceled, 0 of 1", "s1 triggered, now @ 96", "b2 gave 1 @ 97, 1 of 1", "s1 took 1 @ 97, 1 of 5")
        .Shows("| 96x4");

    [Fact]
    public void All_trailing_orders_follow_a_price_with_one_event_before_any_order_triggers() => _book
        .Does("mark 100")
        .Does("s1 Ann sells 1 trailing-stop-limit @ 95 when 99 trails 1 by mark gtc", "s1 new, waits for 99")
        .Does("s2 Ann sells 1 trailing-stop-limit @ 94 when 98 trails 2 by mark gtc", "s2 new, waits for 98")
        .Does("b1 Bob buys 1 stop-limit @ 80 when 105 by mark gtc", "b1 new, waits for 105")
        .Does("mark 105", "trailing sells follow MarkPrice 105", "b1 triggered")
        .Has("s1", "1 @ 100, waits for 104")
        .Has("s2", "1 @ 99, waits for 103");

    [Fact]
    public void Only_orders_that_a_price_moves_follow_it() => _book
        .Does("mark 100")
        .Does("s1 Ann sells 1 trailing-stop-limit @ 90 when 99 trails 1 by mark gtc", "s1 new, waits for 99")
        .Does("s2 Ann sells 1 trailing-stop-limit @ 90 when 99 trails 5 by mark gtc", "s2 new, waits for 99")
        .Does("mark 104", "trailing sells follow MarkPrice 104")
        .Has("s1", "1 @ 94, waits for 103")
        .Has("s2", "1 @ 90, waits for 99")
        .Does("mark 105", "trailing sells follow MarkPrice 105")
        .Has("s2", "1 @ 91, waits for 100");

    [Fact]
    public void At_the_same_trigger_price_fixed_ones_come_first_then_the_nearest_then_the_oldest() => _book
        .Does("mark 100")
        .Does("s1 Ann sells 1 trailing-stop-limit @ 80 when 95 trails 10 by mark gtc", "s1 new, waits for 95")
        .Does("s2 Ann sells 1 trailing-stop-limit @ 80 when 95 trails 5 by mark gtc", "s2 new, waits for 95")
        .Does("s3 Ann sells 1 trailing-stop-limit @ 80 when 95 trails 500bp by mark gtc", "s3 new, waits for 95")
        .Does("s4 Ann sells 1 trailing-stop-limit @ 80 when 95 trails 5 by mark gtc", "s4 new, waits for 95")
        .Does("s5 Ann sells 1 stop-limit @ 80 when 95 by mark gtc", "s5 new, waits for 95")
        .Does("mark 95", "s5 triggered", "s2 triggered", "s4 triggered", "s1 triggered", "s3 triggered");

    [Fact]
    public void Amendment_reports_and_keeps_the_trailed_trigger_price() => _book
        .Does("mark 100")
        .Does("s1 Ann sells 5 trailing-stop-limit @ 90 when 95 trails 5 by mark gtc", "s1 new, waits for 95")
        .Does("mark 110", "trailing sells follow MarkPrice 110")
        .Does("Ann amends s1 to 3", "s1 replaced, 3 @ 100, keeps place, waits for 105")
        .Does("mark 111", "trailing sells follow MarkPrice 111")
        .Does("Ann amends s1 to 9", "s1 replaced, 9 @ 101, last in queue, waits for 106")
        .Does("Ann amends s1 when 100", "s1 replaced, 9 @ 101, last in queue, waits for 100", "trailing sells follow MarkPrice 111")
        .Has("s1", "9 @ 107, waits for 106");

    [Fact]
    public void Nothing_trails_outside_of_continuous_trading() => _book
        .Does("mark 100")
        .Does("s1 Ann sells 1 trailing-stop-limit @ 95 when 99 trails 1 by mark gtc", "s1 new, waits for 99")
        .Does("state OpeningAuction")
        .Does("mark 110")
        .Does("continue", "trailing sells follow MarkPrice 110")
        .Has("s1", "1 @ 105, waits for 109");

    [Fact]
    public void Trigger_stops_where_it_or_the_price_would_become_illegal() => _book
        .Does("mark 20")
        .Does("b1 Ann buys 1 trailing-stop-limit @ 10 when 25 trails 5 by mark gtc", "b1 new, waits for 25")
        .Does("b2 Ann buys 1 trailing-stop-limit @ 30 when 25 trails 5 by mark gtc", "b2 new, waits for 25")
        .Does("mark 12", "trailing buys follow MarkPrice 12")
        .Has("b1", "1 @ 2, waits for 17")
        .Does("mark 9", "trailing buys follow MarkPrice 9")
        .Has("b1", "1 @ 1, waits for 16")
        .Has("b2", "1 @ 19, waits for 14")
        .Does("Ann cancels b2", "b2 canceled, 0 of 1")
        .Does("mark 8")
        .Has("b1", "1 @ 1, waits for 16");

    [Fact]
    public void Distance_is_counted_from_zero_where_prices_are_negative() =>
        new BookScenario(TestInstruments.Margined with { AllowsNegativePrices = true })
        .Does("mark -100")
        .Does("s1 Ann sells 1 trailing-stop-limit @ -200 when -130 trails 1000bp by mark gtc", "s1 new, waits for -130",
            "trailing sells follow MarkPrice -100")
        .Has("s1", "1 @ -180, waits for -110");

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
