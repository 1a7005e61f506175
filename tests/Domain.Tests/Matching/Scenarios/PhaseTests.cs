using Rtx.Model;

namespace Rtx.Domain.Tests.Matching.Scenarios;

public class PhaseTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Halted_book_accepts_nothing_but_cancels() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("halt")
        .Does("b1 Bob buys 5 @ 101 gtc", "b1 rejected: InstrumentHalted")
        .Does("Ann amends s1 to 3", "refused: InstrumentHalted")
        .Does("Ann cancels s1", "s1 canceled, 0 of 5")
        .Does("continue")
        .Does("b2 Bob buys 5 @ 101 gtc", "b2 new");

    [Theory]
    [InlineData("halt", "InstrumentHalted", "InstrumentHalted")]
    [InlineData("state Closed", "MarketClosed", "InvalidPrice")]
    [InlineData("state CancelOnly", "CancelOnly", "InvalidPrice")]
    public void Closed_states_refuse_orders_unless_a_lower_reason_applies(string state, string reason, string reasonOfIllegal) => _book
        .Does(state)
        .Does("b1 Bob buys 5 @ 101 gtc", $"b1 rejected: {reason}")
        .Does("b2 Bob buys 5 @ 0 gtc", $"b2 rejected: {reasonOfIllegal}")
        .Does("oco: a Ann sells 5 @ 105 gtc; b Ann sells 5 @ 106 gtc", $"a rejected: {reason}", $"b rejected: {reason}");

    [Theory]
    [InlineData("PreOpen")]
    [InlineData("OpeningAuction")]
    [InlineData("VolatilityAuction")]
    [InlineData("ClosingAuction")]
    public void Orders_are_collected_until_trading_starts(string state) => _book
        .Does($"state {state}")
        .Does("s1 Ann sells 5 @ 100 gtc", "s1 new")
        .Does("b1 Bob buys 3 @ 102 gtc", "b1 new")
        .Shows("102x3 | 100x5")
        .Does("continue", "b1 swapped 3 @ 100, 3 of 3", "s1 swapped 3 @ 100, 3 of 5")
        .Shows("| 100x2");

    [Fact]
    public void Pre_open_leads_into_the_auction_without_trading() => _book
        .Does("state PreOpen")
        .Does("s1 Ann sells 5 @ 100 gtc", "s1 new")
        .Does("b1 Bob buys 3 @ 102 gtc", "b1 new")
        .Does("state OpeningAuction")
        .Shows("102x3 | 100x5");

    [Fact]
    public void Auction_that_becomes_another_one_uncrosses_first() => _book
        .Does("state OpeningAuction")
        .Does("s1 Ann sells 5 @ 100 gtc", "s1 new")
        .Does("b1 Bob buys 3 @ 102 gtc", "b1 new")
        .Does("state ClosingAuction", "b1 swapped 3 @ 100, 3 of 3", "s1 swapped 3 @ 100, 3 of 5")
        .Is(TradingState.ClosingAuction);

    [Theory]
    [InlineData("halt")]
    [InlineData("state CancelOnly")]
    public void Interrupted_auction_stays_crossed_until_trading_continues(string interruption) => _book
        .Does("state OpeningAuction")
        .Does("s1 Ann sells 5 @ 100 gtc", "s1 new")
        .Does("b1 Bob buys 3 @ 102 gtc", "b1 new")
        .Does(interruption)
        .Shows("102x3 | 100x5")
        .Does("continue", "b1 swapped 3 @ 100, 3 of 3", "s1 swapped 3 @ 100, 3 of 5");

    [Fact]
    public void Setting_the_current_state_changes_nothing() => _book
        .Does("state OpeningAuction")
        .Does("s1 Ann sells 5 @ 100 at-open", "s1 new")
        .Does("b1 Bob buys 3 @ 102 gtc", "b1 new")
        .Does("state OpeningAuction")
        .Shows("102x3 | 100x5");

    [Fact]
    public void Close_uncrosses_the_last_auction_and_ends_the_orders_of_the_session() => _book
        .Does("state ClosingAuction")
        .Does("s1 Ann sells 5 @ 100 at-close", "s1 new")
        .Does("b1 Bob buys 3 @ 102 day", "b1 new")
        .Does("b2 Bob buys 3 @ 99 day", "b2 new")
        .Does("b3 Bob buys 3 @ 98 gtc", "b3 new")
        .Does(
            "state Closed",
            "b1 swapped 3 @ 100, 3 of 3",
            "s1 swapped 3 @ 100, 3 of 5",
            "s1 expired (SessionEnded), 3 of 5",
            "b2 expired (SessionEnded), 0 of 3")
        .Shows("98x3 |");

    [Fact]
    public void Trigger_reached_in_an_auction_fires_when_trading_starts() => _book
        .Does("s0 Cid sells 2 stop @ 90 when 101 gtc", "s0 new, waits for 101")
        .Does("state OpeningAuction")
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 6 @ 101 gtc", "b1 new")
        .Does(
            "continue",
            "b1 swapped 5 @ 101, 5 of 6",
            "s1 swapped 5 @ 101, 5 of 5",
            "s0 triggered",
            "b1 gave 1 @ 101, 6 of 6",
            "s0 took 1 @ 101, 1 of 2",
            "s0 canceled (Remainder), 1 of 2");

    [Fact]
    public void Ended_order_of_a_list_cancels_the_others() => _book
        .Does("oco: a Ann sells 1 @ 105 day; b Ann sells 1 @ 106 day", "a new, held", "b new, held", "a released", "b released")
        .Does("state Closed", "a expired (SessionEnded), 0 of 1", "b canceled (LinkedOrder), 0 of 1");
}
