using Rtx.Model;

namespace Rtx.Domain.Tests.Matching.Scenarios;

public class PriceBandTests
{
    private static readonly MatchingRules Static = new() { StaticBandBasisPoints = 199 };
    private static readonly MatchingRules Dynamic = new() { DynamicBandBasisPoints = 199 };
    private static readonly MatchingRules Interrupting = Dynamic with { InterruptsOnVolatility = true };

    [Theory]
    [InlineData("b1 Ann buys 1 @ 1020 gtc", "b1 rejected: PriceOutsideBand")]
    [InlineData("b1 Ann buys 1 @ 980 gtc", "b1 rejected: PriceOutsideBand")]
    [InlineData("b1 Ann buys 1 @ 1019 gtc", "b1 new")]
    [InlineData("b1 Ann buys 1 @ 981 gtc", "b1 new")]
    [InlineData("b1 Ann buys 1 stop-limit @ 1020 when 1015 gtc", "b1 new, waits for 1015")]
    [InlineData("b1 Ann buys 1 limit-if-touched @ 900 when 910 gtc", "b1 new, waits for 910")]
    [InlineData("b1 Ann buys 1 market-to-limit @ 1020 gtc", "b1 rejected: PriceOutsideBand")]
    [InlineData("b1 Ann buys 1 @ 1020 at-close", "b1 rejected: PriceOutsideBand")]
    public void Limit_prices_stay_inside_the_static_band_which_is_rounded_down_to_ticks(string order, string answer) =>
        BookScenario.With(Static)
        .Does("reference 1000")
        .Does(order, answer);

    [Fact]
    public void Without_a_reference_there_is_no_static_band() => BookScenario.With(Static)
        .Does("b1 Ann buys 1 @ 5000 gtc", "b1 new")
        .Does("reference 1000")
        .Does("b2 Ann buys 1 @ 4000 gtc", "b2 rejected: PriceOutsideBand")
        .Does("reference none")
        .Does("b3 Ann buys 1 @ 6000 gtc", "b3 new");

    [Fact]
    public void Protection_price_is_clamped_to_the_static_band_on_its_aggressive_side() => BookScenario.With(Static)
        .Does("reference 1000")
        .Does("s1 Ann sells 1 @ 1019 gtc", "s1 new")
        .Does(
            "b1 Bob buys 2 market @ 5000 ioc",
            "b1 new, now @ 1019",
            "s1 gave 1 @ 1019, 1 of 1",
            "b1 took 1 @ 1019, 1 of 2",
            "b1 canceled (Remainder), 1 of 2")
        .Does("b2 Bob buys 2 market @ 900 ioc", "b2 new", "b2 canceled (Remainder), 0 of 2")
        .Does("s2 Bob sells 2 market @ 900 ioc", "s2 new, now @ 981", "s2 canceled (Remainder), 0 of 2")
        .Does("s3 Bob sells 2 stop @ 900 when 950 gtc", "s3 new, waits for 950")
        .Does("m1 Bob buys 2 market @ 5000 at-close", "m1 new, held")
        .Does("reference 1100")
        .Does("state ClosingAuction", "m1 released, now @ 1121");

    [Fact]
    public void Protection_price_of_a_list_member_is_clamped_when_it_enters() => BookScenario.With(Static)
        .Does("reference 1000")
        .Does("s1 Bob sells 1 @ 1000 gtc", "s1 new")
        .Does(
            "oto: e Ann buys 1 @ 1000 gtc; s Ann sells 1 stop @ 900 when 1000 gtc",
            "e new, held",
            "s new, held",
            "e released",
            "s1 gave 1 @ 1000, 1 of 1",
            "e took 1 @ 1000, 1 of 1",
            "s released, waits for 1000",
            "s triggered, now @ 981",
            "s canceled (Remainder), 0 of 1");

    [Fact]
    public void Stop_is_clamped_to_the_band_of_the_day_it_triggers_and_not_of_the_day_it_was_accepted() => BookScenario.With(Static)
        .Does("reference 1000")
        .Does("s1 Ann sells 2 stop @ 900 when 950 by mark gtc", "s1 new, waits for 950")
        .Does("reference 955")
        .Does("b1 Bob buys 2 @ 948 gtc", "b1 new")
        .Does("mark 950", "s1 triggered, now @ 936", "b1 gave 2 @ 948, 2 of 2", "s1 took 2 @ 948, 2 of 2");

