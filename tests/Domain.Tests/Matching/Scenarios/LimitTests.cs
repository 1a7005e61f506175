using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching.Scenarios;

public class LimitTests
{
    [Theory]
    [InlineData("x Ann buys 5 market @ 100 gtc", "InvalidTerms")]
    [InlineData("x Ann buys 0 @ 0 gtc", "InvalidPrice")]
    [InlineData("x Ann buys 5 @ -1 gtc", "InvalidPrice")]
    [InlineData("x Ann buys 5 @ 1000000000000001 gtc", "InvalidPrice")]
    [InlineData("x Ann buys 0 @ 100 gtc", "QuantityTooSmall")]
    [InlineData("x Ann buys 1001 @ 100 gtc", "QuantityTooLarge")]
    [InlineData("x Ann buys 101 @ 1000000000000000 gtc", "QuantityTooLarge")]
    public void Illegal_order_is_one_rejected_event(string command, string reason) =>
        new BookScenario().Does(command, $"x rejected: {reason}").Shows("|");

    [Fact]
    public void Largest_order_value_is_legal() => new BookScenario()
        .Does("s1 Ann sells 100 @ 1000000000000000 gtc", "s1 new");

    [Theory]
    [InlineData(-1_000_000_000_000_000, "x new")]
    [InlineData(0, "x new")]
    [InlineData(-1_000_000_000_000_001, "x rejected: InvalidPrice")]
    public void Negative_prices_have_a_limit_too(long ticks, string answer) =>
        new BookScenario(TestInstruments.Margined with { AllowsNegativePrices = true })
        .Does($"x Ann buys 1 @ {ticks} gtc", answer);

    [Fact]
    public void Order_value_has_a_minimum_and_a_maximum() => BookScenario.With(new MatchingRules { MinNotional = 100m, MaxNotional = 200m })
        .Does("b1 Ann buys 9 @ 110 gtc", "b1 rejected: NotionalTooSmall")
        .Does("b2 Ann buys 10 @ 100 gtc", "b2 new")
        .Does("b3 Ann buys 20 @ 100 gtc", "b3 new")
        .Does("b4 Ann buys 21 @ 96 gtc", "b4 rejected: NotionalTooLarge")
        .Does("Ann amends b2 to 9", "refused: NotionalTooSmall")
        .Does("Ann amends b2 @ 99", "refused: NotionalTooSmall")
        .Does("Ann amends b3 @ 101", "refused: NotionalTooLarge")
        .Does("Ann amends b3 to 21 @ 95", "b3 replaced, 21 @ 95, last in queue");

    [Fact]
    public void Open_orders_of_an_account_are_limited() => BookScenario.With(new MatchingRules { MaxOrdersPerAccount = 2 })
        .Does("b1 Ann buys 1 @ 100 gtc", "b1 new")
        .Does("b2 Ann buys 1 stop @ 120 when 110 gtc", "b2 new, waits for 110")
        .Does("b3 Ann buys 1 @ 100 gtc", "b3 rejected: TooManyOrdersInBook")
        .Does("b4 Bob buys 1 @ 100 gtc", "b4 new")
        .Does("Ann cancels b2", "b2 canceled, 0 of 1")
        .Does("oco: a Ann buys 1 @ 100 gtc; b Ann buys 1 @ 99 gtc", "a rejected: ListRefused", "b rejected: TooManyOrdersInBook")
        .Does("oco: c Cid buys 1 @ 100 gtc; d Cid buys 1 @ 99 gtc", "c new, held", "d new, held", "c released", "d released");

    /// <summary>Each order breaks its own and all later rules: the lowest reason is given.</summary>
    [Theory]
    [InlineData("x Ann buys 0 stop-limit @ 0 when 0 shows 9 gtc", "InvalidTerms")]
    [InlineData("x Ann buys 0 stop-limit @ 0 when 0 until 1 gtd", "InvalidPrice")]
    [InlineData("x Ann buys 1 stop-limit @ 1100 when 0 until 1 gtd", "QuantityTooSmall")]
    [InlineData("x Ann buys 100001 stop-limit @ 1100 when 0 until 1 gtd", "QuantityTooLarge")]
    [InlineData("x Ann buys 2 stop-limit @ 1100 when 0 until 1 gtd", "InvalidStopPx")]
    [InlineData("x Ann buys 2 @ 1100 shows 3 until 1 gtd", "InvalidDisplayQty")]
    [InlineData("x Ann buys 2 @ 1100 at-least 3 until 1 gtd", "InvalidMinQty")]
    [InlineData("x Ann buys 2 @ 1100 until 1 gtd", "InvalidExpireTime")]
    [InlineData("x Ann buys 2 @ 1100 post-only reduce-only gtc", "NotionalTooSmall")]
    [InlineData("x Ann buys 100 @ 1100 post-only reduce-only gtc", "NotionalTooLarge")]
    [InlineData("x Ann buys 20 @ 1100 post-only reduce-only gtc", "PriceOutsideBand")]
    [InlineData("x Ann buys 20 @ 1000 post-only reduce-only gtc", "PostOnlyWouldTrade")]
    [InlineData("x Ann buys 20 @ 999 post-only reduce-only gtc", "NothingToReduce")]
    [InlineData("x Ann buys 20 @ 999 post-only gtc", "TooManyOrdersInBook")]
    public void Lowest_reason_is_given(string command, string reason)
    {
        var rules = new MatchingRules { MinNotional = 1_000m, MaxNotional = 5_000m, StaticBandBasisPoints = 100, MaxOrdersPerAccount = 1 };
        new BookScenario(TestInstruments.Margined with { MatchingRules = rules, MinQuantity = new Quantity(2) })
            .Does("reference 1000")
            .Does("s0 Bob sells 20 @ 1000 gtc", "s0 new")
            .Does("b0 Ann buys 20 @ 998 gtc", "b0 new")
            .Does(command, $"x rejected: {reason}");
    }
}
