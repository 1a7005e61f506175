namespace Rtx.Domain.Tests.Matching.Scenarios;

public class OcoTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Legs_are_accepted_together_and_work_immediately() => _book
        .Does(
            "oco: a Ann sells 5 @ 105 gtc; b Ann sells 5 stop @ 80 when 95 gtc",
            "a new, held",
            "b new, held",
            "a released",
            "b released, waits for 95")
        .Shows("| 105x5");

    [Fact]
    public void First_trade_of_a_leg_cancels_the_others_and_the_leg_keeps_working() => _book
        .Does(
            "oco: a Ann sells 5 @ 105 gtc; b Ann sells 5 stop @ 80 when 95 gtc; c Ann sells 5 @ 106 gtc",
            "a new, held",
            "b new, held",
            "c new, held",
            "a released",
            "b released, waits for 95",
            "c released")
        .Does(
            "b1 Bob buys 2 @ 105 gtc",
            "b1 new",
            "a gave 2 @ 105, 2 of 5",
            "b1 took 2 @ 105, 2 of 2",
            "b canceled (LinkedOrder), 0 of 5",
            "c canceled (LinkedOrder), 0 of 5")
        .Shows("| 105x3");

    [Fact]
    public void End_of_a_leg_cancels_the_others() => _book
        .Does(
            "oco: a Ann sells 5 @ 105 gtc; b Ann sells 5 stop @ 80 when 95 gtc; c Ann sells 5 @ 106 until 40 gtd",
            "a new, held",
            "b new, held",
            "c new, held",
            "a released",
            "b released, waits for 95",
            "c released")
        .Does("at 40", "c expired (ExpireTime), 0 of 5", "a canceled (LinkedOrder), 0 of 5", "b canceled (LinkedOrder), 0 of 5");

    [Fact]
    public void Leg_that_trades_on_release_cancels_those_behind_it() => _book
        .Does("b1 Bob buys 1 @ 105 gtc", "b1 new")
        .Does(
            "oco: a Ann sells 5 @ 105 gtc; b Ann sells 5 @ 104 gtc",
            "a new, held",
            "b new, held",
            "a released",
            "b1 gave 1 @ 105, 1 of 1",
            "a took 1 @ 105, 1 of 5",
            "b canceled (LinkedOrder), 0 of 5")
        .Shows("| 105x4");

    [Fact]
    public void Legs_on_both_sides_cancel_each_other() => _book
        .Does("oco: a Ann sells 5 @ 105 gtc; b Ann buys 5 @ 95 gtc", "a new, held", "b new, held", "a released", "b released")
        .Does("s1 Bob sells 1 @ 95 gtc", "s1 new", "b gave 1 @ 95, 1 of 5", "s1 took 1 @ 95, 1 of 1", "a canceled (LinkedOrder), 0 of 5")
        .Shows("95x4 |");

    [Fact]
    public void Legs_that_trade_with_each_other_cancel_each_others_remainder() => _book
        .Does(
            "oco: a Ann sells 5 @ 100 gtc; b Ann buys 8 @ 100 gtc",
            "a new, held",
            "b new, held",
            "a released",
            "b released",
            "a gave 5 @ 100, 5 of 5",
            "b took 5 @ 100, 5 of 8",
            "b canceled (LinkedOrder), 5 of 8");

    [Fact]
    public void Leg_canceled_by_self_trade_prevention_cancels_the_other() => _book
        .Does("oco: a Ann sells 5 @ 105 gtc; b Ann sells 5 @ 110 gtc", "a new, held", "b new, held", "a released", "b released")
        .Does(
            "b1 Ann buys 5 @ 110 stp-resting gtc",
            "b1 new",
            "a canceled (SelfTradePrevention), 0 of 5",
            "b canceled (LinkedOrder), 0 of 5",
            "b1 restated (Booked), 5 @ 110");

    [Fact]
    public void Legs_enter_an_auction_without_trading() => _book
        .Does("state OpeningAuction")
        .Does("oco: a Ann sells 5 @ 100 gtc; b Ann buys 5 @ 101 gtc", "a new, held", "b new, held", "a released", "b released")
        .Does("s1 Bob sells 3 @ 99 gtc", "s1 new")
        .Does("continue", "b swapped 3 @ 100, 3 of 5", "s1 swapped 3 @ 100, 3 of 3", "a canceled (LinkedOrder), 0 of 5")
        .Shows("101x2 |");

    [Fact]
    public void One_refused_leg_refuses_the_list() => _book
        .Does(
            "oco: a Ann sells 5 @ 105 gtc; b Ann sells 0 @ 106 gtc; c Ann sells 5 stop @ 80 when 0 gtc",
            "a rejected: ListRefused",
            "b rejected: QuantityTooSmall",
            "c rejected: InvalidStopPx")
        .Shows("|");

    [Theory]
    [InlineData("oco: x Ann sells 5 @ 105 gtc")]
    [InlineData("bracket: x Ann sells 5 stop @ 80 when 95 stop-loss gtc")]
    public void One_order_is_not_a_list(string command) => _book.Does(command, "x rejected: InvalidList");

    [Fact]
    public void Seventeen_orders_are_not_a_list() => _book.Does(
        $"oco: {string.Join("; ", Enumerable.Range(1, 17).Select(i => $"o{i} Ann sells 1 @ {100 + i} gtc"))}",
        [.. Enumerable.Range(1, 17).Select(i => $"o{i} rejected: InvalidList")]);

    [Fact]
    public void Sixteen_orders_are_a_list() => _book.Does(
        $"oco: {string.Join("; ", Enumerable.Range(1, 16).Select(i => $"o{i} Ann sells 1 @ {100 + i} gtc"))}",
        [.. Enumerable.Range(1, 16).Select(i => $"o{i} new, held"), .. Enumerable.Range(1, 16).Select(i => $"o{i} released")]);

    [Fact]
    public void List_belongs_to_one_account() => _book
        .Does("oco: a Ann sells 5 @ 105 gtc; b Bob sells 5 @ 106 gtc", "a rejected: InvalidList", "b rejected: InvalidList");

    [Fact]
    public void Invalid_list_still_gives_the_lower_reason() => _book
        .Does("oco: a Ann sells 5 @ 105 gtc; b Bob sells 0 @ 106 gtc", "a rejected: InvalidList", "b rejected: QuantityTooSmall");

    [Theory]
    [InlineData("at-open")]
    [InlineData("at-close")]
    public void Orders_for_an_auction_are_not_allowed_in_a_list(string lifetime) => _book
        .Does("state OpeningAuction")
        .Does($"oco: a Ann sells 5 @ 105 {lifetime}; b Ann sells 5 @ 106 gtc", "a rejected: InvalidTerms", "b rejected: ListRefused");
}