    [Fact]
    public void Limit_price_of_a_triggered_order_is_clamped_where_it_would_trade_outside_the_band() => BookScenario.With(Static)
        .Does("reference 1000")
        .Does("b1 Ann buys 1 stop-limit @ 1100 when 1050 by mark gtc", "b1 new, waits for 1050")
        .Does("b2 Ann buys 1 limit-if-touched @ 900 when 940 by mark gtc", "b2 new, waits for 940")
        .Does("mark 940", "b2 triggered")
        .Does("mark 1050", "b1 triggered, now @ 1019")
        .Does("Ann amends b1 @ 1020", "refused: PriceOutsideBand")
        .Shows("1019x1 900x1 |");

    [Fact]
    public void Amended_market_order_of_an_auction_stays_within_the_band() => BookScenario.With(Static)
        .Does("reference 1000")
        .Does("state OpeningAuction")
        .Does("m1 Ann buys 1 market @ 1010 at-open", "m1 new")
        .Does("Ann amends m1 @ 5000", "m1 replaced, 1 @ 1019, last in queue");

    [Fact]
    public void Protection_price_is_clamped_to_the_current_band_when_the_order_triggers() => BookScenario.With(Static)
        .Does("s1 Ann sells 1 stop @ 900 when 1000 by mark gtc", "s1 new, waits for 1000")
        .Does("reference 1000")
        .Does("b1 Bob buys 1 @ 981 gtc", "b1 new")
        .Does("mark 1000", "s1 triggered, now @ 981", "b1 gave 1 @ 981, 1 of 1", "s1 took 1 @ 981, 1 of 1");

    [Fact]
    public void Amended_limit_price_stays_inside_the_static_band() => BookScenario.With(Static)
        .Does("reference 1000")
        .Does("b1 Ann buys 1 @ 1000 gtc", "b1 new")
        .Does("Ann amends b1 @ 1020", "refused: PriceOutsideBand")
        .Does("reference 2000")
        .Does("Ann amends b1 to 2", "b1 replaced, 2 @ 1000, last in queue");

    [Fact]
    public void Auction_price_is_the_next_static_reference() => BookScenario.With(Static)
        .Does("state OpeningAuction")
        .Does("b1 Ann buys 1 @ 1000 gtc", "b1 new")
        .Does("s1 Bob sells 1 @ 1000 gtc", "s1 new")
        .Does("continue", "b1 swapped 1 @ 1000, 1 of 1", "s1 swapped 1 @ 1000, 1 of 1")
        .HasReference(1000)
        .Does("b2 Ann buys 1 @ 1020 gtc", "b2 rejected: PriceOutsideBand");

    [Fact]
    public void Trade_outside_the_dynamic_band_cancels_the_aggressors_remainder() => Traded(BookScenario.With(Dynamic))
        .Does("s1 Ann sells 1 @ 1019 gtc", "s1 new")
        .Does("s2 Ann sells 1 @ 1020 gtc", "s2 new")
        .Does("b1 Bob buys 3 @ 1030 gtc", "b1 new", "s1 gave 1 @ 1019, 1 of 1", "b1 took 1 @ 1019, 1 of 3",
            "b1 canceled (PriceBand), 1 of 3")
        .Is(TradingState.Continuous);

    [Fact]
    public void Dynamic_band_is_around_the_last_trade_before_the_order() => Traded(BookScenario.With(Dynamic))
        .Does("s1 Ann sells 1 @ 1019 gtc", "s1 new")
        .Does("s2 Ann sells 1 @ 1020 gtc", "s2 new")
        .Does("b1 Bob buys 1 @ 1030 gtc", "b1 new", "s1 gave 1 @ 1019, 1 of 1", "b1 took 1 @ 1019, 1 of 1")
        .Does("b2 Bob buys 1 @ 1030 gtc", "b2 new", "s2 gave 1 @ 1020, 1 of 1", "b2 took 1 @ 1020, 1 of 1");

    [Fact]
    public void Without_a_trade_there_is_no_dynamic_band() => BookScenario.With(Dynamic)
        .Does("s1 Ann sells 1 @ 1000 gtc", "s1 new")
        .Does("s2 Ann sells 1 @ 5000 gtc", "s2 new")
        .Does(
            "b1 Bob buys 2 @ 9000 gtc",
            "b1 new",
            "s1 gave 1 @ 1000, 1 of 1",
            "b1 took 1 @ 1000, 1 of 2",
            "s2 gave 1 @ 5000, 1 of 1",
            "b1 took 1 @ 5000, 2 of 2");

