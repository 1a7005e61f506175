namespace Rtx.Domain.Tests.Matching.Scenarios;

public class MassCancelTests
{
    private readonly BookScenario _book = new BookScenario()
        .Does("b1 Ann buys 1 @ 100 tag 1 over 7 gtc", "b1 new")
        .Does("b2 Bob buys 1 @ 100 tag 1 over 7 gtc", "b2 new")
        .Does("s1 Ann sells 1 @ 105 tag grid-a over 7 gtc", "s1 new")
        .Does("s2 Ann sells 1 stop @ 80 when 90 tag 1 over 8 gtc", "s2 new, waits for 90")
        .Does("b3 Ann buys 1 @ 99 at-close", "b3 new, held");

    [Fact]
    public void All_orders_of_an_account_are_canceled_by_id_wherever_they_are() => _book
        .Does(
            "Ann cancels all",
            "b1 canceled (MassCancel), 0 of 1",
            "s1 canceled (MassCancel), 0 of 1",
            "s2 canceled (MassCancel), 0 of 1",
            "b3 canceled (MassCancel), 0 of 1")
        .Shows("100x1 |");

    [Fact]
    public void Orders_must_match_all_filters() => _book
        .Does("Ann cancels all tag 1 sells", "s2 canceled (MassCancel), 0 of 1")
        .Does("Ann cancels all buys over 8")
        .Does("Ann cancels all buys", "b1 canceled (MassCancel), 0 of 1", "b3 canceled (MassCancel), 0 of 1");

    [Fact]
    public void Caller_gives_the_reason() => _book
        .Does("Ann cancels all over 7 as Disconnected", "b1 canceled (Disconnected), 0 of 1", "s1 canceled (Disconnected), 0 of 1")
        .Does("Ann cancels all tag 1 as CancelAllAfter", "s2 canceled (CancelAllAfter), 0 of 1")
        .Does("Ann cancels all as KillSwitch", "b3 canceled (KillSwitch), 0 of 1")
        .Does("Ann cancels all");

    [Theory]
    [InlineData("halt")]
    [InlineData("state CancelOnly")]
    [InlineData("state OpeningAuction")]
    public void Cancels_are_accepted_in_every_state(string state) => _book
        .Does(state)
        .Does("Ann cancels all tag grid-a", "s1 canceled (MassCancel), 0 of 1")
        .Does("Ann cancels b1", "b1 canceled, 0 of 1");

    [Fact]
    public void Order_that_an_earlier_cancel_closed_is_skipped() => new BookScenario()
        .Does("oco: a Ann sells 1 @ 105 gtc; b Ann sells 1 stop @ 80 when 90 gtc", "a new, held", "b new, held", "a released",
            "b released, waits for 90")
        .Does("c Ann sells 1 @ 106 gtc", "c new")
        .Does("Ann cancels all", "a canceled (MassCancel), 0 of 1", "b canceled (LinkedOrder), 0 of 1", "c canceled (MassCancel), 0 of 1");
}