    [Fact]
    public void Volatility_interrupts_trading_and_the_aggressor_waits_crossed_for_the_auction() => Traded(BookScenario.With(Interrupting))
        .Does("s1 Ann sells 1 @ 1019 gtc", "s1 new")
        .Does("s2 Ann sells 2 @ 1020 gtc", "s2 new")
        .Does("b1 Bob buys 3 @ 1030 gtc", "b1 new", "s1 gave 1 @ 1019, 1 of 1", "b1 took 1 @ 1019, 1 of 3",
            "b1 restated (Booked), 2 @ 1030")
        .Is(TradingState.VolatilityAuction)
        .Shows("1030x2 | 1020x2")
        .Does("b2 Cid buys 1 @ 1030 ioc", "b2 rejected: NotInThisState")
        .Does("continue", "b1 swapped 2 @ 1020, 3 of 3", "s2 swapped 2 @ 1020, 2 of 2");

    [Fact]
    public void Aggressor_that_does_not_stay_for_the_auction_ends_without_an_interruption() => Traded(BookScenario.With(Interrupting))
        .Does("s1 Ann sells 2 @ 1020 gtc", "s1 new")
        .Does("b1 Bob buys 3 market @ 1030 ioc", "b1 new", "b1 canceled (PriceBand), 0 of 3")
        .Does("b2 Bob buys 1 @ 1030 ioc", "b2 new", "b2 canceled (PriceBand), 0 of 1")
        .Does("b3 Bob buys 1 @ 1030 fok", "b3 new", "b3 canceled (Remainder), 0 of 1")
        .Does("b4 Bob buys 1 @ 1030 at-least 1 gtc", "b4 new", "b4 canceled (MinQty), 0 of 1")
        .Is(TradingState.Continuous);

    [Fact]
    public void Stop_that_meets_a_volatility_interruption_waits_for_the_auction() => Traded(BookScenario.With(Interrupting))
        .Does("b1 Ann buys 3 @ 980 gtc", "b1 new")
        .Does("s1 Bob sells 2 stop @ 900 when 980 by quote gtc", "s1 new, waits for 980", "s1 triggered", "s1 restated (Booked), 2 @ 900")
        .Is(TradingState.VolatilityAuction)
        .Does("continue", "b1 swapped 2 @ 980, 2 of 3", "s1 swapped 2 @ 980, 2 of 2");

    [Fact]
    public void Stop_that_the_auction_does_not_fill_is_canceled_after_it() => Traded(BookScenario.With(Interrupting))
        .Does("b1 Ann buys 1 @ 980 gtc", "b1 new")
        .Does("s1 Bob sells 2 stop @ 900 when 980 by quote gtc", "s1 new, waits for 980", "s1 triggered", "s1 restated (Booked), 2 @ 900")
        .Does("continue", "b1 swapped 1 @ 900, 1 of 1", "s1 swapped 1 @ 900, 1 of 2", "s1 canceled (Remainder), 1 of 2");

    [Fact]
    public void Nothing_more_triggers_once_trading_is_interrupted() => Traded(BookScenario.With(Interrupting))
        .Does("b1 Bob buys 1 @ 999 gtc", "b1 new")
        .Does("b2 Bob buys 1 @ 970 gtc", "b2 new")
        .Does("s1 Ann sells 1 stop @ 900 when 999 gtc", "s1 new, waits for 999")
        .Does("s2 Ann sells 1 stop @ 900 when 998 gtc", "s2 new, waits for 998")
        .Does("s3 Cid sells 1 @ 999 gtc", "s3 new", "b1 gave 1 @ 999, 1 of 1", "s3 took 1 @ 999, 1 of 1", "s1 triggered",
            "s1 restated (Booked), 1 @ 900")
        .Is(TradingState.VolatilityAuction);

    [Fact]
    public void Fok_does_not_count_liquidity_outside_the_dynamic_band() => Traded(BookScenario.With(Interrupting))
        .Does("s1 Ann sells 1 @ 1019 gtc", "s1 new")
        .Does("s2 Ann sells 1 @ 1020 gtc", "s2 new")
        .Does("b1 Bob buys 2 @ 1030 fok", "b1 new", "b1 canceled (Remainder), 0 of 2")
        .Is(TradingState.Continuous);

    private static BookScenario Traded(BookScenario book) => book
        .Does("s0 Ann sells 1 @ 1000 gtc", "s0 new")
        .Does("b0 Bob buys 1 @ 1000 gtc", "b0 new", "s0 gave 1 @ 1000, 1 of 1", "b0 took 1 @ 1000, 1 of 1");
}
